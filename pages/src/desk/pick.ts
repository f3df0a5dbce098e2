// Stories to choose from: what a search finds, or the big stories of the day.
import { api } from "../shared/ask";
import { h } from "../shared/dom";
import { number, text } from "../shared/texts";
import { addressOf } from "./address";
import { about } from "./card";
import { markedTitle } from "./titles";
import type { Reference } from "./types";

const CHOICES = 12;
const STORIES = 6;

type Choice = Reference & { highlight?: { title: [number, number][] | null } };

function choice(article: Choice, more?: string): HTMLElement {
  return h("li", {}, [
    h("a", { href: addressOf({ id: article.id }) }, h("bdi", {}, markedTitle(article))),
    about(article, more === undefined ? [] : [h("span", {}, more)]),
  ]);
}

/** What is found for q; how many there are. */
export async function showChoices(place: HTMLElement, q: string, signal: AbortSignal): Promise<number> {
  const fields = "id,url,title,source,published_at,published_at_jalali,highlight";
  const parameters = { q, limit: CHOICES, collapse: "duplicates", fields, highlight: "ranges", "snippet.count": 0 } as const;
  const hits = (await api().search(parameters, { signal })).hits as Choice[];
  const list = hits.length > 0
    ? h("ol", { class: "choices" }, hits.map((hit) => choice(hit)))
    : h("p", { class: "none" }, text("desk.pick_none"));
  place.replaceChildren(h("section", { "aria-labelledby": "pick-title" }, [h("h2", { id: "pick-title" }, text("desk.pick_title")), list]));
  return hits.length;
}

/** The big stories of the day, if there are any and the service tells of them. */
export async function showToday(place: HTMLElement, signal: AbortSignal): Promise<void> {
  const { stories } = await api().stories({ limit: STORIES }, { signal });
  if (stories.length === 0) return place.replaceChildren();
  const items = stories.map(({ last, total }) => choice(last, text("search.total", { n: number(total) })));
  place.replaceChildren(h("section", { "aria-labelledby": "pick-title" }, [
    h("h2", { id: "pick-title" }, text("desk.today")),
    h("ol", { class: "choices" }, items),
  ]));
}
