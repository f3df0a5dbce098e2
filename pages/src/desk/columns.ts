// What stands beside a story or a draft: background, follow-ups, the same day, copies; each column comes by itself.
import { api, hasCode, isAborted } from "../shared/ask";
import type { RelatedAnswer, RelatedParameters } from "../shared/client";
import { isoDay } from "../shared/dates";
import { h } from "../shared/dom";
import { lang, number, text, type TextName } from "../shared/texts";
import { loading, trouble } from "../shared/trouble";
import { copyCard, hitCard } from "./card";
import type { Hit, Subject } from "./types";

const HITS = 8;
const COPIES = 20;
const DAY_MS = 86_400_000;

type Mode = "background" | "followup" | "sameday";

/* Each article is in one column: what is of the story's day in Tehran is in that of the day. */
function span(subject: Subject, mode: Mode): Record<string, string> {
  const at = "draft" in subject ? new Date().toISOString() : subject.story.published_at;
  if (at === null || mode === "sameday") return {};
  const aside = new Date(Date.parse(at) + (mode === "background" ? -DAY_MS : DAY_MS));
  return { [mode === "background" ? "to" : "from"]: isoDay(aside) };
}

/* The draft goes in the body of a POST, to this address alone. */
function ask(subject: Subject, parameters: RelatedParameters, signal: AbortSignal): Promise<RelatedAnswer> {
  if ("draft" in subject) return api().relatedTo({ text: subject.draft, ...parameters }, { signal });
  return api().related(subject.story.id, parameters, { signal });
}

async function related(subject: Subject, mode: Mode, signal: AbortSignal): Promise<RelatedAnswer> {
  const fields = "id,url,title,source,published_at,published_at_jalali,score,highlight,duplicates";
  const parameters = { mode, ...span(subject, mode), limit: HITS, fields, highlight: "ranges", "snippet.count": 0 } as const;
  try {
    return await ask(subject, { ...parameters, explain: true }, signal);
  } catch (error) {
    // A key that sees a part of the articles is told no parts of scores.
    if (hasCode(error, "not_for_filter")) return ask(subject, parameters, signal);
    throw error;
  }
}

interface Column {
  name: string;
  title: TextName;
  none: TextName;
  /** Cards, what to say in place of them, and what was found for the time line. */
  load(signal: AbortSignal): Promise<{ cards: HTMLElement[]; note?: string; hits: Hit[] }>;
}

function relatedColumn(subject: Subject, mode: Mode): Column {
  return {
    name: mode,
    title: `desk.${mode}`,
    none: `desk.${mode}_none`,
    async load(signal) {
      const { hits, query } = await related(subject, mode, signal);
      const warning = query.warnings[0];
      const note = warning && (warning.code === "undated" ? text("desk.undated") : lang === "fa" ? warning.detail_fa : warning.detail);
      const own = hits as Hit[];
      return { cards: own.map(hitCard), hits: own, ...(note ? { note } : {}) };
    },
  };
}

function copiesColumn(id: string): Column {
  return {
    name: "copies",
    title: "desk.copies",
    none: "desk.copies_none",
    async load(signal) {
      const { duplicates } = await api().duplicates(id, { limit: COPIES }, { signal });
      return { cards: duplicates.map(copyCard), hits: [] };
    },
  };
}

/* What was published of a draft already: as old as may be. */
function publishedColumn(subject: Subject): Column {
  return {
    name: "copies",
    title: "desk.published",
    none: "desk.published_none",
    async load(signal) {
      const fields = "id,url,title,source,published_at,published_at_jalali,score,duplicates";
      const { copies } = await ask(subject, { limit: HITS, fields }, signal);
      const own = (copies ?? []) as Hit[];
      return { cards: own.map(hitCard), hits: [] };
    },
  };
}

/* What is written now has no follow-ups yet. */
function columnsOf(subject: Subject): Column[] {
  if ("draft" in subject) return [relatedColumn(subject, "background"), relatedColumn(subject, "sameday"), publishedColumn(subject)];
  const modes: Mode[] = ["background", "sameday", "followup"];
  return [...modes.map((mode) => relatedColumn(subject, mode)), copiesColumn(subject.story.id)];
}

async function fillColumn(section: HTMLElement, column: Column, signal: AbortSignal): Promise<Hit[]> {
  const heading = h("h3", { id: `column-${column.name}` }, text(column.title));
  section.replaceChildren(heading, loading());
  try {
    const { cards, note, hits } = await column.load(signal);
    if (cards.length > 0) heading.append(" ", h("span", { class: "count" }, number(cards.length)));
    const list = cards.length > 0 ? h("ul", { class: "cards" }, cards) : h("p", { class: "none" }, note ?? text(column.none));
    section.replaceChildren(heading, list);
    return hits;
  } catch (error) {
    if (!isAborted(error)) section.replaceChildren(heading, trouble(error, () => void fillColumn(section, column, signal)));
    return [];
  }
}

/** The columns, put into place; resolves to what was found, when all have come. */
export async function showColumns(place: HTMLElement, subject: Subject, signal: AbortSignal): Promise<Hit[]> {
  const columns = columnsOf(subject);
  const sections = columns.map(({ name }) => h("section", { class: `column of-${name}`, "aria-labelledby": `column-${name}` }));
  place.replaceChildren(...sections);
  const found = await Promise.all(columns.map((column, i) => fillColumn(sections[i] as HTMLElement, column, signal)));
  return found.flat();
}
