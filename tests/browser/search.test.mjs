// The search page, as readers use it: with a script and, where it says so, without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { articles } from "./articles.mjs";
import { makeIndex, openPage, shoot, startBrowser, startService } from "./harness.mjs";

let service, browser;
before(async () => {
  service = await startService(makeIndex(articles));
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
  await service.stop();
});

const address = (parameters) => `${service.base}/?${new URLSearchParams(parameters)}`;
const plain = (options) => openPage(browser, service.base, { javaScriptEnabled: false, ...options });
const fits = (page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

test("a search shows what it found, and its address says what was asked", async () => {
  const page = await openPage(browser, service.base);
  await page.goto(service.base + "/");
  await page.getByRole("combobox").fill("پل زرین‌رود");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=/);
  await page.locator(".hit").first().waitFor();
  assert.ok((await page.locator(".hit").count()) > 0);
  await shoot(page, "search-results");
  assert.deepEqual(page.wrong, []);
});

test("without a script: a search from the form, its marks, its title", async () => {
  const page = await plain();
  await page.goto(service.base + "/");
  await shoot(page, "search-first-visit");
  await page.locator("#q").fill("کوهبند");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=/);
  assert.match(await page.title(), /^کوهبند - /);
  assert.ok((await page.locator(".hit .title mark").count()) > 0);
  assert.equal(await page.locator("h1").innerText(), `${(6).toLocaleString("fa-IR")} خبر`);
  assert.equal(await page.locator("#q").inputValue(), "کوهبند");
});

test("the first visit shows the biggest stories of the day, and leads to their time line", async () => {
  const flood = (id, source, minutes, end) => ({
    id, source, title: `سیلاب در بافت‌آباد ${end}`, published_at: new Date(Date.now() - minutes * 60_000).toISOString(),
    body: `سیلاب بامداد امروز از رودخانهٔ بافت‌آباد گذشت و به محلهٔ نارستان بافت‌آباد رسید. ${end}. امدادگران بافت‌آباد در راه نارستان‌اند.`,
  });
  const today = await startService(makeIndex([
    flood("f-1", "کوهنامه", 90, "راه‌ها را بست"), flood("f-2", "رودبار", 60, "پل را با خود برد"), flood("f-3", "روزانه", 30, "فروکش کرد و مردم بازگشتند"),
  ]));
  const page = await plain();
  await page.goto(today.base + "/");
  const story = page.locator(".stories li").first();
  assert.match(await story.innerText(), /۳ خبر · روزانه/);
  await shoot(page, "search-stories");
  await story.getByRole("link").click();
  await page.waitForURL(/\/articles\/f-3#story$/);
  assert.equal(await page.locator("#story li").count(), 3);
  assert.match(await page.locator("#story .here").innerText(), /همین خبر/);
  await shoot(page, "article-story");
  await today.stop();
});

test("without a script: a facet narrows, a chip widens again", async () => {
  const page = await plain();
  await page.goto(address({ q: "کوهبند", "collapse": "none" }));
  await page.getByRole("link", { name: "رودبار" }).click();
  await page.waitForURL(/filter\.source=/);
  assert.equal(await page.locator(".hit").count(), 1);
  await page.locator(".chip", { hasText: "رودبار" }).click();
  await page.waitForURL((url) => !url.search.includes("filter.source"));
  assert.equal(await page.locator(".hit").count(), 7);
});

test("without a script: a bar of the histogram is a month, the form takes dates", async () => {
  const page = await plain();
  await page.goto(address({ q: "کوهبند" }));
  await page.getByRole("link", { name: /^خرداد ۱۴۰۴/ }).click();
  await page.waitForURL(/from=1404-03&to=1404-03/);
  assert.equal(await page.locator(".hit").count(), 2);
  await page.locator(".options summary").click();
  await page.getByLabel("از", { exact: true }).fill("۱۴۰۴/۰۴");
  await page.getByLabel("تا", { exact: true }).fill("۱۴۰۴/۰۵");
  await page.getByRole("button", { name: "اعمال" }).click();
  await page.waitForURL((url) => url.searchParams.get("to") === "۱۴۰۴/۰۵");
  assert.equal(await page.locator(".hit").count(), 2);
  assert.match(await page.locator(".chip").innerText(), /^از ۱۴۰۴\/۰۴ تا ۱۴۰۴\/۰۵/);
});

test("without a script: copies unfold, and the article has a page", async () => {
  const page = await plain();
  await page.goto(address({ q: "دریچه‌های سد کوهبند" }));
  const copies = page.locator(".copies").first();
  await copies.locator("summary").click();
  assert.equal(await copies.locator("li").count(), 1);
  await page.getByRole("link", { name: "خبرهای مرتبط" }).first().click();
  await page.waitForURL(/\/articles\//);
  assert.equal(await page.locator("h1").innerText(), "دریچه‌های سد کوهبند گشوده شد");
  assert.equal(await page.locator("#copies li").count(), 1);
  assert.ok((await page.locator("#related").count()) === 1);
  await shoot(page, "article");
});

test("without a script: pages and orders are links", async () => {
  const page = await plain();
  await page.goto(address({ q: "شورای نیکرود" }));
  await page.locator(".pager").getByRole("link", { name: "بعدی" }).click();
  await page.waitForURL(/offset=10/);
  assert.equal(await page.locator(".hit").count(), 4);
  await page.locator(".sorts").getByRole("link", { name: "تازه‌ترین" }).click();
  await page.waitForURL((url) => url.searchParams.get("sort") === "-date" && !url.searchParams.has("offset"));
  assert.match(await page.locator(".hit").first().innerText(), /۱۴ مهر ۱۴۰۴/);
});

test("what was corrected is said, and what was typed can be had", async () => {
  const page = await plain();
  await page.goto(address({ q: "کوهبندر" }));
  assert.match(await page.locator(".corrected").innerText(), /«کوهبند»/);
  await page.locator(".corrected a").click();
  await page.waitForURL(/correct=off/);
  assert.equal(await page.locator(".hit").count(), 0);
  assert.equal(await page.locator("h1").innerText(), "خبری پیدا نشد");
  await shoot(page, "search-nothing");
});

test("in English, everything goes on in English", async () => {
  const page = await plain();
  await page.goto(address({ q: "کوهبند", lang: "en" }));
  assert.equal(await page.locator("h1").innerText(), "6 articles");
  assert.equal(await page.locator("html").getAttribute("dir"), "ltr");
  for (const place of [".facets a", ".sorts a", ".more a"])
    assert.match(await page.locator(place).first().getAttribute("href"), /lang=en/);
  assert.match(await page.locator(".hit .when").first().innerText(), /2025/);
  await shoot(page, "search-english");
});

test("what is refused is a page that says why", async () => {
  const page = await plain();
  const answer = await page.goto(address({ q: "سد", from: "1404/13" }));
  assert.equal(answer.status(), 400);
  assert.match(await page.locator(".problem").innerText(), /1404\/13/);
  assert.equal(await page.locator("#q").inputValue(), "سد");
  assert.equal((await page.goto(service.base + "/articles/none")).status(), 404);
  assert.equal(await page.locator("h1").innerText(), "این صفحه پیدا نشد");
  await shoot(page, "error");
});

test("on a phone nothing is wider than the screen, and facets are folded", async () => {
  const page = await plain({ viewport: { width: 360, height: 740 } });
  await page.goto(address({ q: "کوهبند" }));
  assert.ok(await fits(page));
  assert.equal(await page.locator(".facet").first().isVisible(), false);
  await page.locator(".facets summary").click();
  assert.equal(await page.locator(".facet").first().isVisible(), true);
  assert.ok(await fits(page));
  await shoot(page, "search-phone");
  await page.goto(service.base + "/articles/c-1");
  assert.ok(await fits(page));
});

test("in the dark the page is dark", async () => {
  const page = await plain({ colorScheme: "dark" });
  await page.goto(address({ q: "کوهبند" }));
  const back = await page.locator("body").evaluate((body) => getComputedStyle(body).backgroundColor);
  assert.equal(back, "rgb(20, 24, 27)");
  await shoot(page, "search-dark");
});
