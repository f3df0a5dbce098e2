// Which result was chosen, told to the service where it keeps a log of that (docs/api.md, Clicks).

function tell(title: Element): void {
  const list = title.closest<HTMLElement>(".hits[data-clicks]"), item = title.closest("li"), hit = title.closest<HTMLElement>(".hit");
  const query = new URLSearchParams(location.search).get("q");
  if (!list || !item || !hit || !query) return;
  const position = (list as HTMLOListElement).start + [...list.children].indexOf(item);
  const click = { query, id: hit.dataset.id, position, request_id: list.dataset.clicks };
  navigator.sendBeacon("/v1/clicks", new Blob([JSON.stringify(click)], { type: "application/json" }));
}

/** With whatever button: in this page or a new one. */
export function tellClicks(): void {
  for (const kind of ["click", "auxclick"] as const)
    document.addEventListener(kind, (event) => {
      const title = (event.target as Element).closest(".hit a.title");
      if (title && event.button < 2) tell(title);
    });
}
