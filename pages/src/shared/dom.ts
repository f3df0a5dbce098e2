// Elements made of data: text is text and an attribute an attribute, nothing is ever read as HTML.

export type Child = Node | string | null | undefined | false;
type Listener = (event: Event) => void;
export type Attributes = { readonly [name: string]: string | number | boolean | null | undefined | Listener };

function setAttributes(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.replace(/^on/, ""), value);
    else if (/^(on|style$|srcdoc$)/.test(name)) throw new Error(`${name} as a text would be a script or against the page's policy`);
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
}

function addChildren(element: Element, children: Child | readonly Child[]): void {
  for (const child of Array.isArray(children) ? (children as readonly Child[]) : [children as Child]) if (child !== null && child !== undefined && child !== false && child !== "") element.append(child);
}

/** h("a", { href, onclick: listener }, ["text", h("b", {}, "more")]); true is an empty attribute, null and false none. */
export function h<Tag extends keyof HTMLElementTagNameMap>(tag: Tag, attributes: Attributes = {}, children: Child | readonly Child[] = []): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  addChildren(element, children);
  return element;
}

/** The same for pictures: sizes of bars are attributes of theirs. */
export function svg<Tag extends keyof SVGElementTagNameMap>(tag: Tag, attributes: Attributes = {}, children: Child | readonly Child[] = []): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(element, attributes);
  addChildren(element, children);
  return element;
}

/** An address that a link may have: of an article, so http or https, or null. */
export function webAddress(address: string | null | undefined): string | null {
  if (!address) return null;
  try {
    const url = new URL(address);
    return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
  } catch {
    return null;
  }
}

/** The text in pieces, those of ranges (code points, half-open, in order) made by mark. */
export function marked(whole: string, ranges: readonly (readonly [number, number])[], mark: (piece: string) => Node): Child[] {
  const points = [...whole];
  const children: Child[] = [];
  let at = 0;
  for (const [begin, end] of ranges) {
    if (begin < at || end <= begin) continue;
    children.push(points.slice(at, begin).join(""), mark(points.slice(begin, end).join("")));
    at = end;
  }
  children.push(points.slice(at).join(""));
  return children;
}

/** The attribute lang of a text of the news: screen readers read Persian as Persian on an English page, too. */
export function langOf(text: string): "fa" | null {
  return /[\u0600-\u06ff]/.test(text) ? "fa" : null;
}
