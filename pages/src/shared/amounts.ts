// Amounts as people read them.
import { lang, number, text } from "./texts";

function tenths(value: number): string {
  return number(Math.round(value * 10) / 10);
}

export function bytes(n: number): string {
  return n >= 1e9 ? text("status.gigabytes", { n: tenths(n / 1e9) }) : text("status.megabytes", { n: tenths(n / 1e6) });
}

/** To three digits: 4.02 ms, 41 ms. */
export function milliseconds(n: number): string {
  return text("status.ms", { n: number(Number(n.toPrecision(3))) });
}

export function duration(seconds: number): string {
  if (seconds < 90) return text("status.seconds", { n: number(Math.round(seconds)) });
  if (seconds < 5400) return text("status.minutes", { n: number(Math.round(seconds / 60)) });
  return text("status.hours", { n: tenths(seconds / 3600) });
}

export function percent(share: number): string {
  return text("page.percent", { n: tenths(share * 100) });
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [["year", 31_557_600], ["month", 2_629_800], ["day", 86_400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** "۳ روز پیش", "3 days ago". */
export function ago(at: Date): string {
  const seconds = (at.getTime() - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(lang === "fa" ? "fa" : "en", { numeric: "auto" }).format(Math.round(seconds / size), unit);
}
