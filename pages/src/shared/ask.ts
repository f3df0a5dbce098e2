// The API with the key of this tab, if there is one.
import { Sarnakh, SarnakhProblem } from "./client";
import { heldKey } from "./key";
import { lang, text } from "./texts";

export function api(): Sarnakh {
  const key = heldKey();
  return new Sarnakh(key === null ? {} : { key });
}

/** Is another key what it needs? */
export function wantsKey(error: unknown): boolean {
  return error instanceof SarnakhProblem && (error.status === 401 || error.code === "role_needed" || error.code === "forbidden");
}

export function hasCode(error: unknown, code: SarnakhProblem["code"]): boolean {
  return error instanceof SarnakhProblem && error.code === code;
}

/** What went wrong, as its reader reads it: a refusal's own words, or that nothing answered. */
export function saidOf(error: unknown): string {
  if (error instanceof SarnakhProblem) return lang === "fa" ? error.detail_fa : error.detail;
  return text("page.offline");
}

/** Was it only that something newer was asked? */
export function isAborted(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
