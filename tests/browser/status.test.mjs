// The operations page, as operators use it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { makeIndex, openPage, require, shoot, source, startBrowser, startService } from "./harness.mjs";

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const build = process.env.SARNAKH_BUILD ?? join(source, "build");
const HURT = "پل <img src=x onerror=\"window.hurt=1\">";

let service, browser, key, index;

/* A key of a role for an index. */
function makeKey(index, role) {
  const made = spawnSync(join(build, "http", "sarnakh-httpd"), ["--index", index, "key", "add", "--role", role, "--name", role], { encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  return made.stdout.match(/sarnakh_[0-9a-f]{16}_\S+/)[0];
}

before(async () => {
  index = makeIndex();
  // A second build, so that there is one to go back to.
  const rebuilt = spawnSync(join(build, "indexer", "sarnakh-index"), ["--index", index, "rebuild"], { encoding: "utf8" });
  assert.equal(rebuilt.status, 0, rebuilt.stderr);
  key = makeKey(index, "admin");
  service = await startService(index, "--log-queries", "--index-program", join(build, "indexer", "sarnakh-index"));
  browser = await startBrowser();
  for (const q of ["پل زرینه‌آب", "پل زرینه‌آب", "ژغژغژغ", HURT]) await fetch(`${service.base}/v1/search?q=${encodeURIComponent(q)}`);
});
after(async () => {
  await browser.close();
  await service.stop();
});

const panel = (page, name) => page.getByRole("region", { name });

async function openStatus(query = "", options = {}, prepare = async () => {}) {
  const page = await openPage(browser, service.base, options);
  await prepare(page);
  await page.addInitScript((held) => sessionStorage.setItem("sarnakh.key", held), key);
  await page.goto(`${service.base}/status${query}`);
  await page.locator(".tiles").waitFor();
  return page;
}

async function assertAccessible(page) {
  await page.evaluate(axe); // by the debugger: the policy of the page lets no script in
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
}

/* The text of a tile by its name. */
const tile = (page, name) => page.locator(".tiles > div", { has: page.locator("dt", { hasText: new RegExp(`^${name}$`) }) }).locator("dd").innerText();

test("the page shows how the index and the service are", async () => {
  const page = await openStatus("?lang=en");
  const status = await (await fetch(service.base + "/v1/status", { headers: { "X-Api-Key": key } })).json();
  assert.equal(await tile(page, "Articles"), status.articles.toLocaleString("en"));
  assert.match(await tile(page, "Index built"), /ago|now/);
  assert.match(await tile(page, "Size of the index"), /[0-9.]+ MB/);
  assert.match(await tile(page, "Median time"), /[0-9.]+ ms/);
  await panel(page, "Queries").getByRole("link", { name: "ژغژغژغ" }).first().waitFor();
  await shoot(page, "status-english");
  await assertAccessible(page);
  assert.deepEqual(page.wrong, []);
});

test("articles a day are read by the keyboard, from the right to the left in Persian", async () => {
  const page = await openStatus();
  const plot = page.getByRole("slider", { name: "خبرهای هر روز" });
  const last = await plot.getAttribute("aria-valuenow");
  await plot.focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(Number(await plot.getAttribute("aria-valuenow")), Number(last) - 1);
  assert.match(await plot.getAttribute("aria-valuetext"), /[۰-۹]+ \S+ [۰-۹]+: [۰-۹٬]+ خبر/);
  await page.keyboard.press("Home");
  assert.equal(await plot.getAttribute("aria-valuenow"), "1");
  assert.deepEqual(page.wrong, []);
});

test("queries are texts, whatever was asked", async () => {
  const page = await openStatus();
  await panel(page, "پرس‌وجوها").getByText("img src").first().waitFor();
  assert.equal(await page.locator("main img").count(), 0);
  assert.equal(await page.evaluate(() => window.hurt), undefined);
});

test("the page asks again by itself, and not while that is switched off or nobody looks", async () => {
  const page = await openStatus("", {}, (fresh) => fresh.clock.install());
  const isStatus = (response) => response.url().endsWith("/v1/status");
  let asked = 0;
  page.on("request", (request) => (asked += request.url().endsWith("/v1/status") ? 1 : 0));
  const again = async () => {
    const answer = page.waitForResponse(isStatus);
    await page.clock.runFor(6000);
    await answer;
  };
  await page.getByRole("slider").waitFor(); // the first round is over
  await again();
  await page.getByLabel("تازه شدن خودکار").uncheck();
  asked = 0;
  await page.clock.runFor(60_000);
  assert.equal(asked, 0);
  const answer = page.waitForResponse(isStatus);
  await page.getByLabel("تازه شدن خودکار").check();
  await answer;
  await page.evaluate(() => {
    Object.defineProperty(document, "hidden", { value: true, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  asked = 0;
  await page.clock.runFor(60_000);
  assert.equal(asked, 0);
});

test("the playground shows what becomes of a text, stage beside stage", async () => {
  const page = await openStatus();
  await page.getByLabel("متن", { exact: true }).fill("كتابهای سازمان ملل");
  await page.keyboard.press("Enter");
  const row = panel(page, "از متن چه ساخته می‌شود").getByRole("row", { name: /كتابهای/ });
  await row.waitFor();
  assert.match((await row.innerText()).replace(/\s+/g, " "), /کتابهای کتاب plural_ha/);
  await panel(page, "از متن چه ساخته می‌شود").getByText("U+0643").waitFor();
  await assertAccessible(page);
  assert.deepEqual(page.wrong, []);
});

test("the parts of a score are bars, and add up to it", async () => {
  const page = await openStatus("?lang=en");
  await page.getByLabel("Query", { exact: true }).fill("پل زرینه‌آب");
  await page.keyboard.press("Enter");
  const hit = page.locator(".explained > li").first();
  await hit.locator("tbody tr").first().waitFor();
  const figures = async (where) => (await hit.locator(`${where} .figure`).allInnerTexts()).map(parseFloat);
  const sum = (await figures("tbody")).reduce((a, b) => a + b, 0);
  const [all] = await figures("tfoot");
  assert.ok(Math.abs(sum - all) < 0.1, `${sum} and ${all}`);
  assert.ok((await hit.locator("svg.part-bar rect").count()) > 1);
  await shoot(page, "status-explain");
  await assertAccessible(page);
  assert.deepEqual(page.wrong, []);
});

test("what changes something asks first, and a no is one", async () => {
  const page = await openStatus();
  const asked = [];
  page.on("request", (request) => request.method() === "POST" && asked.push(request.url()));
  const rebuild = page.getByRole("button", { name: "بازسازی نمایه" });
  await rebuild.click();
  const dialog = page.getByRole("dialog", { name: "بازسازی نمایه" });
  await dialog.waitFor();
  assert.match(await dialog.innerText(), /از نو ساخته می‌شود/);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "نه، برگرد");
  await shoot(page, "status-dialog", { fullPage: false });
  await assertAccessible(page);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await rebuild.click();
  await page.getByRole("button", { name: "نه، برگرد" }).click();
  await dialog.waitFor({ state: "detached" });
  assert.deepEqual(asked, []);
  assert.deepEqual(page.wrong, []);
});

test("a rebuild is begun, shows as a task, and ends as the build in use; and there is a way back", async () => {
  const page = await openStatus("?lang=en");
  const before = Number(await page.locator("#generations tr.in_use th").innerText());
  await page.getByRole("button", { name: "Rebuild the index" }).click();
  await page.getByRole("button", { name: "Do it" }).click();
  await page.getByRole("status").filter({ hasText: "has begun" }).waitFor();
  await page.locator("#tasks .task", { hasText: "Rebuild the index" }).waitFor();
  await page.locator("#tasks .task.done", { hasText: "Rebuild the index" }).waitFor({ timeout: 120_000 });
  await page.locator(`#generations tr.in_use th:text-is("${before + 1}")`).waitFor();
  await shoot(page, "status-rebuilt");
  await assertAccessible(page);
  await page.getByRole("button", { name: `Switch to this one (${before})` }).click();
  assert.match(await page.getByRole("dialog").innerText(), new RegExp(`build ${before} `));
  await page.getByRole("button", { name: "Do it" }).click();
  await page.locator("#tasks .task.done", { hasText: "Switch of builds" }).waitFor({ timeout: 120_000 });
  await page.locator(`#generations tr.in_use th:text-is("${before + 2}")`).waitFor(); // it gets a number of its own
  assert.deepEqual(page.wrong, []);
});

test("what cannot be begun is said", async () => {
  const page = await openStatus("?lang=en");
  await page.getByRole("button", { name: "Back up" }).click();
  await page.getByRole("button", { name: "Do it" }).click();
  await page.getByRole("status").filter({ hasText: /backup/ }).waitFor();
});

test("phone and dark have the same, and nothing is cut off", async () => {
  for (const [name, options] of [["phone", { viewport: { width: 360, height: 740 } }], ["dark", { colorScheme: "dark" }]]) {
    const page = await openStatus("", options);
    await panel(page, "ساخت‌های نمایه").waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
    await shoot(page, `status-${name}`);
    await assertAccessible(page);
    assert.deepEqual(page.wrong, []);
  }
});

test("without a key the page shows what everyone may see, and asks for one", async () => {
  const page = await openPage(browser, service.base);
  await page.goto(service.base + "/status");
  await page.getByText("کلید مدیر لازم است").waitFor();
  await page.locator(".tiles").waitFor();
  assert.equal(await panel(page, "ساخت‌های نمایه").isVisible(), false);
  await assertAccessible(page);
  await page.getByLabel("کلید", { exact: true }).fill("sarnakh_0000000000000000_wrong");
  await page.keyboard.press("Enter");
  await page.locator("#key-why").filter({ hasText: "نمی‌شناسیم" }).waitFor();
  await page.getByLabel("کلید", { exact: true }).fill(key);
  await page.keyboard.press("Enter");
  await panel(page, "ساخت‌های نمایه").waitFor();
  assert.equal(await page.evaluate(() => localStorage.length), 0);
  await page.getByRole("button", { name: "کنار گذاشتن کلید" }).click();
  await page.getByText("کلید مدیر لازم است").waitFor();
});

test("without a script the page says what it needs", async () => {
  const page = await openPage(browser, service.base, { javaScriptEnabled: false });
  await page.goto(`${service.base}/status`);
  assert.match(await page.locator("main").innerText(), /جاوااسکریپت/);
});

test("where the service only reads, nothing is offered that it refuses", async () => {
  const readOnly = await startService(index, "--read-only");
  try {
    const page = await openPage(browser, readOnly.base, {});
    await page.addInitScript((held) => sessionStorage.setItem("sarnakh.key", held), key);
    await page.goto(`${readOnly.base}/status?lang=en`);
    const builds = panel(page, "Builds of the index");
    await builds.getByText("This service only reads").waitFor();
    assert.equal(await page.locator("[data-act]").count(), 0);
    assert.ok((await builds.getByRole("row").count()) > 2);
    assert.match(await tile(page, "Behind the archive"), /^0 s/);
    await assertAccessible(page);
    await page.context().close();
  } finally {
    await readOnly.stop();
  }
});
