// What tests of hostile texts share: a page in which injected code would run and be noticed, and looks at what became of a document.
import assert from "node:assert/strict";
import { openPage } from "./harness.mjs";

export const count = { checks: 0 };

export function check(good, what, detail = "") {
  count.checks++;
  assert.ok(good, `${what} ${typeof detail === "string" ? detail : JSON.stringify(detail)}`);
}

/** A page without the policy that would hide an injection: what gets in, runs. page.clean(what) says that nothing did. */
export async function openTrap(browser, base, options = {}) {
  const page = await openPage(browser, base, { bypassCSP: true, ...options });
  const dialogs = [], failed = [];
  page.on("dialog", (dialog) => (dialogs.push(dialog.message()), dialog.dismiss()));
  page.on("request", (request) => !/^(https?:\/\/(127\.0\.0\.1|localhost)[:/]|blob:|data:font)/.test(request.url()) && failed.push(request.url()));
  await page.addInitScript(() => {
    window.xssRuns = [];
    window.__xss = (what) => window.xssRuns.push(String(what));
  });
  page.clean = async (what) => {
    const seen = await page.evaluate(look);
    check(seen.runs.length === 0, `${what}: a script ran`, seen.runs);
    check(seen.marked.length === 0, `${what}: text became markup`, seen.marked);
    check(seen.bad.length === 0, `${what}: what no page has`, seen.bad);
    check(!seen.polluted, `${what}: all objects have a new member`);
    check(dialogs.length === 0, `${what}: a dialog`, dialogs);
    check(failed.length === 0, `${what}: asked elsewhere`, failed);
    return seen;
  };
  return page;
}

// Runs in the browser: of the page that is open, or of a text that is parsed as one without running it.
function look(text) {
  const type = /^<\?xml/.test(text ?? "") ? "text/xml" : "text/html";
  const root = text === undefined ? document : new DOMParser().parseFromString(text, type);
  const all = [...root.querySelectorAll("*")];
  // Roots of custom elements that are open; the widget's are.
  for (const one of all) if (one.shadowRoot) all.push(...one.shadowRoot.querySelectorAll("*"));
  const ours = (address) => /^(\/(?![/\\])|[#?]|https?:\/\/)/.test(address);
  const bad = (one) =>
    (type === "text/html" && /^(base|iframe|object|embed|applet|math|plaintext|marquee|video)$/.test(one.localName)) ||
    (one.localName === "script" && (one.textContent !== "" || !/^(http:\/\/127\.0\.0\.1:\d+)?\/(assets\/|sarnakh-search\.js$)/.test(one.getAttribute("src") ?? ""))) ||
    [...one.attributes].some(({ name, value }) => /^on|^srcdoc$|^http-equiv$/.test(name) || (/^(href|src|action|formaction|xlink:href)$/.test(name) && type === "text/html" && !ours(value)));
  return {
    runs: window.xssRuns ?? [],
    marked: all.filter((one) => one.localName === "xss" || one.hasAttribute("xss")).map((one) => one.outerHTML.slice(0, 200)),
    bad: all.filter(bad).map((one) => one.outerHTML.slice(0, 200)),
    broken: root.querySelector("parsererror")?.textContent ?? null,
    polluted: {}.xss !== undefined,
    links: [...root.querySelectorAll("link")].map((one) => one.textContent || one.getAttribute("href")),
    text: root.documentElement.textContent + all.filter((one) => one.shadowRoot).map((one) => one.shadowRoot.textContent),
    value: root.querySelector('input[name="q"]')?.value ?? null,
  };
}

/** What became of answers, parsed by the browser's own parser in a page that is open; all at once. texts: text by what it is. */
export async function parsed(page, texts) {
  const all = await page.evaluate(`(() => {const look = ${look}; return ${JSON.stringify(Object.values(texts))}.map(look)})()`);
  for (const [i, what] of Object.keys(texts).entries()) {
    check(all[i].marked.length === 0, `${what}: text became markup`, all[i].marked);
    check(all[i].bad.length === 0, `${what}: what no page has`, all[i].bad);
    check(all[i].broken === null, `${what}: not well-formed`, all[i].broken ?? "");
  }
  return all;
}

/** As it can be seen: control characters are blanks, and blanks are one. */
export function shown(text) {
  return text.replace(/[\u0000-\u0020\u007f]+/g, " ").trim();
}

export function escape(text) {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Articles into a running service: what it says of each. */
export async function put(base, articles, key) {
  const body = articles.map((one) => JSON.stringify(one)).join("\n") + "\n";
  const answer = await fetch(base + "/v1/articles:bulk", { method: "POST", body, headers: { "X-Api-Key": key } });
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()).items;
}

export const ask = (base, path, params) => fetch(base + path + "?" + new URLSearchParams(params));

// What people wrote; names of states, times and numbers stay, or a page would say that it does not understand them.
const WRITTEN = /[^\x00-\x7f]|\s|^https?:/;
const DATE = /^[\d۰-۹]{4}[-/]/;

/** An answer of the API with a hostile text in place of each text: the n-th is texts[from + n]. {value, n} */
export function poisoned(value, texts, from) {
  let n = 0;
  const turn = (one, key) => {
    if (Array.isArray(one)) return one.map((item) => turn(item, key));
    if (one !== null && typeof one === "object") return Object.fromEntries(Object.entries(one).map(([name, item]) => [name, turn(item, name)]));
    const written = typeof one === "string" && !DATE.test(one) && (WRITTEN.test(one) || /^(source|id|name|text|q)$/.test(key));
    return written ? texts[(from + n++) % texts.length] : one;
  };
  return { value: turn(value, ""), n };
}

/** Answers of the API to this page are poisoned from now on. {n}: how many texts have been put in */
export async function poison(page, texts, from) {
  const done = { n: 0 };
  await page.route(/\/v1\//, async (route) => {
    const response = await route.fetch();
    const json = await response.json().catch(() => null);
    if (json === null) return route.fulfill({ response });
    const { value, n } = poisoned(json, texts, from + done.n);
    done.n += n;
    return route.fulfill({ response, json: value });
  });
  return done;
}
