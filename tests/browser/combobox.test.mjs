// The field that suggests, by keyboard and pointer, as the ARIA Authoring Practices have it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeIndex, openPage, require, shoot, startBrowser, startService } from "./harness.mjs";

const KEYS_FOR_A_MEDIAN = 20, SHOWN_WITHIN_MS = 50;

let service, browser;
before(async () => {
  service = await startService(makeIndex([{ id: "a/1", title: "گنجینهٔ بی‌نشان پیدا شد", body: "جای آن را کسی نمی‌گوید.", source: "sepidedam" }]));
  browser = await startBrowser();
  await untilReady();
});
after(async () => {
  await browser.close();
  await service.stop();
});

/** The service makes its completions in the background. */
async function untilReady() {
  for (let ready = false; !ready; ) ready = (await (await fetch(service.base + "/v1/suggest?q=a")).json()).ready;
}

async function open(options = {}, path = "/") {
  const page = await openPage(browser, service.base, options);
  page.setDefaultTimeout(10_000);
  await page.goto(service.base + path);
  page.field = page.getByRole("combobox");
  page.options = page.locator("[role=option]");
  await page.field.waitFor();
  return page;
}

async function typed(text, options, path) {
  const page = await open(options, path);
  await page.field.pressSequentially(text);
  await listOf(page, text);
  return page;
}

/** The list is there, and of that text rather than of its beginning. */
const listOf = (page, text) => page.locator(`[role=listbox][data-q=${JSON.stringify(text)}] [role=option]`).first().waitFor();

const active = (page) => page.evaluate(() => {
  const id = document.activeElement.getAttribute("aria-activedescendant");
  return id === null ? null : [...document.querySelectorAll("[role=option]")].indexOf(document.getElementById(id));
});

test("what is typed is completed, with what was not typed marked and the type said", async () => {
  const page = await typed("پل زر");
  assert.equal(await page.field.getAttribute("aria-expanded"), "true");
  assert.equal(await page.locator(`#${await page.field.getAttribute("aria-controls")}`).getAttribute("role"), "listbox");
  const tag = page.options.filter({ hasText: "برچسب" }).first();
  assert.match(await tag.textContent(), /^پل زرینه‌آب برچسب · [۰-۹]+ خبر$/);
  assert.equal(await tag.locator("b").textContent(), "ینه‌آب");
  assert.ok((await page.options.filter({ hasText: /خبر$/ }).count()) > 1, "titles, too");
  await shoot(page, "suggest");
  assert.deepEqual(page.wrong, []);
});

test("the number of suggestions is said when typing rests", async () => {
  const page = await typed("پل زر");
  const count = (await page.options.count()).toLocaleString("fa-IR");
  await page.getByRole("status").filter({ hasText: `${count} پیشنهاد` }).waitFor();
});

test("arrows go round the list and leave the text alone", async () => {
  const page = await typed("پل زر");
  const last = (await page.options.count()) - 1;
  for (const [key, at] of [["ArrowDown", 0], ["ArrowDown", 1], ["ArrowUp", 0], ["ArrowUp", last], ["ArrowDown", 0]]) {
    await page.keyboard.press(key);
    assert.equal(await active(page), at, key);
    assert.equal(await page.options.nth(at).getAttribute("aria-selected"), "true");
    assert.equal(await page.locator("[aria-selected=true]").count(), 1);
  }
  assert.equal(await page.field.inputValue(), "پل زر");
});

test("Home, End and the arrows along the text go back into it", async () => {
  const page = await typed("پل زر");
  for (const [key, caret] of [["Home", 0], ["End", 5], ["ArrowRight", 4], ["ArrowLeft", 5]]) {
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press(key);
    assert.equal(await active(page), null, key);
    assert.equal(await page.field.evaluate((field) => field.selectionStart), caret, key);
    assert.equal(await page.field.getAttribute("aria-expanded"), "true");
  }
});

test("Enter searches for the tag that is chosen", async () => {
  const page = await typed("پل زر");
  await page.keyboard.press("ArrowDown");
  for (let n = 0; !(await page.options.nth(n).textContent()).includes("برچسب"); n++) await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.searchParams.get("q") === "پل زرینه‌آب");
  assert.ok((await page.locator(".hit").count()) > 0);
});

test("Enter without a choice searches for what was typed", async () => {
  const page = await typed("پل زر");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.searchParams.get("q") === "پل زر");
});

test("a title is an article: the browser goes to it", async () => {
  const page = await typed("حفار غول");
  const asked = page.waitForRequest("https://*.example/**");
  await page.route("https://*.example/**", (route) => route.fulfill({ body: "an article" }));
  await page.options.first().click();
  assert.match((await asked).url(), /^https:\/\/[a-z-]+\.example\/news\/\d+$/);
});

test("a title without an address is gone to where the service shows it", async () => {
  const page = await typed("گنجینهٔ بی");
  await page.options.first().click();
  await page.waitForURL(service.base + "/articles/a%2F1");
});

test("Escape closes the list and then empties the field; Tab takes the choice along", async () => {
  const page = await typed("پل زر");
  await page.keyboard.press("Escape");
  assert.equal(await page.field.getAttribute("aria-expanded"), "false");
  assert.equal(await page.field.inputValue(), "پل زر");
  await page.keyboard.press("ArrowDown");
  await page.options.first().waitFor();
  assert.equal(await active(page), null, "open again, nothing chosen");
  await page.keyboard.press("ArrowUp");
  const text = await page.options.last().locator(".suggestion-text").textContent();
  await page.keyboard.press("Tab");
  assert.equal(await page.field.inputValue(), text);
  assert.equal(await page.field.getAttribute("aria-expanded"), "false");
  await page.field.focus();
  await page.keyboard.press("Escape");
  assert.equal(await page.field.inputValue(), "");
});

test("Alt and arrows open and close", async () => {
  const page = await typed("پل زر");
  await page.keyboard.press("Alt+ArrowUp");
  assert.equal(await page.field.getAttribute("aria-expanded"), "false");
  await page.keyboard.press("Alt+ArrowDown");
  await page.options.first().waitFor();
});

test("a list closes when the field is left or emptied", async () => {
  const page = await typed("پل");
  await page.field.fill("");
  assert.equal(await page.field.getAttribute("aria-expanded"), "false");
  await page.field.fill("پل");
  await page.options.first().waitFor();
  await page.field.blur();
  assert.equal(await page.field.getAttribute("aria-expanded"), "false");
});

test("keys of an input method are not for the list", async () => {
  const page = await typed("پل زر");
  await page.keyboard.press("ArrowDown");
  const before = page.url();
  for (const key of ["Enter", "Escape", "ArrowDown"])
    await page.field.evaluate((field, name) => field.dispatchEvent(new KeyboardEvent("keydown", { key: name, isComposing: true, bubbles: true, cancelable: true })), key);
  assert.equal(await active(page), 0);
  assert.equal(page.url(), before);
});

test("half-spaces stay in what is asked, and Shift and Space choose nothing", async () => {
  const page = await open();
  await page.field.pressSequentially("زرینه");
  await page.options.first().waitFor();
  await page.keyboard.press("ArrowDown");
  const asked = page.waitForRequest((request) => new URL(request.url()).searchParams.get("q") === "زرینه‌آ");
  await page.keyboard.insertText("‌");
  await page.keyboard.insertText("آ");
  await asked;
  await page.keyboard.press("Shift+Space");
  assert.equal(await page.field.inputValue(), "زرینه‌آ ");
});

test("what was typed on the other keyboard is completed, and that is said", async () => {
  const page = await typed("livs");
  assert.match(await page.locator(".suggest-note").textContent(), /با صفحه‌کلید دیگر: «مهرس»/);
});

test("one request runs at a time, and the last text wins", async () => {
  const page = await open();
  const waiting = [];
  let running = 0, most = 0;
  await page.route("**/v1/suggest?*", async (route) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => waiting.push(resolve));
    running--;
    await route.continue();
  });
  const release = async () => {
    while (waiting.length === 0) await new Promise(setImmediate);
    waiting.shift()();
  };
  const asked = [];
  page.on("request", (request) => request.url().includes("/v1/suggest") && asked.push(new URL(request.url()).searchParams.get("q")));
  const first = page.waitForRequest(/suggest/);
  await page.field.pressSequentially("پل زرینه");
  await first;
  const second = page.waitForRequest(/suggest/);
  await release();
  await second;
  await release();
  await listOf(page, "پل زرینه");
  assert.deepEqual(asked, ["پ", "پل زرینه"]);
  assert.equal(most, 1);
  await page.unrouteAll({ behavior: "ignoreErrors" });
});

test("what was asked just now is not asked again", async () => {
  const page = await typed("پل");
  let asked = 0;
  page.on("request", (request) => (asked += request.url().includes("/v1/suggest") ? 1 : 0));
  await page.keyboard.press("Backspace");
  await listOf(page, "پ");
  await page.keyboard.insertText("ل");
  await listOf(page, "پل");
  assert.equal(asked, 0);
});

test("a service that refuses leaves the field as it is, and is not asked at each key", async () => {
  const page = await open();
  let asked = 0;
  await page.route("**/v1/suggest?*", (route) => {
    asked++;
    return route.fulfill({ status: 429, headers: { "Retry-After": "60" }, json: { code: "rate_limited" } });
  });
  const answered = page.waitForResponse(/suggest/);
  await page.field.pressSequentially("پ");
  await answered;
  await page.field.pressSequentially("ل زرینه");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=/);
  assert.equal(asked, 1);
});

test("suggestions are shown within 50 ms of the key, by the median of twenty keys", async () => {
  const page = await open();
  await page.evaluate(() => {
    globalThis.shown = [];
    let pressed = null;
    const field = document.querySelector("[role=combobox]"), list = document.querySelector("[role=listbox]");
    field.addEventListener("beforeinput", () => (pressed = performance.now()), true);
    new MutationObserver(() => pressed !== null && requestAnimationFrame(() => {
      if (pressed !== null) shown.push(performance.measure("suggested", { start: pressed }).duration);
      pressed = null;
    })).observe(list, { childList: true });
  });
  await page.field.focus();
  let n = 0;
  for (const letter of "آتش بازار کاوشهر از ی".slice(0, KEYS_FOR_A_MEDIAN)) {
    await page.keyboard.insertText(letter);
    n++;
    await page.waitForFunction((wanted) => shown.length >= wanted, n, { polling: "raf" });
  }
  const times = (await page.evaluate(() => shown)).sort((a, b) => a - b);
  const median = times[times.length >> 1];
  console.log(`shown after ${median.toFixed(1)} ms (median), ${times.at(-1).toFixed(1)} ms at most, of ${times.length} keys`);
  assert.ok(median < SHOWN_WITHIN_MS, `${median} ms`);
});

for (const [name, options] of [["phone", { viewport: { width: 360, height: 740 } }], ["dark", { colorScheme: "dark" }]])
  test(`the list fits and is without fault for axe: ${name}`, async () => {
    const page = await typed("پل زر", options, name === "dark" ? "/?lang=en" : "/");
    await page.keyboard.press("ArrowDown");
    const box = await page.locator(".suggest").boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= page.viewportSize().width, JSON.stringify(box));
    await shoot(page, `suggest-${name}`);
    const found = await axe(page);
    assert.deepEqual(found, []);
  });

/** Violations that axe-core finds, in a context that may run it: the page's policy allows its own scripts alone. */
async function axe(page) {
  const { readFileSync } = await import("node:fs");
  await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8") + ";0");
  return page.evaluate(async () => (await globalThis.axe.run(".search")).violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`));
}
