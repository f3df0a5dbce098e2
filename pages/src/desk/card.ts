// An article as one of a column: what it is, why it is there, and what can be done with it.
import { copyButton } from "../shared/copy";
import { moment } from "../shared/dates";
import { h, webAddress, type Child } from "../shared/dom";
import { lang, number, text } from "../shared/texts";
import { addressOf } from "./address";
import { citation, link } from "./citation";
import { daysOf, distance, reasons } from "./reasons";
import { markedTitle } from "./titles";
import type { Copy } from "../shared/client";
import type { Hit, Reference } from "./types";

/** Its source, and when. */
export function about(article: Reference, more: Child[] = []): HTMLElement {
  const when = moment(article.published_at, article.published_at_jalali);
  return h("p", { class: "about" }, [
    article.source !== null && h("span", { class: "source" }, h("bdi", {}, article.source)),
    when !== "" && h("time", { datetime: article.published_at }, when),
    ...more,
  ]);
}

/** Copying, of any article. */
export function copyButtons(article: Reference): HTMLElement[] {
  return [
    copyButton(text("desk.copy_link"), article.title, () => link(article)),
    copyButton(text("desk.copy_cite"), article.title, () => citation(article, lang)),
  ];
}

/* Other houses are not told that the newsroom looks at their stories: noreferrer. */
function card(article: Reference, title: Child[], more: Child[], why: Child): HTMLElement {
  const href = webAddress(article.url);
  const name = h("bdi", {}, title);
  return h("li", {}, h("article", { class: "card" }, [
    h("h4", {}, href ? h("a", { href, rel: "noreferrer" }, name) : name),
    about(article, more),
    why,
    h("p", { class: "tools" }, [
      h("a", { href: addressOf({ id: article.id }) }, [text("desk.pick_this"), h("span", { class: "hidden" }, ` ${article.title}`)]),
      ...copyButtons(article),
    ]),
  ]));
}

export function hitCard(hit: Hit): HTMLElement {
  const away = distance(daysOf(hit));
  const copies = hit.duplicates?.count ?? 0;
  const more = [
    away !== null && h("span", {}, away),
    copies > 0 && h("span", {}, text("desk.stands_for", { n: number(copies) })),
  ];
  return card(hit, markedTitle(hit), more, reasons(hit));
}

export function copyCard(copy: Copy): HTMLElement {
  const alike = copy.same_text ? text("desk.same_text") : text("desk.similar", { n: number(Math.round(copy.similarity * 100)) });
  const words = [alike, copy.is_representative && text("desk.first_one")].filter((word) => word !== false);
  const why = h("ul", { class: "words" }, words.map((word) => h("li", {}, word)));
  return card(copy, [copy.title], [], why);
}
