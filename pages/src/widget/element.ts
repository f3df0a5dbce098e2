// <sarnakh-search endpoint="https://search.example" key="sarnakh_…">: a field with suggestions, and what it finds, in a
// shadow of its own. docs/widget.md is its manual.
import { Sarnakh } from "../shared/client";
import { attachCombobox, type Suggestion } from "../shared/combobox";
import { webAddress } from "../shared/dom";
import { textsIn, type Texts } from "../shared/texts";
import type { Hit } from "../shared/api";
import { errorOf, resultsOf, totalOf, type Shown, type WidgetText } from "./results";
import { attributes, settingsOf, type Settings } from "./settings";
import { dress } from "./style";
import { viewOf, type View } from "./view";

const FIELDS = "id,url,title,lead,source,published_at,highlight,duplicates";
const SUGGESTIONS = 8;

/** Where the script came from is where the service is, unless the element says otherwise. */
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : "";
const origin = script === "" ? "" : new URL(".", script).href;

export class SarnakhSearch extends HTMLElement {
  static readonly observedAttributes = attributes;
  private readonly root = this.attachShadow({ mode: "open" });
  private settings!: Settings;
  private texts!: Texts<WidgetText>;
  private news!: Sarnakh;
  private view: View | null = null;
  private asked = "";
  private running: AbortController | null = null;
  private isStale = false;

  connectedCallback(): void {
    addEventListener("popstate", this.onPop);
    if (this.view === null) this.build();
    const q = this.questionOfPage();
    if (q !== "" && this.asked === "") this.ask(q);
  }

  disconnectedCallback(): void {
    removeEventListener("popstate", this.onPop);
    this.running?.abort();
  }

  /** Frameworks set one attribute after the other: they are read once, when all are there. */
  attributeChangedCallback(): void {
    if (this.view === null || this.isStale) return;
    this.isStale = true;
    queueMicrotask(() => {
      this.isStale = false;
      const { value } = this;
      this.build();
      this.value = value;
      if (this.asked !== "") this.ask(this.asked);
    });
  }

  /** What stands in the field. */
  get value(): string {
    return this.view?.input.value ?? "";
  }
  set value(text: string) {
    if (this.view) this.view.input.value = text;
  }

  /** Search for it as if it had been typed. */
  search(q: string): void {
    this.value = q;
    const action = this.getAttribute("action"), param = this.getAttribute("param");
    if (action !== null) {
      const address = new URL(action, document.baseURI);
      address.searchParams.set(param ?? "q", q);
      if (webAddress(address.href) !== null) location.assign(address);
      return;
    }
    if (param !== null && this.questionOfPage() !== q) {
      const address = new URL(location.href);
      address.searchParams.set(param, q);
      history.pushState(history.state, "", address);
    }
    this.ask(q);
  }

  private build(): void {
    this.settings = settingsOf(this);
    const texts = (this.texts = textsIn(this.settings.lang));
    const key = this.getAttribute("public-key") ?? this.getAttribute("key"); // React keeps "key" for itself
    this.news = new Sarnakh({ endpoint: this.getAttribute("endpoint") ?? origin, ...(key ? { publicKey: key } : {}) });
    const label = this.getAttribute("label") ?? texts.text("widget.label");
    this.view = viewOf(texts, label, this.getAttribute("placeholder") ?? texts.text("widget.placeholder"));
    this.root.replaceChildren(this.view.box);
    dress(this.root);
    this.listen(this.view);
  }

  private listen(view: View): void {
    view.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (view.input.value.trim() !== "") this.search(view.input.value);
    });
    if (this.getAttribute("suggestions") === "off") return;
    attachCombobox(view.input, {
      suggest: (q, signal) => this.news.suggest({ q, limit: SUGGESTIONS }, { signal }),
      texts: this.texts,
      onChoose: (one) => void this.choose(one),
    });
  }

  /** What the address of the page (param) or else the attribute q asks. */
  private questionOfPage(): string {
    const param = this.getAttribute("param");
    const asked = param === null ? null : new URLSearchParams(location.search).get(param);
    return asked ?? this.getAttribute("q") ?? "";
  }

  private readonly onPop = (): void => {
    if (this.getAttribute("param") === null || this.getAttribute("action") !== null) return;
    const q = this.questionOfPage();
    if (q !== this.asked) this.ask(q);
  };

  /** False: a listener of the page has taken it over. */
  private tell(name: string, detail: unknown): boolean {
    return this.dispatchEvent(new CustomEvent(`sarnakh:${name}`, { detail, bubbles: true, composed: true, cancelable: true }));
  }

  private async choose(one: Suggestion): Promise<void> {
    const { type, text, id } = one;
    if (!this.tell("choose", { type, text, id: id ?? null, url: null, position: null, q: this.value })) return;
    const article = type === "title" && id !== undefined ? await this.news.article(id, { fields: "url" }).catch(() => null) : null;
    const address = webAddress(article?.url);
    if (address === null) this.search(text);
    else if (this.getAttribute("target") === "_blank") open(address, "_blank", "noopener");
    else location.assign(address);
  }

  private onHit(hit: Hit, position: number, event: Event): void {
    const detail = { type: "article", text: hit.title, id: hit.id, url: hit.url, position, q: this.asked };
    if (!this.tell("choose", detail)) event.preventDefault();
  }

  private ask(q: string, page = 1): void {
    this.value = q;
    this.asked = q;
    this.running?.abort();
    if (q === "") this.clear();
    else if (this.tell("search", { q, page })) void this.fetch(q, page);
  }

  private clear(): void {
    this.view?.total.replaceChildren();
    this.view?.found.replaceChildren();
  }

  private async fetch(q: string, page: number): Promise<void> {
    const controller = (this.running = new AbortController()), { limit, fixed } = this.settings, view = this.view;
    if (!view) return;
    view.found.setAttribute("aria-busy", "true");
    if (view.found.hidden) view.total.replaceChildren(this.texts.text("widget.busy"));
    try {
      const asked = { ...fixed, q, offset: (page - 1) * limit, highlight: "ranges", "snippet.count": 1, fields: FIELDS } as const;
      const answer = await this.news.search(asked, { signal: controller.signal });
      this.show(view, {
        answer, q, page, limit, target: this.getAttribute("target"), texts: this.texts,
        onHit: (hit, position, event) => this.onHit(hit, position, event),
        onPage: (to) => this.turn(to),
        onSearch: (to) => this.search(to),
      });
    } catch (problem) {
      if (controller.signal.aborted) return;
      view.total.replaceChildren();
      view.found.replaceChildren(errorOf(problem, this.texts));
      this.tell("error", { q, problem });
    }
    view.found.hidden = false;
    view.found.removeAttribute("aria-busy");
  }

  private show(view: View, shown: Shown): void {
    view.total.replaceChildren(totalOf(shown));
    view.found.replaceChildren(...resultsOf(shown).filter((one): one is Node => one instanceof Node));
    this.tell("found", { q: shown.q, page: shown.page, total: shown.answer.total.value, request_id: shown.answer.request_id });
    if (!this.turned) return;
    this.turned = false;
    view.total.focus({ preventScroll: true });
    this.scrollIntoView({ block: "start" });
  }

  private turned = false;
  private turn(page: number): void {
    this.turned = true;
    this.ask(this.asked, page);
  }
}
