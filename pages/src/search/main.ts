// The search page and the page of an article: better with a script than without, and whole without.
import { pickDatesIn } from "./calendar";
import { tellClicks } from "./clicks";
import { followLinks, onPage } from "./navigate";
import { dragDatesIn } from "./range";
import { unfoldRelatedIn } from "./related";
import { suggestIn } from "./suggestions";

/** What there is of a page, made better; again for each that takes the place of another. */
function improve(main: HTMLElement): void {
  const field = main.querySelector<HTMLInputElement>("input#q");
  if (field) suggestIn(field);
  dragDatesIn(main);
  pickDatesIn(main);
  unfoldRelatedIn(main);
}

document.documentElement.classList.add("scripted");
onPage(improve);
const main = document.querySelector<HTMLElement>("main");
if (main) improve(main);
followLinks();
tellClicks();
