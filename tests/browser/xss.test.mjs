// Hostile texts (payloads.mjs) in every place that pages show: nothing runs, nothing becomes markup, everything is seen as it is.
// The policy of the pages is switched off, but for the last test: it is the second fence, and would hide a hole in the first.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startForeign } from "./foreign.mjs";
import { makeIndex, makeKey, openPage, source, startBrowser, startService } from "./harness.mjs";
import { ask, check, count, escape, openTrap, parsed, poison, put, shown } from "./hostile.mjs";
import { addresses, names, texts } from "./payloads.mjs";

const WORD = "زهرآگین"; // in the title of each article of these tests
const LINKED = "نشانی‌آزمایی"; // of those with hostile addresses
const KINDS = Object.entries(texts);
const routes = JSON.parse(readFileSync(join(source, "http", "openapi.json"))).paths;

let service, browser, foreign, key, page, base;
before(async () => {
  const files = {};
  foreign = await startForeign(files);
  const index = makeIndex();
  key = makeKey(index, "admin");
  service = await startService(index, "--log-queries", "--cors-origins", foreign.base);
  base = service.base;
  files["/"] = ["text/html", `<!doctype html><html lang=fa dir=rtl><title>روزنامه</title><script src="${base}/sarnakh-search.js"></script><h1>روزنامه</h1>
                              <sarnakh-search endpoint="${base}" param="q"></sarnakh-search>`];
  browser = await startBrowser();
  page = await openTrap(browser, base);
  const items = await put(base, KINDS.flatMap(([, text], i) => [article(`raw-${i}`, text), article(`text-${i}`, escape(text))]), key);
  // HTML in a text is taken out when it comes in; escaped it is text, and stays. A zero is in no text.
  const refused = items.filter((item) => item.status >= 300);
  assert.ok(refused.length <= 2, JSON.stringify(refused));
});
after(async () => {
  await browser?.close();
  await service?.stop();
  await foreign?.close();
  console.log(`${KINDS.length + addresses.length + names.length} payloads, ${count.checks} checks`);
});

function article(id, text) {
  return { id, title: `${WORD} ${text}`, kicker: text, lead: `${WORD} ${text}`, body: `${WORD} ${text}`, source: text.slice(0, 60), author: [text.slice(0, 60)],
           category: [text.slice(0, 60)], tags: [text.slice(0, 60)], published_at: "1405/06/01", url: "https://n.example/" + id };
}

test("what an article says is text among the results", async () => {
  for (let offset = 0, total = 1; offset < total; offset += 50) {
    const params = { q: WORD, collapse: "none", limit: 50, offset };
    const found = await (await ask(base, "/v1/search", params)).json();
    total = found.total.value;
    assert.ok(total >= KINDS.length, `${total} found`);
    await page.goto(`${base}/?${new URLSearchParams(params)}`);
    const seen = await page.clean(`results from ${offset}`);
    for (const hit of found.hits) check(shown(seen.text).includes(shown(hit.title)), `the title of ${hit.id} is seen`, hit.title);
  }
});

test("what an article says is text on its own page", { skip: !routes["/articles/{id}"] }, async () => {
  for (const [i, [kind]] of KINDS.entries()) {
    const id = `text-${i}`, stored = await (await fetch(`${base}/v1/articles/${id}`)).json();
    if (stored.title === "Not found") continue;
    await page.goto(`${base}/articles/${id}`);
    const seen = await page.clean(`the page of ${kind}`);
    check(shown(seen.text).includes(shown(stored.title)), `${kind}: the title is seen`, stored.title);
  }
});

test("what is asked is text, and stands in the field as it was asked", async () => {
  for (const [kind, text] of KINDS) {
    // With a misspelling, so that it is said what was corrected, too.
    const q = `دولط ${text}`;
    const answer = await page.goto(`${base}/?limit=3&q=${encodeURIComponent(q)}`);
    const seen = await page.clean(`asked for ${kind}`);
    const good = answer.status() === 200 ? shown(seen.value) === shown(q.replace(/[\r\n]/g, "")) : answer.status() === 400;
    check(good, `${kind}: what was typed`, [answer.status(), seen.value]);
  }
});

// Not loaded but parsed, there are so many; each parameter has a third of the texts, q all of them.
test("every parameter of every page with hostile texts", async () => {
  const pages = Object.keys(routes).filter((path) => routes[path].get?.responses["200"]?.content?.["text/html"]);
  const parameters = ["x", ...(routes["/"].get.parameters ?? []).map((one) => one.$ref?.split("/").at(-1) ?? one.name)];
  await page.goto("about:blank");
  for (const path of pages.map((path) => path.replace("{id}", "text-0"))) {
    for (const [n, parameter] of (path === "/" ? parameters : ["q", "lang", "x"]).entries()) {
      const some = KINDS.filter((_, i) => parameter === "q" || i % 3 === n % 3);
      const rest = parameter === "q" || path !== "/" ? {} : { q: "پل", ...(parameter === "limit" ? {} : { limit: 1 }) };
      const bodies = await Promise.all(some.map(async ([, text]) => (await ask(base, path, { ...rest, [parameter]: text })).text()));
      await parsed(page, Object.fromEntries(bodies.map((body, i) => [`${path} ${parameter}=${some[i][0]}`, body])));
    }
  }
});

// Pages that scripts fill: each text of each answer of the API is a hostile one, ids and addresses, too. Enough turns for all of them.
const SCRIPTED = [
  { name: "a story on the desk", route: "/desk", path: "/desk?id=sepidedam-12480" },
  { name: "choices on the desk", route: "/desk", path: "/desk?q=" + encodeURIComponent("پل") },
  { name: "a draft on the desk", route: "/desk", path: "/desk", act: draft },
  { name: "the operations page", route: "/status", path: "/status", act: tiles },
  { name: "an analysis on the operations page", route: "/status", path: "/status", act: analysis },
  { name: "related stories beside a hit", route: "/", path: "/?q=" + encodeURIComponent("پل"), act: related },
  { name: "suggestions", route: "/", path: "/", act: suggestions },
  { name: "the widget's results", route: "/sarnakh-search.js", foreign: true, path: "/?q=" + encodeURIComponent("پل") },
  { name: "the widget's suggestions", route: "/sarnakh-search.js", foreign: true, path: "/", act: suggestions },
];

async function suggestions(page) {
  for (const text of ["پ", "پل", "پل ز", "ش", "شه", "م", "ک", "ن", "ر"]) {
    await page.getByRole("combobox").first().fill(text);
    await page.locator(`[role=listbox][data-q="${text}"] [role=option]`).first().waitFor();
  }
}

async function tiles(page) {
  await Promise.all(["پل", "ژغژغژغ"].map((q) => ask(base, "/v1/search", { q })));
  await page.locator("#panels:not([hidden]) .tiles").waitFor();
}

async function analysis(page) {
  await tiles(page);
  for (const id of ["analysis", "explain"]) {
    const answered = page.waitForResponse(/\/v1\/(analyze|search)/);
    await page.locator(`#${id}-field`).fill("پل <img xss src=x onerror=__xss(1)>");
    await page.locator(`#${id}-form button`).click();
    await answered;
  }
}

async function related(page) {
  for (const link of (await page.locator("a.related").all()).slice(0, 3)) {
    const answered = page.waitForResponse(/\/related/);
    await link.click();
    await answered;
  }
}

async function draft(page) {
  await page.locator("details.draft").evaluate((one) => (one.open = true));
  await page.getByRole("textbox").last().fill("پل دوم زرینه‌آب <img xss src=x onerror=__xss(1)> پس از نوزده ماه به روی مردم مهرسار گشوده شد.");
  const answered = page.waitForResponse(/\/v1\/related/);
  await page.locator("#draft-form button").click();
  await answered;
}

for (const { name, path, act, foreign: elsewhere } of SCRIPTED.filter(({ route }) => routes[route])) {
  test(`what a script shows is text: ${name}`, async () => {
    const all = KINDS.map(([, text]) => text), links = [...all, ...addresses];
    let isSeen = false;
    for (let turn = 0, n = 0; turn < 6 && n < links.length; turn++) {
      const trap = await openTrap(browser, base);
      await trap.addInitScript((held) => sessionStorage.setItem("sarnakh.key", held), key);
      const poured = await poison(trap, links, n);
      await trap.goto((elsewhere ? foreign.base : base) + path);
      await act?.(trap);
      await trap.waitForLoadState("networkidle");
      const seen = await trap.clean(`${name}, turn ${turn}`);
      check(poured.n > 0, `${name}: something was put in`);
      isSeen ||= links.some((text) => shown(seen.text).includes(shown(text)));
      n += poured.n;
      await trap.unrouteAll({ behavior: "ignoreErrors" });
      await trap.context().close();
    }
    check(isSeen, `${name}: texts are seen`);
  });
}

test("texts as ids of paths", async () => {
  for (const [kind, text] of KINDS) {
    for (const path of ["/articles/", "/assets/", "/"]) {
      const answer = await fetch(base + path + encodeURIComponent(text));
      const type = answer.headers.get("content-type") ?? "";
      check(answer.status >= 400, `${path}${kind} is refused`, String(answer.status));
      if (type.startsWith("text/html")) await parsed(page, { [`${path}${kind}`]: await answer.text() });
      else check(/^application\/problem\+json/.test(type), `${path}${kind}: a problem`, type);
    }
  }
});

test("names of parameters, and what stands behind #", async () => {
  for (const name of names) {
    await page.goto(`${base}/?limit=1&q=${encodeURIComponent("پل")}&${encodeURIComponent(name)}=${encodeURIComponent("<img xss src=x onerror=__xss(1)>")}`);
    await page.clean(`a parameter ${name}`);
    await page.goto(`${base}/?limit=1&q=${encodeURIComponent("پل")}#${name}=<img xss src=x onerror=__xss(1)>`);
    await page.clean(`behind #: ${name}`);
  }
});

test("an address that is none of the web is no link", async () => {
  const items = await put(base, addresses.map((url, i) => ({ id: `url-${i}`, title: `${LINKED} ${i}`, url, image_url: url, published_at: "1405/06/01" })), key);
  const taken = items.filter((item) => item.status < 300).length;
  await page.goto(`${base}/?${new URLSearchParams({ q: LINKED, collapse: "none", limit: 50 })}`);
  await page.clean("addresses among the results");
  const links = await page.locator("main a[href]").evaluateAll((all) => all.map((one) => [one.getAttribute("href"), one.protocol, one.host]));
  for (const [href, protocol] of links) check(/^(https?)?:$/.test(protocol), "a link of the web, or of no use", href);
  console.log(`${taken} of ${addresses.length} addresses were taken`);
});

test("feeds of hostile texts are well-formed, and have them as text", async () => {
  await page.goto("about:blank");
  for (const format of ["rss", "atom"]) {
    const of = async (q, limit) => (await ask(base, "/v1/search", { q, collapse: "none", limit, format })).text();
    const bodies = { [format]: await of(WORD, 100), [`${format} of addresses`]: await of(LINKED, 100) };
    for (const [kind, text] of KINDS) bodies[`${format} of ${kind}`] = await of(`${WORD} ${text}`, 1);
    const [all, linked] = await parsed(page, bodies);
    check(all.text.includes(WORD), `${format} has them`);
    for (const link of linked.links) check(/^https?:\/\//.test(link), `${format}: a link of the web`, link);
  }
});

test("with the policy on, none of it is even tried", async () => {
  const fenced = await openPage(browser, base);
  await fenced.goto(`${base}/?${new URLSearchParams({ q: WORD, collapse: "none", limit: 50 })}`);
  for (const [, text] of KINDS.slice(0, 12)) await fenced.goto(`${base}/?q=${encodeURIComponent(text)}`);
  // And it is on: a script in the page does not run, nor does a text become markup.
  const held = await fenced.evaluate(() => {
    const script = document.createElement("script");
    script.append("window.ran = true");
    let refused = false;
    try {
      document.body.append(script);
      document.body.innerHTML = "<b>x</b>";
    } catch {
      refused = true;
    }
    return { ran: window.ran === true, refused };
  });
  assert.deepEqual(held, { ran: false, refused: true });
  assert.deepEqual(fenced.wrong.filter((line) => !/Content Security Policy|TrustedHTML|trusted/i.test(line)), []);
});
