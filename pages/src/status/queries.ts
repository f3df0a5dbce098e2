// What readers ask for most, and most in vain.
import { hasCode } from "../shared/ask";
import type { QueriesAnswer } from "../shared/client";
import { h } from "../shared/dom";
import { lang, number, text, type TextName } from "../shared/texts";
import type { Operations } from "./operations";
import { fillPart } from "./parts";

const SHOWN = 15;
let isLogged = true;

function searchFor(query: string): string {
  const asked = new URLSearchParams(lang === "en" ? { q: query, lang } : { q: query });
  return `/?${asked}`;
}

function table(title: TextName, rows: QueriesAnswer["popular"]): HTMLElement {
  return h("table", {}, [
    h("caption", {}, text(title)),
    h("thead", {}, h("tr", {}, [h("th", { scope: "col" }, text("status.query")), h("th", { scope: "col", class: "figure" }, text("status.times"))])),
    h("tbody", {}, rows.slice(0, SHOWN).map(({ query, count }) => h("tr", {}, [
      h("td", {}, h("a", { href: searchFor(query), dir: "auto" }, query)),
      h("td", { class: "figure" }, number(count)),
    ]))),
  ]);
}

/** Where the service keeps no such counts, that is said once and not asked again. */
export async function showQueries(service: Operations, signal: AbortSignal): Promise<void> {
  if (!isLogged) return;
  try {
    const { popular, without_hits } = await service.queries({ signal });
    const lists: [TextName, QueriesAnswer["popular"]][] = [["status.popular", popular], ["status.in_vain", without_hits]];
    fillPart("queries", [popular, without_hits], () => popular.length === 0
      ? [h("p", { class: "none" }, text("status.no_queries"))]
      : [h("div", { class: "halves" }, lists.filter(([, rows]) => rows.length > 0).map(([title, rows]) => table(title, rows)))]);
  } catch (error) {
    if (!hasCode(error, "not_logged")) throw error;
    isLogged = false;
    fillPart("queries", "not_logged", () => [h("p", { class: "none" }, text("status.not_logged"))]);
  }
}
