// The histogram of the time as a range: dragged with pointer or finger, moved with the keys of two sliders
// (https://www.w3.org/WAI/ARIA/apg/patterns/slider-multithumb/). Its bars are links where there is no script.
import { h } from "../shared/dom";
import { text } from "../shared/texts";
import { visit } from "./navigate";

const PAGE = 5; // bars that Page Up and Page Down go

interface Bar {
  element: HTMLElement;
  value: string; // as from= and to= take it
  label: string;
}

/** This search within dates. */
function addressWithin(from: string, to: string): string {
  const asked = new URLSearchParams(location.search);
  for (const name of ["offset", "cursor"]) asked.delete(name);
  asked.set("from", from);
  asked.set("to", to);
  return `/?${asked}`;
}

class Range {
  private first = 0;
  private last: number;
  private dragged: number | null = null; // the bar that the pointer went down on
  private readonly thumbs: [HTMLElement, HTMLElement];
  private readonly show = h("button", { type: "button", class: "show-range", onclick: () => this.ask() }, [text("search.apply")]);

  constructor(private readonly list: HTMLElement, private readonly bars: Bar[]) {
    this.last = bars.length - 1;
    this.thumbs = [this.thumb("facet.drag_from", 0), this.thumb("facet.drag_to", 1)];
    const box = h("div", { class: "range", role: "group", "aria-label": text("facet.drag") });
    list.replaceWith(box);
    list.setAttribute("aria-hidden", "true");
    for (const link of list.querySelectorAll("a")) link.tabIndex = -1;
    box.append(list, ...this.thumbs);
    box.parentElement?.append(this.show);
    this.listen(box);
    this.draw();
  }

  private thumb(name: "facet.drag_from" | "facet.drag_to", which: 0 | 1): HTMLElement {
    return h("span", { class: "thumb", role: "slider", tabindex: 0, "aria-label": text(name), "aria-valuemin": 0,
                       "aria-valuemax": this.bars.length - 1, onkeydown: (event) => this.key(event as KeyboardEvent, which) });
  }

  private listen(box: HTMLElement): void {
    box.addEventListener("pointerdown", (event) => this.press(event, box));
    box.addEventListener("pointermove", (event) => this.drag(event));
    box.addEventListener("pointerup", () => this.release());
    box.addEventListener("pointercancel", () => this.reset());
    box.addEventListener("click", (event) => event.preventDefault()); // of a bar's link: the pointer has done it
    box.addEventListener("dragstart", (event) => event.preventDefault());
  }

  private draw(): void {
    const n = this.bars.length, whole = this.first === 0 && this.last === n - 1;
    this.bars.forEach(({ element }, i) => element.classList.toggle("out", i < this.first || i > this.last));
    [this.first, this.last].forEach((at, which) => {
      const thumb = this.thumbs[which as 0 | 1];
      thumb.style.setProperty("inset-inline-start", `${((at + which) * 100) / n}%`);
      thumb.setAttribute("aria-valuenow", String(at));
      thumb.setAttribute("aria-valuetext", this.bars[at]?.label ?? "");
    });
    const ends = this.list.closest(".months")?.querySelectorAll(".ends span") ?? [];
    [this.first, this.last].forEach((at, which) => ends[which]?.replaceChildren(this.bars[at]?.label.replace(/:[^:]*$/, "") ?? ""));
    this.show.classList.toggle("idle", whole);
    this.show.disabled = whole;
  }

  private barAt(x: number): number {
    const { left, width } = this.list.getBoundingClientRect();
    const part = Math.min(Math.max((x - left) / width, 0), 0.9999);
    const isRtl = getComputedStyle(this.list).direction === "rtl";
    return Math.floor((isRtl ? 0.9999 - part : part) * this.bars.length);
  }

  /** A thumb drags its own end, all else a new range. */
  private press(event: PointerEvent, box: HTMLElement): void {
    if (event.button !== 0) return;
    const which = this.thumbs.indexOf(event.target as HTMLElement);
    this.dragged = which === 0 ? this.last : which === 1 ? this.first : this.barAt(event.clientX);
    box.setPointerCapture(event.pointerId);
    if (which < 0) this.drag(event);
  }

  private drag(event: PointerEvent): void {
    if (this.dragged === null) return;
    const at = this.barAt(event.clientX);
    this.first = Math.min(at, this.dragged);
    this.last = Math.max(at, this.dragged);
    this.draw();
  }

  private release(): void {
    if (this.dragged === null) return;
    this.dragged = null;
    this.ask();
  }

  private reset(): void {
    this.dragged = null;
    this.first = 0;
    this.last = this.bars.length - 1;
    this.draw();
  }

  private key(event: KeyboardEvent, which: 0 | 1): void {
    const isRtl = getComputedStyle(this.list).direction === "rtl";
    const at = which === 0 ? this.first : this.last;
    const steps: Record<string, number> = {
      ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1, ArrowUp: 1, ArrowDown: -1,
      PageUp: PAGE, PageDown: -PAGE, Home: -this.bars.length, End: this.bars.length,
    };
    const step = steps[event.key];
    if (event.key === "Enter") this.ask();
    else if (event.key === "Escape") this.reset();
    else if (step === undefined) return;
    else this.move(which, at + step);
    event.preventDefault();
  }

  private move(which: 0 | 1, to: number): void {
    if (which === 0) this.first = Math.min(Math.max(to, 0), this.last);
    else this.last = Math.max(Math.min(to, this.bars.length - 1), this.first);
    this.draw();
  }

  private ask(): void {
    const from = this.bars[this.first], to = this.bars[this.last];
    if (from && to) void visit(addressWithin(from.value, to.value));
  }
}

export function dragDatesIn(main: HTMLElement): void {
  const list = main.querySelector<HTMLElement>(".bars");
  if (list === null) return;
  const bars = [...list.children].map((element) => {
    const { value = "", label = "" } = (element as HTMLElement).dataset;
    return { element: element as HTMLElement, value, label };
  });
  if (bars.length > 1) new Range(list, bars);
}
