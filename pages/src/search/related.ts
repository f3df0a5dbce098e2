// Related stories below a hit, without leaving the list. Without a script the link leads to the page of the article.
import { Sarnakh, type RelatedAnswer } from "../shared/client";
import { h, webAddress } from "../shared/dom";
import { lang, text } from "../shared/texts";
import { whenOf } from "../shared/when";

const news = new Sarnakh();
const HITS = 5;
let panels = 0; // names of elements must differ within a page

type Hit = RelatedAnswer["hits"][number];

function addressOf(hit: Hit): string {
  const ours = `/articles/${encodeURIComponent(hit.id ?? "")}${lang === "en" ? "?lang=en" : ""}`;
  return webAddress(hit.url) ?? ours;
}

function item(hit: Hit): HTMLElement {
  const source = hit.source ? h("bdi", {}, [hit.source]) : null, when = hit.published_at ? whenOf(hit.published_at, lang) : null;
  return h("li", {}, [
    h("a", { href: addressOf(hit), dir: "auto" }, [hit.title || text("hit.no_title")]),
    h("p", { class: "about" }, [source, source && when && " · ", when]),
  ]);
}

function list(answer: RelatedAnswer): HTMLElement {
  if (answer.hits.length === 0) return h("p", { class: "about" }, [text("article.none")]);
  return h("ul", {}, answer.hits.map(item));
}

async function fill(panel: HTMLElement, id: string): Promise<void> {
  panel.setAttribute("aria-busy", "true");
  try {
    panel.replaceChildren(list(await news.related(id, { limit: HITS })));
  } finally {
    panel.removeAttribute("aria-busy");
  }
}

function unfold(link: HTMLAnchorElement, hit: HTMLElement, id: string): void {
  const panel = h("div", { class: "related-panel", id: `related-${++panels}`, hidden: true });
  hit.append(panel);
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
  link.setAttribute("aria-controls", panel.id);
  const toggle = async (event: Event) => {
    event.preventDefault();
    panel.hidden = !panel.hidden;
    link.setAttribute("aria-expanded", String(!panel.hidden));
    if (panel.hidden || panel.hasChildNodes()) return;
    await fill(panel, id).catch(() => location.assign(link.href));
  };
  link.addEventListener("click", (event) => {
    if (event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey) void toggle(event);
  });
  link.addEventListener("keydown", (event) => {
    if (event.key === " ") void toggle(event);
  });
}

export function unfoldRelatedIn(main: HTMLElement): void {
  for (const hit of main.querySelectorAll<HTMLElement>(".hit[data-id]")) {
    const link = hit.querySelector<HTMLAnchorElement>("a.related");
    if (link && hit.dataset.id) unfold(link, hit, hit.dataset.id);
  }
}
