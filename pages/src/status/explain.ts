// Why a hit is where it is: the parts of its score as bars, which add up to it.
import { barTable } from "../shared/chart";
import type { SearchAnswer } from "../shared/client";
import { h, webAddress } from "../shared/dom";
import { number, text, type TextName } from "../shared/texts";

type Hit = SearchAnswer["hits"][number];
type Part = NonNullable<Hit["explain"]>["parts"][number];

const NAMES: ReadonlySet<string> = new Set([
  "stem", "compound_parts", "reading", "synonym", "derived", "title", "exact", "prefix", "pair", "near", "title_phrase", "opening", "passage",
  "all_words", "freshness", "source", "urgency", "pinned",
]);

function hundredths(value: number): string {
  return number(Math.round(value * 100) / 100);
}

function nameOf(part: Part): string {
  const term = [part.term, part.with].filter((word) => word !== undefined).join(" + ") || (part.as ?? "");
  const name = (NAMES.has(part.name) ? `status.part_${part.name}` : "status.part_other") as TextName;
  return text(name, { term });
}

function explained(hit: Hit, place: number): HTMLElement {
  const parts = [...(hit.explain?.parts ?? [])].sort((a, b) => b.value - a.value);
  const href = webAddress(hit.url);
  const title = h("bdi", {}, hit.title);
  const rows = parts.map((part) => ({ name: nameOf(part), value: part.value, said: hundredths(part.value) }));
  const sum = { name: text("status.sum"), said: hundredths(hit.explain?.sum ?? 0) };
  return h("li", {}, h("details", { open: place === 0 }, [
    h("summary", {}, [title, " ", h("span", { class: "about" }, text("status.score", { n: hundredths(hit.score ?? 0) }))]),
    href !== null && h("p", { class: "about" }, h("a", { href, dir: "ltr", rel: "noreferrer" }, href)),
    barTable([text("status.part"), text("status.value")], rows, sum),
  ]));
}

export function explanations({ hits }: SearchAnswer): HTMLElement[] {
  if (hits.length === 0) return [h("p", { class: "none" }, text("search.none"))];
  return [h("ol", { class: "explained" }, hits.map(explained))];
}
