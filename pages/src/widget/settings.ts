// What the attributes of <sarnakh-search> say.
import type { SearchParameters } from "../shared/api";
import type { Lang } from "../shared/texts";

const FILTERS = ["source", "category", "author", "tag"] as const;
const NUMBERS = ["limit", "max_per_source"] as const;
const WORDS = ["sort", "from", "to", "profile", "freshness", "match", "mode", "collapse"] as const;
const OWN = ["endpoint", "key", "public-key", "lang", "q", "param", "action", "target", "suggestions", "label", "placeholder"] as const;

/** React and templates have trouble with a dot: filter-source is filter.source. */
export const attributes = [...OWN, ...WORDS, ...NUMBERS, ...FILTERS.flatMap((one) => [`filter.${one}`, `filter-${one}`])];

const LIMIT = 10;

export interface Settings {
  lang: Lang;
  limit: number;
  /** what goes with each search */
  fixed: SearchParameters;
}

/** Values of a filter are parted by |, since names of sources and desks have commas. */
function valuesOf(element: Element, filter: string): string[] {
  const given = element.getAttribute(`filter.${filter}`) ?? element.getAttribute(`filter-${filter}`) ?? "";
  return given.split("|").map((one) => one.trim()).filter((one) => one !== "");
}

function langOf(element: Element): Lang {
  const near = element.getAttribute("lang") ?? element.closest("[lang]")?.getAttribute("lang") ?? "fa";
  return near.toLowerCase().startsWith("en") ? "en" : "fa";
}

export function settingsOf(element: Element): Settings {
  const given: Record<string, string | number | string[]> = {};
  for (const name of [...WORDS, ...NUMBERS]) {
    const value = element.getAttribute(name);
    if (value) given[name] = value;
  }
  for (const one of FILTERS) given[`filter.${one}`] = valuesOf(element, one);
  const limit = Number(given.limit ?? LIMIT);
  // The service refuses what is wrong, and says what: nothing is checked twice.
  return { lang: langOf(element), limit: limit > 0 ? limit : LIMIT, fixed: { limit: LIMIT, ...given } as SearchParameters };
}
