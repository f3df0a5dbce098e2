// The elements of the widget that stay while it is searched.
import { h } from "../shared/dom";
import type { Texts } from "../shared/texts";
import type { WidgetText } from "./results";

export interface View {
  box: HTMLElement;
  form: HTMLFormElement;
  input: HTMLInputElement;
  /** how many were found: said by screen readers */
  total: HTMLElement;
  found: HTMLElement;
}

export function viewOf(texts: Texts<WidgetText>, label: string, placeholder: string): View {
  const input = h("input", { id: "q", name: "q", type: "search", part: "input", dir: "auto", enterkeyhint: "search", placeholder });
  const form = h("form", { class: "search", part: "form", role: "search", "aria-label": label }, [
    h("label", { class: "hidden", for: "q" }, [label]),
    input,
    h("button", { class: "submit", part: "button" }, [texts.text("widget.submit")]),
  ]);
  const total = h("p", { class: "total", part: "total", role: "status", tabindex: -1 });
  const found = h("div", { class: "found", part: "results", role: "region", "aria-label": texts.text("widget.results"), hidden: true });
  const direction = texts.lang === "fa" ? "rtl" : "ltr";
  return { box: h("div", { class: "box", part: "box", lang: texts.lang, dir: direction }, [form, total, found]), form, input, total, found };
}
