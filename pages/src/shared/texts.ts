// What pages say, from the table that the server reads, too.
import table from "../../texts.json";

export type Lang = "fa" | "en";
export type TextName = keyof typeof table;

export const lang: Lang = document.documentElement.lang === "en" ? "en" : "fa";

/** The text of a name in the page's language; {n} and its like are filled. */
export function text(name: TextName, fills: Record<string, string> = {}): string {
  return table[name][lang].replace(/\{([a-z]+)\}/g, (hole, key: string) => fills[key] ?? hole);
}

/** A number as the language writes it: ۱٬۲۴۳ or 1,243. */
export function number(value: number): string {
  return value.toLocaleString(lang === "fa" ? "fa-IR" : "en");
}
