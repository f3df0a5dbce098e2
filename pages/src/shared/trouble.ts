// What a page shows in place of what it could not get.
import { saidOf, wantsKey } from "./ask";
import { h } from "./dom";
import { keyForm } from "./key";
import { text } from "./texts";

/** A form for a key, if that is what is missing; or what went wrong, with a way to try again. */
export function trouble(error: unknown, again: () => void): HTMLElement {
  if (wantsKey(error)) return keyForm(saidOf(error), again);
  return h("div", { class: "trouble", role: "alert" }, [
    h("p", {}, saidOf(error)),
    h("button", { type: "button", onclick: again }, text("page.retry")),
  ]);
}

export function loading(): HTMLElement {
  return h("p", { class: "loading", "aria-busy": "true" }, text("page.loading"));
}
