// Moments as people write them, in Tehran: Jalali in Persian, Gregorian in English.
import { lang, type Lang } from "./texts";

const ZONE = { timeZone: "Asia/Tehran" } as const;

function format(options: Intl.DateTimeFormatOptions, of: Lang = lang): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(of === "fa" ? "fa-IR-u-ca-persian" : "en-GB", { ...ZONE, ...options });
}

/** ۳۰ آبان ۱۴۰۵, 21 November 2026. */
export function longDay(at: Date, of: Lang = lang): string {
  return format({ day: "numeric", month: "long", year: "numeric" }, of).format(at);
}

/** ۳۰ آبان, 21 Nov. */
export function shortDay(at: Date): string {
  return format({ day: "numeric", month: lang === "fa" ? "long" : "short" }).format(at);
}

export function clock(at: Date, of: Lang = lang): string {
  return format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, of).format(at);
}

/** With its time, if there is one: of articles with a day alone the Jalali form of the API has none. */
export function moment(iso: string | null, jalali: string | null): string {
  if (iso === null) return "";
  const at = new Date(iso);
  return jalali?.includes(":") ? `${longDay(at)} ${clock(at)}` : longDay(at);
}

/** 2026-11-21, the day in Tehran. */
export function isoDay(at: Date): string {
  return new Intl.DateTimeFormat("en-CA", { ...ZONE, year: "numeric", month: "2-digit", day: "2-digit" }).format(at);
}
