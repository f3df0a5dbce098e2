// The search page, as readers use it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { makeIndex, openPage, shoot, startBrowser, startService } from "./harness.mjs";

let service, browser;
before(async () => {
  service = await startService(makeIndex());
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
  await service.stop();
});

test("a search shows what it found, and its address says what was asked", async () => {
  const page = await openPage(browser, service.base);
  await page.goto(service.base + "/");
  await page.getByRole("combobox").fill("پل زرین‌رود");
  await page.keyboard.press("Enter");
  await page.waitForURL(/q=/);
  assert.ok((await page.locator(".hit").count()) > 0);
  await shoot(page, "search-results");
  assert.deepEqual(page.wrong, []);
});

test("without a script the page does the same", async () => {
  const page = await openPage(browser, service.base, { javaScriptEnabled: false });
  await page.goto(service.base + "/?q=" + encodeURIComponent("پل زرین‌رود"));
  assert.ok((await page.locator(".hit").count()) > 0);
});
