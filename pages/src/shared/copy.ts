// To the clipboard, as text and as HTML, so that it becomes a link in a text editor and stays text elsewhere.
import { h } from "./dom";
import { text } from "./texts";

const FEEDBACK_MS = 2500;

export interface Copied {
  plain: string;
  html?: string;
}

/* The clipboard of the browser is there on https and loopback only; within a copy event it always is. */
function copyByEvent(what: Copied): boolean {
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", what.plain);
    if (what.html !== undefined) event.clipboardData?.setData("text/html", what.html);
    event.preventDefault();
  };
  document.addEventListener("copy", put, { once: true });
  const done = document.execCommand("copy");
  document.removeEventListener("copy", put);
  return done;
}

async function copy(what: Copied): Promise<boolean> {
  const as = (type: string, body: string) => new Blob([body], { type });
  try {
    const items: Record<string, Blob> = { "text/plain": as("text/plain", what.plain) };
    if (what.html !== undefined) items["text/html"] = as("text/html", what.html);
    await navigator.clipboard.write([new ClipboardItem(items)]);
    return true;
  } catch {
    return copyByEvent(what);
  }
}

/** A button that copies, and says on itself that it did. about: of what, for those who do not see what it stands beside. */
export function copyButton(label: string, about: string, what: () => Copied): HTMLElement {
  const said = h("span", { "aria-live": "polite" }, label);
  const button = h("button", { type: "button", class: "quiet" }, [said, h("span", { class: "hidden" }, ` ${about}`)]);
  button.addEventListener("click", async () => {
    const done = await copy(what());
    said.textContent = done ? `✓ ${text("desk.copied")}` : text("desk.copy_failed");
    button.classList.toggle("done", done);
    setTimeout(() => {
      said.textContent = label;
      button.classList.remove("done");
    }, FEEDBACK_MS);
  });
  return button;
}
