// The sheet of the shadow: a constructed one, since a page's policy may forbid <style>; an element in browsers before 2023.
import css from "./widget.css";

let sheet: CSSStyleSheet | null | undefined;

function constructed(): CSSStyleSheet | null {
  try {
    const made = new CSSStyleSheet();
    made.replaceSync(css);
    return made;
  } catch {
    return null;
  }
}

export function dress(root: ShadowRoot): void {
  sheet ??= constructed();
  if (sheet && "adoptedStyleSheets" in root) {
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const style = document.createElement("style");
  style.textContent = css;
  root.append(style);
}
