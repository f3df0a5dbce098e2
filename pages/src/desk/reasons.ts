// Why a hit is beside a story: the words they share, how near they are in time, and how much each gives to the score.
import { h, svg } from "../shared/dom";
import { digits, number, text, type TextName } from "../shared/texts";
import type { Hit, Part } from "./types";

const WORDS_SHOWN = 6;
const HOURS = 24;
const DAYS_MOST = 60, MONTH_DAYS = 30.44, YEAR_DAYS = 365.25; // how far is said in days, then in months, then in years

/* Terms that are two others in one («امامحسین» beside «امام» and «حسین») say nothing more. */
function isJoined(term: string, terms: ReadonlySet<string>): boolean {
  for (let cut = 1; cut < term.length; cut++)
    if (terms.has(term.slice(0, cut)) && terms.has(term.slice(cut))) return true;
  return false;
}

export function sharedWords(parts: readonly Part[]): string[] {
  const shared = parts.filter((part) => part.name === "shared" && part.term !== undefined);
  const terms = new Set(shared.map((part) => part.term as string));
  shared.sort((a, b) => b.value - a.value);
  return shared.map((part) => part.term as string).filter((term) => !isJoined(term, terms)).slice(0, WORDS_SHOWN);
}

function spanOf(days: number): [TextName, number] {
  if (days < 2) return ["desk.hours", days * HOURS];
  if (days < DAYS_MOST) return ["desk.days", days];
  return days < 2 * YEAR_DAYS ? ["desk.months", days / MONTH_DAYS] : ["desk.years", days / YEAR_DAYS];
}

/** "۳ روز پیش از آن", or null where it is not known. */
export function distance(days: number | undefined): string | null {
  if (days === undefined) return null;
  const hours = Math.round(Math.abs(days) * HOURS);
  if (hours === 0) return text("desk.same_hour");
  const isBefore = days < 0;
  const [unit, n] = spanOf(Math.abs(days));
  return text(isBefore ? "desk.before" : "desk.after", { span: text(unit, { n: number(Math.round(n)) }) });
}

export function daysOf(hit: Hit): number | undefined {
  return hit.explain?.parts.find((part) => part.name === "time")?.days;
}

function nameOf(part: Part): string {
  if (part.name === "shared") return text("desk.why_shared", { term: digits(part.term ?? "") });
  if (part.name === "time") return text("desk.why_time");
  if (part.name === "section") return text("desk.why_section");
  return part.name;
}

function percent(value: number): string {
  return number(Math.round(Math.min(1, Math.max(0, value)) * 100));
}

/* To a tenth of a percent: small parts add up, too. */
function share(value: number): string {
  return text("page.percent", { n: number(Math.round(value * 1000) / 10) });
}

function sumOf(parts: readonly Part[], name: string): number {
  return parts.filter((part) => part.name === name).reduce((sum, part) => sum + part.value, 0);
}

/** The score as a bar of its parts. */
function bar(hit: Hit): SVGElement {
  const parts = hit.explain?.parts ?? [];
  const pieces = ["shared", "section", "time"].map((name) => ({ name, share: Math.max(0, sumOf(parts, name)) }));
  const scale = 100 / Math.max(1, hit.score);
  let x = 0;
  const drawn = pieces.map(({ name, share }) => {
    const piece = svg("rect", { class: name, x: x * scale, y: 0, width: share * scale, height: 6 });
    x += share;
    return piece;
  });
  return svg("svg", { class: "score-bar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": true }, drawn);
}

function row(name: string, value: number, scope: "td" | "th" = "td"): HTMLElement {
  return h("tr", {}, [h(scope, scope === "th" ? { scope: "row" } : { dir: "auto" }, name), h("td", { class: "figure" }, share(value))]);
}

function table(hit: Hit): HTMLElement {
  const parts = [...(hit.explain?.parts ?? [])].sort((a, b) => b.value - a.value);
  return h("table", {}, [
    h("thead", {}, h("tr", {}, [h("th", { scope: "col" }, text("desk.why_part")), h("th", { scope: "col", class: "figure" }, text("desk.why_value"))])),
    h("tbody", {}, parts.map((part) => row(nameOf(part), part.value))),
    h("tfoot", {}, row(text("desk.why_sum"), hit.explain?.sum ?? hit.score, "th")),
  ]);
}

/** All of it; a key that sees a part of the articles is told no parts, but the score. */
export function reasons(hit: Hit): HTMLElement {
  const words = sharedWords(hit.explain?.parts ?? []);
  const chips = words.map((word) => h("li", { dir: "auto" }, digits(word)));
  return h("div", { class: "reasons" }, [
    h("p", { class: "score" }, [bar(hit), text("desk.score", { n: percent(hit.score) })]),
    words.length > 0 && h("ul", { class: "words", "aria-label": text("desk.shared") }, chips),
    hit.explain !== undefined && h("details", {}, [h("summary", {}, text("desk.why")), table(hit)]),
  ]);
}
