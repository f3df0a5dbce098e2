// Days of the calendar that the page's language has: Jalali in Persian, Gregorian in English. A day is a Date at noon UTC, so
// that no summer time moves it.
import { jalaaliMonthLength, toGregorian, toJalaali } from "jalaali-js";
import { isoDay } from "../shared/dates";
import { lang } from "../shared/texts";

export interface Day {
  year: number;
  month: number; // 1-12
  day: number;
}

const isJalali = lang === "fa";
const DAY_MS = 86_400_000;
const LOCALE = isJalali ? "fa-IR-u-ca-persian" : "en-GB";

export function dateOf({ year, month, day }: Day): Date {
  const { gy, gm, gd } = isJalali ? toGregorian(year, month, day) : { gy: year, gm: month, gd: day };
  return new Date(Date.UTC(gy, gm - 1, gd, 12));
}

export function dayOf(date: Date): Day {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  if (!isJalali) return { year, month, day };
  const { jy, jm, jd } = toJalaali(year, month, day);
  return { year: jy, month: jm, day: jd };
}

/** The day that it is in Tehran. */
export function today(): Day {
  return dayOf(new Date(`${isoDay(new Date())}T12:00:00Z`));
}

export function monthLength({ year, month }: Day): number {
  return isJalali ? jalaaliMonthLength(year, month) : new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export function addDays(day: Day, n: number): Day {
  return dayOf(new Date(dateOf(day).getTime() + n * DAY_MS));
}

/** The same day of another month, or its last where it has no such day. */
export function addMonths({ year, month, day }: Day, n: number): Day {
  const months = year * 12 + (month - 1) + n;
  const there = { year: Math.floor(months / 12), month: (((months % 12) + 12) % 12) + 1, day: 1 };
  return { ...there, day: Math.min(day, monthLength(there)) };
}

/** 0 for the first day of the week: Saturday in Persian, Monday in English. */
export function weekday(day: Day): number {
  return (dateOf(day).getUTCDay() + (isJalali ? 1 : 6)) % 7;
}

export function weekdayNames(form: "narrow" | "long"): string[] {
  const names = new Intl.DateTimeFormat(LOCALE, { weekday: form, timeZone: "UTC" });
  const saturday = Date.UTC(2024, 0, isJalali ? 6 : 8, 12);
  return Array.from({ length: 7 }, (_, i) => names.format(new Date(saturday + i * DAY_MS)));
}

export function monthName(day: Day): string {
  const parts = new Intl.DateTimeFormat(LOCALE, { month: "long", year: "numeric", timeZone: "UTC" }).formatToParts(dateOf(day));
  return ["month", "year"].map((type) => parts.find((part) => part.type === type)?.value).join(" ");
}

export function dayName(day: Day): string {
  return new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(dateOf(day));
}

export function same(a: Day, b: Day): boolean {
  return a.year === b.year && a.month === b.month && a.day === b.day;
}

export function compare(a: Day, b: Day): number {
  return a.year - b.year || a.month - b.month || a.day - b.day;
}

/** As the fields are typed: «۱۴۰۵/۰۸/۱۲», "2026-11-03"; without a day, of the whole month. */
export function typed({ year, month, day }: Day, wholeMonth = false): string {
  const parts = [String(year), String(month).padStart(2, "0"), ...(wholeMonth ? [] : [String(day).padStart(2, "0")])];
  const plain = parts.join(isJalali ? "/" : "-");
  return isJalali ? plain.replace(/\d/g, (digit) => String.fromCharCode(0x6f0 + Number(digit))) : plain;
}

/** What a field says, if it is a day, a month or a year of the calendar; else null. Digits of three scripts. */
export function read(value: string): Day | null {
  const plain = value.replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0)).replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660));
  const found = /^\s*(\d{4})(?:[/-](\d{1,2}))?(?:[/-](\d{1,2}))?\s*$/.exec(plain);
  if (!found) return null;
  const day = { year: Number(found[1]), month: Number(found[2] ?? 1), day: Number(found[3] ?? 1) };
  const isOurs = isJalali ? day.year >= 1200 && day.year < 1500 : day.year >= 1900 && day.year <= 2100;
  return isOurs && day.month >= 1 && day.month <= 12 && day.day >= 1 && day.day <= monthLength(day) ? day : null;
}
