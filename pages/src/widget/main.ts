// sarnakh-search.js: one file that a page of anyone may ask for, twice if need be.
import { SarnakhSearch } from "./element";

if (!customElements.get("sarnakh-search")) customElements.define("sarnakh-search", SarnakhSearch);
