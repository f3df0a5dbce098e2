// A question before what cannot be undone by a click: what will happen, and a way out that has the focus.
import { h } from "./dom";
import { text } from "./texts";

/** True: it is to be done. Escape and leaving are no. */
export function confirmed(title: string, what: string): Promise<boolean> {
  const no = h("button", { value: "", class: "second", autofocus: true }, text("status.dismiss"));
  const dialog = h("dialog", { class: "confirm", "aria-labelledby": "confirm-title", "aria-describedby": "confirm-what" }, [
    h("h2", { id: "confirm-title" }, title),
    h("p", { id: "confirm-what" }, what),
    h("form", { method: "dialog" }, [h("button", { value: "yes" }, text("status.confirm")), no]),
  ]);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    resolve(dialog.returnValue === "yes");
  }));
}
