// When an article was published, as its reader would say it.
import { clock, longDay } from "./dates";
import type { Lang } from "./texts";

const MINUTE_MS = 60_000, HOUR_MS = 60 * MINUTE_MS, DAY_MS = 24 * HOUR_MS;

/** «۳ ساعت پیش» of the last day, else «۱۱ شهریور ۱۴۰۵»; published: RFC 3339, or a date where no time is known. */
export function whenOf(published: string, lang: Lang, now = Date.now()): string {
  const at = new Date(published), age = now - at.getTime();
  if (!published.includes("T") || age < 0 || age >= DAY_MS) return longDay(at, lang);
  const relative = new Intl.RelativeTimeFormat(lang);
  return age < HOUR_MS ? relative.format(-Math.floor(age / MINUTE_MS), "minute") : relative.format(-Math.floor(age / HOUR_MS), "hour");
}

/** To the minute: «۱۱ شهریور ۱۴۰۵ ۱۱:۳۰». */
export function exactlyWhen(published: string, lang: Lang): string {
  const at = new Date(published);
  return published.includes("T") ? `${longDay(at, lang)} ${clock(at, lang)}` : longDay(at, lang);
}
