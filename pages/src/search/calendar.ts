// A calendar for the date fields: the date picker dialog of the ARIA Authoring Practices
// (https://www.w3.org/WAI/ARIA/apg/patterns/dialog-modal/examples/datepicker-dialog/). The fields stay what they are.
import { h } from "../shared/dom";
import { number, text } from "../shared/texts";
import { addDays, addMonths, compare, dayName, monthLength, monthName, read, same, today, typed, weekday, weekdayNames, type Day } from "./days";

const WEEK = 7;

class Calendar {
  private at: Day;
  private readonly heading = h("h2", { "aria-live": "polite", id: "calendar-title" });
  private readonly grid = h("table", { role: "grid", "aria-labelledby": "calendar-title" });
  private readonly dialog: HTMLDialogElement;

  constructor(private readonly field: HTMLInputElement, private readonly fields: HTMLInputElement[]) {
    this.at = read(field.value) ?? today();
    const step = (label: string, sign: string, months: number) =>
      h("button", { type: "button", class: "step", "aria-label": label, onclick: () => this.go(addMonths(this.at, months), false) }, [sign]);
    this.dialog = h("dialog", { class: "calendar", "aria-labelledby": "calendar-title" }, [
      h("div", { class: "months-row" }, [
        step(text("calendar.year_before"), "«", -12), step(text("calendar.month_before"), "‹", -1), this.heading,
        step(text("calendar.month_after"), "›", 1), step(text("calendar.year_after"), "»", 12),
      ]),
      this.grid,
      h("div", { class: "whole-row" }, [
        h("button", { type: "button", class: "plain", onclick: () => this.choose(typed(this.at, true)) }, [text("calendar.whole_month")]),
        h("button", { type: "button", class: "plain", onclick: () => this.choose("") }, [text("calendar.none")]),
        h("button", { type: "button", class: "plain", onclick: () => this.dialog.close() }, [text("calendar.close")]),
      ]),
    ]);
    this.dialog.addEventListener("close", () => this.dialog.remove());
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.grid.addEventListener("keydown", (event) => this.key(event));
    document.body.append(this.dialog);
    this.draw();
    this.dialog.showModal();
    this.focusDay();
  }

  private draw(): void {
    this.heading.textContent = monthName(this.at);
    const names = weekdayNames("narrow"), long = weekdayNames("long");
    const head = h("tr", {}, names.map((name, i) => h("th", { scope: "col", abbr: long[i] }, [name])));
    const first = { ...this.at, day: 1 }, before = weekday(first), n = monthLength(this.at);
    const rows: HTMLElement[] = [];
    for (let begin = -before; begin < n; begin += WEEK)
      rows.push(h("tr", {}, Array.from({ length: WEEK }, (_, i) => this.cell(begin + i + 1, n))));
    this.grid.replaceChildren(h("thead", {}, [head]), h("tbody", {}, rows));
  }

  private cell(of: number, n: number): HTMLElement {
    if (of < 1 || of > n) return h("td", { class: "outside" });
    const day = { ...this.at, day: of }, [from, to] = this.fields.map((field) => read(field.value));
    const within = from && to && compare(from, day) <= 0 && compare(day, to) <= 0;
    const chosen = read(this.field.value);
    return h("td", {
      tabindex: same(day, this.at) ? 0 : -1, "data-day": of, "aria-label": dayName(day),
      "aria-selected": chosen !== null && same(chosen, day) ? "true" : "false",
      "aria-current": same(day, today()) ? "date" : null, class: within ? "within" : null,
      onclick: () => this.choose(typed(day)),
    }, [number(of)]);
  }

  private focusDay(): void {
    this.grid.querySelector<HTMLElement>(`[data-day="${this.at.day}"]`)?.focus();
  }

  private go(to: Day, takesFocus = true): void {
    this.at = to;
    this.draw();
    if (takesFocus) this.focusDay();
  }

  private choose(value: string): void {
    this.field.value = value;
    this.dialog.close();
    this.field.focus();
  }

  private key(event: KeyboardEvent): void {
    const isRtl = getComputedStyle(this.grid).direction === "rtl", column = weekday(this.at);
    const moves: Record<string, () => Day> = {
      ArrowRight: () => addDays(this.at, isRtl ? -1 : 1), ArrowLeft: () => addDays(this.at, isRtl ? 1 : -1),
      ArrowDown: () => addDays(this.at, WEEK), ArrowUp: () => addDays(this.at, -WEEK),
      Home: () => addDays(this.at, -column), End: () => addDays(this.at, WEEK - 1 - column),
      PageUp: () => addMonths(this.at, event.shiftKey ? -12 : -1), PageDown: () => addMonths(this.at, event.shiftKey ? 12 : 1),
    };
    const move = moves[event.key];
    if (move) this.go(move());
    else if (event.key === "Enter" || event.key === " ") this.choose(typed(this.at));
    else return;
    event.preventDefault();
  }
}

export function pickDatesIn(main: HTMLElement): void {
  const fields = [...main.querySelectorAll<HTMLInputElement>('.dates input[name="from"], .dates input[name="to"]')];
  for (const field of fields) {
    const label = field.closest("label");
    if (!label) continue;
    const name = text("calendar.open", { field: label.querySelector("span")?.textContent ?? "" });
    const open = h("button", { type: "button", class: "open-calendar", "aria-label": name, title: name, "aria-haspopup": "dialog",
                               onclick: () => void new Calendar(field, fields) });
    label.after(h("div", { class: "date" }, []));
    const place = label.nextElementSibling;
    place?.append(label, open);
  }
}
