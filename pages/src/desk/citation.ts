// How an article is cited: «تیتر»، رسانه، ۳۰ آبان ۱۴۰۵. https://…
import type { Copied } from "../shared/copy";
import { longDay } from "../shared/dates";
import { webAddress } from "../shared/dom";
import { textsIn, type Lang } from "../shared/texts";
import { addressOf } from "./address";
import type { Reference } from "./types";

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

function escape(value: string): string {
  return value.replace(/[&<>"']/g, (letter) => ENTITIES[letter] ?? letter);
}

/** Its own address, or where it lies on the desk. */
export function linkOf(article: Reference): string {
  return webAddress(article.url) ?? new URL(addressOf({ id: article.id }), location.href).href;
}

export function link(article: Reference): Copied {
  const address = linkOf(article);
  return { plain: address, html: `<a href="${escape(address)}">${escape(article.title)}</a>` };
}

/* Nothing stands between two commas: what an article does not have takes its comma along. */
function sentence(article: Reference, title: string, of: Lang, clean: (value: string) => string): string {
  const date = article.published_at === null ? "" : longDay(new Date(article.published_at), of);
  const said = textsIn(of).text("desk.cite", { title, source: clean(article.source ?? ""), date });
  return said.replace(/[،,] (?=[،,])/g, "").replace(/[،,]\s*$/, "").trim();
}

export function citation(article: Reference, of: Lang): Copied {
  const address = linkOf(article);
  const plain = `${sentence(article, article.title, of, (value) => value)}. ${address}`;
  const title = `<a href="${escape(address)}">${escape(article.title)}</a>`;
  const direction = of === "fa" ? "rtl" : "ltr";
  return { plain, html: `<p dir="${direction}" lang="${of}">${sentence(article, title, of, escape)}.</p>` };
}
