// A field with suggestions under it: the editable combobox with list autocomplete of the ARIA Authoring Practices.
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
import { h, langOf, marked } from "./dom";
import { Suggester, questionOf, type AskSuggestions } from "./suggester";
import type { SuggestAnswer } from "./api";
import type { Texts } from "./texts";

export type Suggestion = SuggestAnswer["suggestions"][number];
export type SuggestText = "suggest.list" | "suggest.count" | "suggest.layout" | "suggest.articles"
  | "suggest.title" | "suggest.tag" | "suggest.name" | "suggest.query";

export interface ComboboxOptions {
  suggest: AskSuggestions;
  texts: Texts<SuggestText>;
  /** One was chosen. The text stands in the field already unless it is a title, which is an article rather than a query. */
  onChoose(suggestion: Suggestion): void;
}

export interface Combobox {
  close(): void;
}

const SAY_AFTER_MS = 400; // a screen reader is told how many there are when the typing rests
let combos = 0; // names of elements must differ within a page

export function attachCombobox(input: HTMLInputElement, options: ComboboxOptions): Combobox {
  const box = new Box(input, options);
  return { close: () => box.close() };
}

class Box {
  private readonly name = `suggest-${++combos}`;
  private readonly list: HTMLUListElement;
  private readonly note = h("p", { class: "suggest-note", part: "suggestions-note", hidden: true });
  private readonly popup: HTMLElement;
  private readonly said = h("span", { class: "hidden", role: "status" });
  private readonly suggester: Suggester;
  private shown: Suggestion[] = [];
  private active = -1;
  private sayTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly input: HTMLInputElement, private readonly options: ComboboxOptions) {
    const { text } = options.texts;
    this.list = h("ul", { id: this.name, role: "listbox", "aria-label": text("suggest.list") });
    this.popup = h("div", { class: "suggest", part: "suggestions", hidden: true }, [this.note, this.list]);
    this.suggester = new Suggester(options.suggest, (answer, q) => this.show(answer, q));
    this.prepareInput();
    this.listen();
    input.after(this.popup, this.said);
  }

  private prepareInput(): void {
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.name,
                         autocomplete: "off", autocapitalize: "off", spellcheck: "false" };
    for (const [name, value] of Object.entries(attributes)) this.input.setAttribute(name, value);
  }

  private listen(): void {
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.input.form?.addEventListener("submit", () => this.close());
    // The field keeps the focus, so that typing goes on behind a click.
    this.popup.addEventListener("pointerdown", (event) => event.preventDefault());
    this.popup.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest("[role=option]");
      if (option) this.choose([...this.list.children].indexOf(option));
    });
  }

  // While an input method composes, too: keyboards of phones do so all the time.
  private typed(): void {
    const q = questionOf(this.input.value);
    if (q === "") this.close();
    else this.suggester.want(q);
  }

  private show(answer: SuggestAnswer, q: string): void {
    const { text } = this.options.texts;
    this.shown = answer.suggestions;
    this.list.dataset.q = q;
    this.note.hidden = answer.layout === null;
    this.note.replaceChildren(answer.layout === null ? "" : text("suggest.layout", { q: answer.layout }));
    this.list.replaceChildren(...this.shown.map((one, n) => this.option(one, n)));
    this.setActive(-1);
    this.setOpen(this.shown.length > 0);
    this.say();
  }

  private option(one: Suggestion, n: number): HTMLElement {
    const { text, number } = this.options.texts;
    const about = one.count !== undefined && (one.type === "tag" || one.type === "name")
      ? `${text(`suggest.${one.type}`)} · ${text("suggest.articles", { n: number(one.count) })}` : text(`suggest.${one.type}`);
    const whole = marked(one.text, one.completed, (piece) => h("b", { part: "suggestion-completed" }, [piece]));
    return h("li", { id: `${this.name}-${n}`, role: "option", class: "suggestion", part: "suggestion", "aria-selected": "false", "data-type": one.type }, [
      h("span", { class: "suggestion-text", part: "suggestion-text", dir: "auto", lang: langOf(one.text) }, whole),
      " ",
      h("span", { class: "suggestion-about", part: "suggestion-about" }, [about]),
    ]);
  }

  private say(): void {
    clearTimeout(this.sayTimer);
    const { text, number } = this.options.texts;
    const count = text("suggest.count", { n: number(this.shown.length) });
    this.sayTimer = setTimeout(() => this.said.replaceChildren(this.isOpen() ? count : ""), SAY_AFTER_MS);
  }

  private isOpen(): boolean {
    return !this.popup.hidden;
  }

  private setOpen(open: boolean): void {
    this.popup.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  close(): void {
    this.suggester.stop();
    this.setActive(-1);
    this.setOpen(false);
    this.say();
  }

  private setActive(n: number): void {
    const from = this.list.children[this.active], to = this.list.children[n];
    from?.setAttribute("aria-selected", "false");
    from?.setAttribute("part", "suggestion");
    this.active = to ? n : -1;
    if (!to) {
      this.input.removeAttribute("aria-activedescendant");
      return;
    }
    to.setAttribute("aria-selected", "true");
    to.setAttribute("part", "suggestion suggestion-active");
    this.input.setAttribute("aria-activedescendant", to.id);
    to.scrollIntoView({ block: "nearest" });
  }

  private key(event: KeyboardEvent): void {
    // Keys of an input method are its own: Enter takes what it proposes, Escape drops it.
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey) return;
    const take = event.altKey ? this.altKey(event.key) : this.plainKey(event.key);
    if (take) event.preventDefault();
  }

  /** Alt and an arrow open and close the list without moving in it. */
  private altKey(key: string): boolean {
    if (key === "ArrowDown" && !this.isOpen()) this.typed();
    else if (key === "ArrowUp" && this.isOpen()) this.close();
    else return false;
    return true;
  }

  /** True: the key did something here, and does nothing else. */
  private plainKey(key: string): boolean {
    if (!this.isOpen()) {
      if (key === "ArrowDown" || key === "ArrowUp") this.typed();
      return key === "ArrowDown" || key === "ArrowUp";
    }
    const n = this.shown.length;
    if (key === "ArrowDown") this.setActive(this.active + 1 < n ? this.active + 1 : 0);
    else if (key === "ArrowUp") this.setActive(this.active > 0 ? this.active - 1 : n - 1);
    else if (key === "Escape") this.close();
    else if (key === "Enter" && this.active >= 0) this.choose(this.active);
    else return this.otherKey(key);
    return true;
  }

  private otherKey(key: string): boolean {
    if (key === "Tab") {
      if (this.active >= 0) this.fill(this.shown[this.active]);
      this.close();
    } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) {
      this.setActive(-1); // these move in the text again
    }
    return false;
  }

  private fill(one: Suggestion | undefined): void {
    if (!one) return;
    this.input.value = one.text;
    this.input.setSelectionRange(one.text.length, one.text.length);
  }

  private choose(n: number): void {
    const one = this.shown[n];
    if (!one) return;
    if (one.type !== "title") this.fill(one);
    this.close();
    this.options.onChoose(one);
  }
}
