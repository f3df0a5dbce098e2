// What a search found, as elements.
import type { Correction, Hit, SearchAnswer } from "../shared/api";
import { SarnakhProblem } from "../shared/client";
import { h, langOf, marked, webAddress, type Child } from "../shared/dom";
import type { TextName, Texts } from "../shared/texts";
import { exactlyWhen, whenOf } from "../shared/when";

export type WidgetText = Extract<TextName, `widget.${string}` | `suggest.${string}`>;

export interface Shown {
  answer: SearchAnswer;
  q: string;
  page: number;
  limit: number;
  target: string | null;
  texts: Texts<WidgetText>;
  onHit(hit: Hit, position: number, event: Event): void;
  onPage(page: number): void;
  onSearch(q: string): void;
}

const DEEPEST = 10_000; // hits that offset can skip

type Ranges = readonly (readonly [number, number])[];
const rangesOf = (value: unknown): Ranges => (Array.isArray(value) ? (value as Ranges) : []);
const mark = (piece: string) => h("mark", { part: "mark" }, [piece]);

/** A passage is cut out of the text, and shows that where no sentence begins or ends. */
function passageOf(hit: Hit): HTMLElement {
  const passage = hit.highlight?.body[0], text = typeof passage === "object" ? passage.text : (hit.lead ?? "");
  const pieces = typeof passage === "object"
    ? [passage.begin > 0 && "…\u00a0", ...marked(passage.text, passage.ranges, mark), !/[.!?؟»…]\s*$/.test(passage.text) && "\u00a0…"]
    : marked(text, rangesOf(hit.highlight?.lead), mark);
  return h("p", { class: "passage", part: "passage", dir: "auto", lang: langOf(text) }, pieces);
}

function about(hit: Hit, texts: Texts<WidgetText>): HTMLElement {
  const parts: Child[] = [];
  if (hit.source) parts.push(h("span", { part: "source", dir: "auto" }, [hit.source]));
  if (hit.published_at)
    parts.push(h("time", { part: "date", datetime: hit.published_at, title: exactlyWhen(hit.published_at, texts.lang) }, [whenOf(hit.published_at, texts.lang)]));
  if (hit.duplicates) parts.push(h("span", { part: "copies" }, [texts.text("widget.copies", { n: texts.number(hit.duplicates.count) })]));
  return h("p", { class: "about", part: "about" }, parts.flatMap((one, n) => (n > 0 ? [" · ", one] : [one])));
}

function hitOf(hit: Hit, position: number, shown: Shown): HTMLElement {
  const title = marked(hit.title ?? "", rangesOf(hit.highlight?.title), mark), address = webAddress(hit.url);
  const attributes = { class: "title", part: "title", dir: "auto", lang: langOf(hit.title ?? "") };
  const rel = shown.target === "_blank" ? "noopener" : null;
  const open = address === null ? h("span", attributes, title)
    : h("a", { ...attributes, href: address, target: shown.target, rel, onclick: (event) => shown.onHit(hit, position, event) }, title);
  return h("li", { class: "hit", part: "hit" }, [open, about(hit, shown.texts), passageOf(hit)]);
}

function button(name: string, part: string, onclick: () => void): HTMLElement {
  return h("button", { type: "button", class: "plain", part, onclick }, [name]);
}

function meant(shown: Shown): Child {
  const { corrected, suggestion } = shown.answer.query, { text } = shown.texts;
  const words = (one: Correction) => ({ from: one.from, to: one.to });
  if (corrected) return h("p", { class: "meant", part: "corrected" }, [text("widget.corrected", words(corrected))]);
  if (!suggestion) return null;
  return h("p", { class: "meant", part: "meant" }, [text("widget.meant"), " ", button(suggestion.to, "meant-button", () => shown.onSearch(suggestion.to))]);
}

function pages(shown: Shown): Child {
  const { page, limit, texts, answer } = shown;
  const more = answer.total.value > page * limit && page * limit <= DEEPEST && answer.hits.length > 0;
  if (page === 1 && !more) return null;
  return h("nav", { class: "pages", part: "pages", "aria-label": texts.text("widget.pages") }, [
    page > 1 && button(texts.text("widget.previous"), "previous", () => shown.onPage(page - 1)),
    h("span", { part: "page" }, [texts.text("widget.page", { n: texts.number(page) })]),
    more && button(texts.text("widget.next"), "next", () => shown.onPage(page + 1)),
  ]);
}

/** How many: read out by screen readers, and where the focus goes behind a change of pages. */
export function totalOf(shown: Shown): string {
  const { total } = shown.answer, { text, number } = shown.texts;
  if (shown.answer.hits.length === 0) return text("widget.none", { q: shown.q });
  return text(total.relation === "eq" ? "widget.total" : "widget.total_about", { n: number(total.value) });
}

export function resultsOf(shown: Shown): Child[] {
  const { hits } = shown.answer, first = (shown.page - 1) * shown.limit + 1;
  if (hits.length === 0) return [h("p", { class: "about", part: "none" }, [shown.texts.text("widget.none_hint")]), meant(shown), pages(shown)];
  return [meant(shown), h("ol", { class: "hits", part: "hits", start: first }, hits.map((hit, n) => hitOf(hit, first + n, shown))), pages(shown)];
}

export function errorOf(problem: unknown, texts: Texts<WidgetText>): HTMLElement {
  const isOurs = problem instanceof SarnakhProblem && problem.code !== "";
  const said = !isOurs ? texts.text("widget.unreachable") : texts.lang === "fa" ? problem.detail_fa : problem.detail;
  return h("p", { class: "error", part: "error", role: "alert" }, [said]);
}
