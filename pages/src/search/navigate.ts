// Searches, filters, orders and pages change what is in <main> instead of the whole page: the same address is fetched as
// HTML and its <main> put in place. Whatever does not work is a visit as any other.
import { h } from "../shared/dom";
import { text } from "../shared/texts";

type How = "push" | "pop";
type Improve = (main: HTMLElement) => void;

let improve: Improve = () => undefined;
let asked: XMLHttpRequest | null = null;
let shown = location.pathname + location.search;
const said = h("p", { class: "hidden", role: "status" });

export function onPage(does: Improve): void {
  improve = does;
}

/** The page at an address. Null: another was asked for since. An XMLHttpRequest, since the policy of the page lets no text
 *  become markup; this is parsed by the browser, without running anything. */
function fetchPage(address: string): Promise<Document | null> {
  asked?.abort();
  const request = new XMLHttpRequest();
  asked = request;
  return new Promise((resolve, reject) => {
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => resolve(request.responseXML);
    request.onabort = () => resolve(null);
    request.onerror = () => reject(new TypeError("no answer"));
    request.send();
  });
}

function keepPlace(): void {
  history.replaceState({ y: scrollY }, "");
}

function takePart(page: Document, selector: string): void {
  const here = document.querySelector(selector), there = page.querySelector(selector);
  if (here && there) here.replaceWith(document.adoptNode(there));
  else if (there) document.head.append(document.adoptNode(there));
  else here?.remove();
}

function put(page: Document, main: HTMLElement): void {
  document.title = page.title;
  takePart(page, 'link[rel="alternate"]');
  takePart(page, "header.banner");
  document.querySelector("main")?.replaceWith(document.adoptNode(main));
  improve(main);
}

/** Who reads by ear, or by keys, is brought to the results. */
function arrive(main: HTMLElement, y: number): void {
  const heading = main.querySelector<HTMLElement>("h1");
  scrollTo(0, y);
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
  said.textContent = heading?.textContent ?? "";
}

function showTrouble(address: string, how: How): void {
  document.querySelector(".trouble")?.remove();
  const again = h("button", { type: "button", onclick: () => void visit(address, how) }, [text("search.retry")]);
  document.querySelector("main")?.prepend(h("p", { class: "trouble", role: "alert" }, [text("search.offline"), " ", again]));
}

function waiting(is: boolean): void {
  document.documentElement.classList.toggle("loading", is);
  document.querySelector("main")?.toggleAttribute("aria-busy", is);
  if (is) said.textContent = text("search.loading");
}

function pathOf(address: string): string {
  const url = new URL(address, location.href);
  return url.pathname + url.search;
}

/** Show what is at an address of the search page. */
export async function visit(address: string, how: How = "push"): Promise<void> {
  const y = how === "pop" ? Number((history.state as { y?: number } | null)?.y ?? 0) : 0;
  if (how === "push") keepPlace();
  waiting(true);
  try {
    const page = await fetchPage(address);
    if (page === null) return;
    const main = page.querySelector<HTMLElement>("main");
    if (main === null) {
      location.assign(address);
      return;
    }
    if (how === "push" && pathOf(address) !== shown) history.pushState(null, "", address);
    shown = pathOf(address);
    put(page, main);
    waiting(false);
    arrive(main, y);
  } catch {
    waiting(false);
    showTrouble(address, how);
  }
}

/** The address that a form asks for: empty fields are left out of it. */
export function addressOf(form: HTMLFormElement, submitter?: HTMLElement | null): string {
  const asked = new URLSearchParams();
  for (const [name, value] of new FormData(form, submitter)) if (typeof value === "string" && value !== "") asked.append(name, value);
  return `${form.getAttribute("action") ?? "/"}?${asked}`;
}

function isPlainClick(event: MouseEvent): boolean {
  return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.defaultPrevented);
}

function clicked(event: MouseEvent): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>("main a[href]");
  if (link === null || !isPlainClick(event) || link.target !== "" || link.origin !== location.origin || link.pathname !== "/") return;
  event.preventDefault();
  void visit(link.href);
}

function submitted(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (!form.matches("form.search") || event.defaultPrevented) return;
  event.preventDefault();
  void visit(addressOf(form, event.submitter));
}

function went(): void {
  if (pathOf(location.href) === shown) return; // to a place in the page
  if (location.pathname === "/") void visit(location.href, "pop");
  else location.reload();
}

export function followLinks(): void {
  if (location.pathname !== "/") return;
  document.body.append(said);
  history.scrollRestoration = "manual";
  addEventListener("pagehide", keepPlace);
  scrollTo(0, Number((history.state as { y?: number } | null)?.y ?? scrollY));
  document.addEventListener("click", clicked);
  document.addEventListener("submit", submitted);
  addEventListener("popstate", went);
}
