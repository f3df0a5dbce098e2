// The search page: better with a script than without, and whole without.
import { suggestIn } from "./suggestions";

document.documentElement.classList.add("scripted");
const field = document.querySelector<HTMLInputElement>("input#q");
if (field) suggestIn(field);
