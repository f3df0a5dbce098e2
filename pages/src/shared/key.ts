// A key that a person types stays in this tab: never in an address, never beyond the session.
import { h } from "./dom";
import { text } from "./texts";

const NAME = "sarnakh.key";

export function heldKey(): string | null {
  return sessionStorage.getItem(NAME);
}

export function holdKey(key: string | null): void {
  if (key === null) sessionStorage.removeItem(NAME);
  else sessionStorage.setItem(NAME, key);
}

/** A form for it, with why it is wanted; then() runs when one was given. */
export function keyForm(why: string, then: () => void): HTMLElement {
  const input = h("input", { id: "key", type: "password", autocomplete: "off", required: true, dir: "ltr", "aria-describedby": "key-why key-hint" });
  const submit = (event: Event) => {
    event.preventDefault();
    holdKey(input.value.trim());
    then();
  };
  return h("section", { class: "key", "aria-labelledby": "key-title" }, [
    h("h2", { id: "key-title" }, text("key.title")),
    h("p", { id: "key-why", role: "alert" }, why),
    h("form", { onsubmit: submit }, [
      h("label", { for: "key" }, text("key.label")),
      input,
      h("button", {}, text("key.submit")),
    ]),
    h("p", { id: "key-hint", class: "about" }, text("key.hint")),
  ]);
}

/** A button that drops it; nothing where there is none. */
export function forgetButton(then: () => void): HTMLElement | null {
  if (heldKey() === null) return null;
  const forget = () => {
    holdKey(null);
    then();
  };
  return h("button", { type: "button", class: "quiet", onclick: forget }, text("key.forget"));
}
