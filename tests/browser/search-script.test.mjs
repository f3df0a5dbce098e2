// The search page with its script: what changes without a visit, and what goes on working as without one.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { articles } from "./articles.mjs";
import { makeIndex, openPage, shoot, startBrowser, startService } from "./harness.mjs";

const clicks = join(mkdtempSync(join(tmpdir(), "sarnakh-clicks-")), "clicks");
let service, browser;
before(async () => {
  service = await startService(makeIndex(articles), "--click-log", clicks);
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
  await service.stop();
});

const address = (parameters) => `${service.base}/?${new URLSearchParams(parameters)}`;

/** A page of results that knows whether it was left: a visit would forget what is set here. */
async function open(parameters, options) {
  const page = await openPage(browser, service.base, options);
  await page.goto(address(parameters));
  await page.locator("html.scripted").waitFor();
  await page.evaluate(() => (window.stayed = true));
  page.stayed = () => page.evaluate(() => window.stayed === true);
  return page;
}
const heading = (page, text) => page.locator("h1", { hasText: text }).waitFor();

test("searches, filters, orders and pages change the page without leaving it, and back goes back", async () => {
  const page = await open({ q: "شورای نیکرود" });
  await page.locator(".pager").getByRole("link", { name: "بعدی" }).click();
  await page.waitForURL(/offset=10/);
  await page.locator(".pager [aria-current]", { hasText: "۲" }).waitFor();
  await page.locator(".sorts").getByRole("link", { name: "تازه‌ترین" }).click();
  await page.waitForURL(/sort=-date/);
  await page.locator("#q").fill("کوهبند");
  await page.keyboard.press("Enter");
  await heading(page, "۶ خبر");
  assert.match(await page.title(), /^کوهبند/);
  assert.equal(new URL(page.url()).searchParams.get("q"), "کوهبند");
  await page.goBack();
  await heading(page, "۱۴ خبر");
  assert.equal(await page.locator("#q").inputValue(), "شورای نیکرود");
  await page.goBack();
  await page.locator(".pager [aria-current]", { hasText: "۲" }).waitFor();
  await page.goForward();
  await page.locator(".pager [aria-current]", { hasText: "۱" }).waitFor();
  assert.ok(await page.stayed());
  assert.deepEqual(page.wrong, []);
});

test("who arrives by key or ear is at the results, and hears how many there are", async () => {
  const page = await open({ q: "شورای نیکرود" });
  await page.locator("#q").fill("کوهبند");
  await page.keyboard.press("Enter");
  await heading(page, "۶ خبر");
  await page.waitForFunction(() => document.activeElement?.id === "total");
  await page.getByRole("status").filter({ hasText: "۶ خبر" }).waitFor();
});

test("going back comes back to the place in the list", async () => {
  const page = await open({ q: "شورای نیکرود" }, { viewport: { width: 800, height: 400 } });
  await page.locator(".pager").scrollIntoViewIfNeeded();
  const y = await page.evaluate(() => scrollY);
  assert.ok(y > 200);
  await page.locator(".pager").getByRole("link", { name: "بعدی" }).click();
  await page.waitForURL(/offset=10/);
  await page.waitForFunction(() => scrollY === 0);
  await page.goBack();
  await page.waitForFunction((before) => Math.abs(scrollY - before) < 2, y);
});

test("the address bar, a new tab and the article's own page are visits as ever", async () => {
  const page = await open({ q: "کوهبند" });
  const [tab] = await Promise.all([
    page.context().waitForEvent("page"),
    page.locator(".sorts a").nth(1).click({ modifiers: ["Control"] }),
  ]);
  await tab.waitForURL(/sort=-date/);
  assert.equal(new URL(page.url()).searchParams.get("sort"), null);
  await page.goto(service.base + "/articles/c-1");
  await page.locator("#related").waitFor();
  await page.locator(".short .value", { hasText: "محیط زیست" }).click();
  await page.waitForURL(/filter\.category/);
  assert.ok((await page.locator(".hit").count()) > 0);
  await page.goBack();
  await page.locator("#copies").waitFor();
  assert.deepEqual(page.wrong, []);
});

test("a range of the histogram is dragged", async () => {
  const page = await open({ q: "کوهبند" });
  const bars = page.locator(".bars li");
  assert.equal(await bars.count(), 6);
  const middle = async (i) => {
    const box = await bars.nth(i).boundingBox();
    return [box.x + box.width / 2, box.y + box.height / 2];
  };
  await page.mouse.move(...(await middle(1)));
  await page.mouse.down();
  await page.mouse.move(...(await middle(3)), { steps: 5 });
  assert.equal(await page.locator(".bars .out").count(), 3);
  assert.match(await page.locator(".ends").innerText(), /اردیبهشت ۱۴۰۴\s*تیر ۱۴۰۴/);
  await shoot(page, "search-range");
  await page.mouse.up();
  await page.waitForURL(/from=1404-02&to=1404-04/);
  await heading(page, "۳ خبر");
  await page.goBack();
  await heading(page, "۶ خبر");
  await page.mouse.click(...(await middle(4)));
  await page.waitForURL(/from=1404-05&to=1404-05/);
  assert.ok(await page.stayed());
  assert.deepEqual(page.wrong, []);
});

test("a range is moved with keys, the arrows as the page reads", async () => {
  const page = await open({ q: "کوهبند" });
  const [first, last] = [page.getByRole("slider", { name: "آغاز بازه" }), page.getByRole("slider", { name: "پایان بازه" })];
  await first.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowUp");
  assert.match(await first.getAttribute("aria-valuetext"), /^خرداد ۱۴۰۴: ۲ خبر/);
  await page.keyboard.press("ArrowRight");
  assert.equal(await first.getAttribute("aria-valuenow"), "1");
  await last.focus();
  await page.keyboard.press("Home");
  assert.equal(await last.getAttribute("aria-valuenow"), "1", "not before the beginning");
  await page.keyboard.press("PageUp");
  assert.equal(await last.getAttribute("aria-valuenow"), "5");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/from=1404-02&to=1404-05/);
});

test("a finger drags it, too", async () => {
  const page = await open({ q: "کوهبند" }, { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
  await page.locator(".facets summary").tap();
  const session = await page.context().newCDPSession(page);
  const box = await page.locator(".bars").boundingBox();
  const at = (part) => [{ x: box.x + box.width * part, y: box.y + 20 }];
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(0.95) });
  for (const part of [0.9, 0.8, 0.7]) await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(part) });
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await page.waitForURL(/from=1404-01&to=1404-02/);
});

test("dates are picked from a calendar whose week begins on Saturday", async () => {
  const page = await open({ q: "کوهبند", from: "1404/03/12" });
  await page.locator(".options summary").click();
  await page.getByRole("button", { name: "گشودن تقویم: از" }).click();
  const dialog = page.getByRole("dialog");
  assert.equal(await dialog.getByRole("heading").innerText(), "خرداد ۱۴۰۴");
  assert.equal(await dialog.getByRole("columnheader").first().getAttribute("abbr"), "شنبه");
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-day") === "12");
  assert.match(await dialog.locator("[data-day='12']").getAttribute("aria-label"), /دوشنبه/);
  assert.equal(await dialog.locator("[aria-selected=true]").innerText(), "۱۲");
  await shoot(page, "calendar");
  for (const [key, day] of [["ArrowLeft", "13"], ["ArrowDown", "20"], ["Home", "17"], ["End", "23"], ["PageUp", "23"]]) {
    await page.keyboard.press(key);
    assert.equal(await page.evaluate(() => document.activeElement.getAttribute("data-day")), day, key);
  }
  assert.equal(await dialog.getByRole("heading").innerText(), "اردیبهشت ۱۴۰۴");
  await page.keyboard.press("Enter");
  const from = page.getByLabel("از", { exact: true });
  assert.equal(await from.inputValue(), "۱۴۰۴/۰۲/۲۳");
  assert.ok(await from.evaluate((field) => document.activeElement === field));
  await page.getByRole("button", { name: "گشودن تقویم: تا" }).click();
  await page.keyboard.press("Escape");
  assert.equal(await dialog.count(), 0);
  await page.getByRole("button", { name: "گشودن تقویم: از" }).click();
  await page.getByRole("button", { name: "همهٔ این ماه" }).click();
  assert.equal(await from.inputValue(), "۱۴۰۴/۰۲");
  await page.getByRole("button", { name: "اعمال" }).click();
  await page.waitForURL((url) => url.searchParams.get("from") === "۱۴۰۴/۰۲");
  assert.ok(await page.stayed());
  assert.deepEqual(page.wrong, []);
});

test("the calendar of an English page is Gregorian", async () => {
  const page = await open({ q: "کوهبند", lang: "en", from: "2025-05-31" });
  await page.locator(".options summary").click();
  await page.getByRole("button", { name: "Open the calendar: From" }).click();
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-day") === "31");
  await page.keyboard.press("PageDown");
  await page.keyboard.press("Enter");
  assert.equal(await page.getByLabel("From", { exact: true }).inputValue(), "2025-06-30");
});

test("related stories unfold below a hit", async () => {
  const page = await open({ q: "کوهبند" });
  const link = page.locator("a.related").first();
  await link.click();
  await page.locator(".related-panel li").first().waitFor();
  assert.equal(await link.getAttribute("aria-expanded"), "true");
  await shoot(page, "search-related");
  await link.focus();
  await page.keyboard.press(" ");
  assert.equal(await page.locator(".related-panel").first().isVisible(), false);
  assert.ok(await page.stayed());
  assert.deepEqual(page.wrong, []);
});

test("a result that is chosen is told to the log of clicks", async () => {
  const page = await open({ q: "شورای نیکرود", offset: "10" });
  const hit = page.locator(".hit").nth(1), id = await hit.getAttribute("data-id");
  await page.context().route("https://**", (route) => route.fulfill({ body: "" }));
  const told = page.waitForResponse(/\/v1\/clicks$/);
  await hit.locator(".title").click({ modifiers: ["Control"] }); // a page that stays sees the answer
  assert.equal((await told).status(), 200);
  const [line] = readFileSync(clicks, "utf8").trim().split("\n").map((text) => JSON.parse(text));
  assert.equal(line.id, id);
  assert.equal(line.position, 12);
  assert.equal(line.query, "شورای نیکرود");
});

test("what is refused takes the place of the results, with its reason", async () => {
  const page = await open({ q: "کوهبند" });
  await page.locator(".options summary").click();
  await page.getByLabel("از", { exact: true }).fill("1404/13");
  await page.getByRole("button", { name: "اعمال" }).click();
  await page.locator(".problem", { hasText: "1404/13" }).waitFor();
  await page.locator(".options summary").click();
  await page.getByLabel("از", { exact: true }).fill("1404/03");
  await page.getByRole("button", { name: "اعمال" }).click();
  await heading(page, "۵ خبر");
  await page.goBack();
  await page.locator(".problem").waitFor();
  await page.goBack();
  await heading(page, "۶ خبر");
  assert.ok(await page.stayed());
});

test("without a connection the results stay, and it can be tried again", async () => {
  const page = await open({ q: "کوهبند" });
  await page.context().setOffline(true);
  await page.locator(".sorts a").nth(1).click();
  await page.getByRole("alert").waitFor();
  assert.equal(await page.locator(".hit").count(), 6);
  await shoot(page, "search-offline");
  await page.context().setOffline(false);
  await page.getByRole("alert").getByRole("button").click();
  await page.waitForURL(/sort=-date/);
  assert.equal(await page.getByRole("alert").count(), 0);
});

test("nothing jumps when the script comes", async () => {
  const page = await openPage(browser, service.base);
  await page.addInitScript(() => {
    window.jumps = 0;
    new PerformanceObserver((list) => list.getEntries().forEach((one) => (window.jumps += one.value))).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(address({ q: "کوهبند" }));
  await page.locator(".range").waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  assert.equal(await page.evaluate(() => window.jumps), 0);
});
