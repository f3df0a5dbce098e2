// axe-core over every page in every state: in both languages, light and dark, on a desk and in a hand. No violation.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { startForeign } from "./foreign.mjs";
import { makeIndex, makeKey, openPage, require, source, startBrowser, startService } from "./harness.mjs";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const LOOKS = {
  desktop: {},
  dark: { colorScheme: "dark", only: ["color-contrast", "link-in-text-block"] }, // nothing else depends on colours
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
};
const BRIDGE = "q=" + encodeURIComponent("پل زرین‌رود");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const routes = JSON.parse(readFileSync(join(source, "http", "openapi.json"))).paths;

/** What a page can be in; act brings it there. A page that the service does not have is skipped. */
const STATES = [
  { name: "first visit", path: "/" },
  { name: "first visit in English", path: "/?lang=en" },
  { name: "results", path: `/?${BRIDGE}` },
  { name: "results in English", path: `/?lang=en&${BRIDGE}` },
  { name: "results by date, filtered, on the second page", path: `/?${BRIDGE}&sort=-date&limit=5&offset=5&from=1404&to=1405` },
  { name: "a corrected query", path: "/?q=" + encodeURIComponent("دولط") },
  { name: "nothing found", path: "/?q=" + encodeURIComponent("نیست‌درجهان") },
  { name: "refused", path: `/?${BRIDGE}&limit=x` },
  { name: "refused in English", path: `/?lang=en&${BRIDGE}&nonsense=1` },
  { name: "suggestions open", path: "/", act: suggestions },
  { name: "the calendar open", path: `/?${BRIDGE}&from=1404-01-10`, act: calendar },
  { name: "related stories beside a hit", path: `/?${BRIDGE}`, act: related },
  { name: "a story", path: "/articles/sepidedam-12480", route: "/articles/{id}", act: openAll },
  { name: "a story in English", path: "/articles/sepidedam-12480?lang=en", route: "/articles/{id}" },
  { name: "a story that is not there", path: "/articles/nowhere", route: "/articles/{id}" },
  { name: "the desk", path: "/desk", act: settled },
  { name: "choices on the desk", path: "/desk?q=" + encodeURIComponent("پل"), act: settled },
  { name: "a story on the desk, all open", path: "/desk?id=sepidedam-12480", act: allSettled },
  { name: "a story on the desk in English", path: "/desk?lang=en&id=sepidedam-12480", act: settled },
  { name: "the desk without a story of that id", path: "/desk?id=nowhere", act: settled },
  { name: "the operations page without a key", path: "/status", act: panels },
  { name: "the operations page in English, all open", path: "/status?lang=en", key: true, act: allPanels },
  { name: "an analysis on the operations page", path: "/status", key: true, act: analysis },
  { name: "the widget's results", path: "/?" + BRIDGE, route: "/sarnakh-search.js", foreign: true, act: widget },
  { name: "the widget's suggestions", path: "/", route: "/sarnakh-search.js", foreign: true, act: suggestions },
  { name: "all that opens is open", path: `/?${BRIDGE}`, act: openAll },
];

let service, browser, foreign, key, rules = 0;
before(async () => {
  const files = {};
  foreign = await startForeign(files);
  const index = makeIndex();
  key = makeKey(index, "admin");
  service = await startService(index, "--cors-origins", foreign.base);
  files["/"] = ["text/html", `<!doctype html><html lang=fa dir=rtl><meta name=viewport content="width=device-width"><title>روزنامه</title>
    <script src="${service.base}/sarnakh-search.js"></script><main><h1>روزنامه</h1><sarnakh-search endpoint="${service.base}" param="q"></sarnakh-search></main>`];
  browser = await startBrowser();
  for (let ready = false; !ready; ) ready = (await (await fetch(service.base + "/v1/suggest?q=a")).json()).ready;
});
after(async () => {
  await browser?.close();
  await service?.stop();
  await foreign?.close();
  console.log(`${STATES.length} states in ${Object.keys(LOOKS).length} looks, ${rules} rules held`);
});

async function suggestions(page) {
  await page.getByRole("combobox").first().pressSequentially("پل");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("ArrowDown");
}

async function openAll(page) {
  await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
}

async function calendar(page) {
  await page.locator(".options").evaluate((one) => (one.open = true));
  await page.getByRole("button", { name: "گشودن تقویم" }).first().click();
  await page.getByRole("dialog").waitFor();
}

async function related(page) {
  await page.locator("a.related").first().click();
  await page.locator(".related-panel li").first().waitFor();
}

async function settled(page) {
  await page.locator("#desk:not(:has([aria-busy]))").waitFor({ state: "attached" });
}

async function allSettled(page) {
  await settled(page);
  await openAll(page);
}

async function panels(page) {
  await page.locator("#panels:not([hidden])").waitFor();
}

async function allPanels(page) {
  await panels(page);
  await page.locator(".tiles").first().waitFor();
  await openAll(page);
}

async function analysis(page) {
  await panels(page);
  await page.locator("#analysis-field").fill("کتاب‌های دولت");
  await page.locator("#analysis-form button").click();
  await page.locator("#analysis-content > :not(:has([aria-busy])):not([aria-busy])").first().waitFor();
}

async function widget(page) {
  await page.locator("sarnakh-search a").first().waitFor();
}

async function look(page, only) {
  return page.evaluate(async (runOnly) => {
    const found = await window.axe.run(document, { runOnly, resultTypes: ["violations"], preload: false });
    const about = ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map((node) => `${node.html.slice(0, 200)} ${node.failureSummary.slice(0, 300)}`).join(" | ")}`;
    return { wrong: found.violations.map(about), held: found.passes.length };
  }, only ? { type: "rule", values: only } : { type: "tag", values: TAGS });
}

for (const [name, { only, ...options }] of Object.entries(LOOKS)) {
  test(`no violation: ${name}`, async () => {
    const wrong = [];
    const page = await openPage(browser, service.base, options);
    await page.addInitScript(axe);
    for (const state of STATES) {
      const pattern = state.route ?? state.path.replace(/\?.*/, "");
      if (!routes[pattern]) continue;
      await page.evaluate((held) => held && sessionStorage.setItem("sarnakh.key", held), state.key ? key : null).catch(() => undefined);
      await page.goto((state.foreign ? foreign.base : service.base) + state.path);
      await state.act?.(page);
      const seen = await look(page, only);
      rules += seen.held;
      wrong.push(...seen.wrong.map((line) => `${state.name}: ${line}`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) wrong.push(`${state.name}: ${wide} px wider than the window`);
    }
    assert.deepEqual(wrong, []);
    assert.deepEqual(page.wrong.filter((line) => !/status of 40[0134]/.test(line)), []);
  });
}
