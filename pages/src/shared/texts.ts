// What pages say, from the table that the server reads, too.
import table from "../../texts.json";

export type Lang = "fa" | "en";
export type TextName = keyof typeof table;
export type Fills = Record<string, string>;

/** The same in one language: for what may stand in a page of another. */
export interface Texts<Name extends TextName = TextName> {
  lang: Lang;
  text(name: Name, fills?: Fills): string;
  number(value: number): string;
}

export function textsIn(lang: Lang): Texts {
  return {
    lang,
    text: (name, fills = {}) => table[name][lang].replace(/\{([a-z]+)\}/g, (hole, key: string) => fills[key] ?? hole),
    number: (value) => value.toLocaleString(lang === "fa" ? "fa-IR" : "en"),
  };
}

export const lang: Lang = document.documentElement.lang === "en" ? "en" : "fa";
export const texts = textsIn(lang);

/** The text of a name in the page's language; {n} and its like are filled. */
export const text = texts.text;

/** Digits within a text as the language writes them. */
export function digits(within: string): string {
  return lang === "fa" ? within.replace(/[0-9]/g, (digit) => String.fromCharCode(0x06f0 + Number(digit))) : within;
}

/** A number as the language writes it: ۱٬۲۴۳ or 1,243. */
export const number = texts.number;
