// The editors' desk, as editors use it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { makeIndex, openPage, require, shoot, source, startBrowser, startService } from "./harness.mjs";

const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const BRIDGE = "sepidedam-12480", COPY = "avaye-mehrsar-5240";
// Its text is hostile, its address no web address; it shares words with the bridge.
const HOSTILE = {
  id: "x-1\"><img/src=x/onerror=alert(1)>", title: "پل دوم زرینه‌آب &lt;img src=x onerror=\"window.hurt=1\"&gt;", url: "javascript:window.hurt=1",
  source: "<b>رسانه</b>", body: "پل دوم زرینه‌آب پس از نوزده ماه به روی مردم مهرسار گشوده شد.", published_at: "2026-09-05T09:00:00Z",
};

let index, service, browser;
before(async () => {
  index = makeIndex([HOSTILE]);
  service = await startService(index);
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
  await service.stop();
});

const columns = (page) => page.locator(".columns");
const settled = (page) => page.locator("#desk:not(:has([aria-busy]))").waitFor({ state: "attached" });

async function openDesk(place = "", options = {}) {
  const page = await openPage(browser, service.base, options);
  await page.goto(`${service.base}/desk${place}`);
  await settled(page);
  return page;
}

async function assertAccessible(page) {
  await page.evaluate(axe); // by the debugger: the policy of the page lets no script in
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html}`), []);
}

test("a story has its background, what followed, its copies and its time line beside it", async () => {
  const page = await openDesk(`?id=${BRIDGE}`);
  await page.getByRole("heading", { level: 2, name: /پل دوم زرینه‌آب پس از ۱۹ ماه/ }).waitFor();
  const background = columns(page).getByRole("region", { name: /پیشینه/ });
  assert.ok((await background.getByRole("article").count()) > 0);
  assert.match(await background.getByRole("article").first().innerText(), /نزدیکی [۰-۹]+٪/);
  const copies = columns(page).getByRole("region", { name: /نسخه‌ها/ });
  assert.match(await copies.innerText(), /همسان|متن یکسان/);
  assert.match(await page.getByRole("img", { name: /خط زمان|در زمان/ }).getAttribute("aria-label"), /[۰-۹]+ خبر از [۰-۹]+ رسانه/);
  await shoot(page, "desk-story");
  await assertAccessible(page);
  assert.deepEqual(page.wrong, []);
});

test("the reasons of a hit add up to how close it is", async () => {
  const page = await openDesk(`?id=${BRIDGE}&lang=en`);
  const hit = columns(page).getByRole("article").filter({ has: page.locator("details") }).first();
  await hit.getByText("Why this one?").click();
  const figures = async (where) => (await hit.locator(`${where} .figure`).allInnerTexts()).map(parseFloat);
  const sum = (await figures("tbody")).reduce((a, b) => a + b, 0);
  const [all] = await figures("tfoot");
  assert.ok(Math.abs(sum - all) < 1, `${sum} and ${all}`);
  await assertAccessible(page);
});

test("links to other houses do not tell them where their reader comes from", async () => {
  const page = await openDesk(`?id=${BRIDGE}`);
  const links = await page.locator('#desk a[href^="http"]').evaluateAll((all) => all.map((link) => [new URL(link.href).host, link.rel]));
  const outside = links.filter(([host]) => host !== new URL(service.base).host);
  assert.ok(outside.length > 0);
  assert.ok(outside.every(([, rel]) => rel === "noreferrer"), JSON.stringify(outside));
});

test("no article is in two columns but as a copy", async () => {
  const page = await openDesk(`?id=${BRIDGE}`);
  const places = await columns(page).locator(".column:not(.of-copies) .tools a").evaluateAll((links) => links.map((link) => link.href));
  assert.equal(new Set(places).size, places.length);
});

test("words find stories to pick, the address follows, and the back button goes back", async () => {
  const page = await openDesk();
  await page.getByRole("combobox").fill("پل زرینه‌آب");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/desk\?q=/);
  await page.locator(".choices li").first().waitFor();
  await shoot(page, "desk-choices");
  await page.locator(`.choices a[href="/desk?id=${BRIDGE}"], .choices a`).first().click();
  await page.waitForURL(/\/desk\?id=/);
  await settled(page);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H2");
  await columns(page).getByRole("link", { name: /بردن روی میز/ }).first().click();
  await page.waitForURL((url) => !url.href.includes(BRIDGE));
  await page.goBack();
  await page.goBack();
  await page.locator(".choices li").first().waitFor();
  assert.equal(await page.getByRole("combobox").inputValue(), "پل زرینه‌آب");
  assert.deepEqual(page.wrong, []);
});

test("a title that is suggested while one types is the story itself", async () => {
  const page = await openDesk();
  await page.getByRole("combobox").pressSequentially("پل دوم زرینه");
  // The list is that of the whole text: one that comes later would drop what is chosen.
  await page.locator('[role=listbox][data-q="پل دوم زرینه"] [role=option][data-type=title]').first().waitFor();
  for (let i = 0; i < 10; i++) {
    await page.keyboard.press("ArrowDown");
    if (await page.locator('[role=option][aria-selected=true][data-type=title]').count()) break;
  }
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/desk\?id=/);
  await page.getByRole("heading", { level: 2 }).first().waitFor();
  assert.deepEqual(page.wrong, []);
});

test("an id and an address are picked at once", async () => {
  const page = await openDesk();
  for (const [typed, id] of [[BRIDGE, BRIDGE], ["https://sepidedam.example/news/12480#top", BRIDGE], [`${service.base}/desk?id=${COPY}`, COPY]]) {
    await page.goto(service.base + "/desk");
    await page.getByRole("combobox").fill(typed);
    await page.keyboard.press("Enter");
    await page.waitForURL(`${service.base}/desk?id=${id}`);
  }
  assert.deepEqual(page.wrong, []);
});

test("what is found nowhere is said, with what can be done", async () => {
  const page = await openDesk("?q=" + encodeURIComponent("ژغژغژغ"));
  await page.getByText("پیدا نشد").first().waitFor();
  await page.goto(service.base + "/desk?id=nothing-of-that-name");
  await page.getByRole("alert").waitFor();
  await page.getByRole("button", { name: "دوباره" }).waitFor();
  await assertAccessible(page);
});

test("a draft goes to one address, in the body, and stays in no other place", async () => {
  const page = await openDesk();
  const asked = [];
  page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}${new URL(request.url()).search}`));
  await page.getByRole("textbox", { name: /متن پیش‌نویس/ }).fill("پل دوم زرینه‌آب بسته شد\nپل دوم زرینه‌آب در مهرسار که پیمانکار آن عوض شده بود بسته شد.");
  await page.getByRole("button", { name: "یافتن خبرهای مرتبط" }).click();
  await columns(page).getByRole("article").first().waitFor();
  await settled(page);
  assert.deepEqual([...new Set(asked)], ["POST /v1/related"]);
  assert.equal(new URL(page.url()).search, "");
  assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "H2");
  await shoot(page, "desk-draft");
  await assertAccessible(page);
  assert.deepEqual(page.wrong, []);
});

test("a draft that was published already is said to be", async () => {
  const page = await openDesk();
  const { title, body } = await (await fetch(`${service.base}/v1/articles/${BRIDGE}?fields=title,body`)).json();
  await page.getByRole("textbox", { name: /متن پیش‌نویس/ }).fill(`${title}\n${body}`);
  await page.getByRole("button", { name: "یافتن خبرهای مرتبط" }).click();
  const published = columns(page).getByRole("region", { name: /پیش‌تر منتشرشده/ });
  await published.getByRole("article").first().waitFor();
  assert.match(await published.innerText(), /زرینه‌آب/);
  assert.deepEqual(page.wrong, []);
});

test("an empty draft is asked for", async () => {
  const page = await openDesk();
  await page.getByRole("button", { name: "یافتن خبرهای مرتبط" }).click();
  await page.getByText("نخست متن پیش‌نویس را بچسبانید").waitFor({ state: "attached" });
});

test("links and citations are copied as text and as a link, and the button says so", async () => {
  const page = await openDesk(`?id=${BRIDGE}`, { permissions: ["clipboard-read", "clipboard-write"] });
  const copied = () => page.evaluate(async () => {
    const [item] = await navigator.clipboard.read();
    const text = async (type) => (await item.getType(type)).text();
    return { plain: await text("text/plain"), html: await text("text/html") };
  });
  const subject = page.locator(".subject");
  await subject.getByRole("button", { name: "رونوشت ارجاع فارسی" }).click();
  await subject.getByText("رونوشت برداشته شد").waitFor();
  const persian = await copied();
  assert.equal(persian.plain, "«پل دوم زرینه‌آب پس از ۱۹ ماه به روی مردم گشوده شد»، sepidedam، ۱۱ شهریور ۱۴۰۵. https://sepidedam.example/news/12480");
  assert.match(persian.html, /<a href="https:\/\/sepidedam.example\/news\/12480">پل/);
  await subject.getByRole("button", { name: "رونوشت ارجاع انگلیسی" }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).startsWith("“"));
  assert.match((await copied()).plain, /”, sepidedam, 2 September 2026\. https:/);
  await subject.getByRole("button", { name: "رونوشت پیوند" }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()) === "https://sepidedam.example/news/12480");
  assert.deepEqual(page.wrong, []);
});

test("a clipboard that is not there is done without", async () => {
  const page = await openPage(browser, service.base);
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    addEventListener("copy", (event) => (window.copied = event.clipboardData.getData("text/plain")));
  });
  await page.goto(`${service.base}/desk?id=${BRIDGE}`);
  await settled(page);
  await page.locator(".subject").getByRole("button", { name: "رونوشت پیوند" }).click();
  await page.waitForFunction(() => window.copied === "https://sepidedam.example/news/12480");
});

test("hostile texts are texts, and their addresses no links", async () => {
  const page = await openDesk("?id=" + encodeURIComponent(HOSTILE.id));
  await page.getByRole("heading", { level: 2, name: /img src=x/ }).waitFor();
  await page.goto(`${service.base}/desk?id=${BRIDGE}`);
  await settled(page);
  assert.ok((await page.getByText("<img src=x").count()) > 0);
  assert.equal(await page.locator('a[href^="javascript"], main img').count(), 0);
  assert.equal(await page.evaluate(() => window.hurt), undefined);
  assert.deepEqual(page.wrong, []);
});

test("the desk works by the keyboard alone", async () => {
  const page = await openDesk(`?q=${encodeURIComponent("پل زرینه‌آب")}`);
  const focused = () => page.evaluate(() => document.activeElement.closest(".choices a, .card a, .card button")?.tagName);
  for (let i = 0; i < 30 && (await focused()) !== "A"; i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/desk\?id=/);
  await settled(page);
  for (let i = 0; i < 40 && (await focused()) === undefined; i++) await page.keyboard.press("Tab");
  assert.notEqual(await focused(), undefined);
  assert.deepEqual(page.wrong, []);
});

test("phone, dark and English have the same, and nothing is cut off", async () => {
  for (const [name, place, options] of [
    ["phone", `?id=${BRIDGE}`, { viewport: { width: 360, height: 740 } }],
    ["dark", `?id=${BRIDGE}`, { colorScheme: "dark" }],
    ["english", `?id=${BRIDGE}&lang=en`, {}],
    ["empty", "", {}],
  ]) {
    const page = await openDesk(place, options);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), name);
    await shoot(page, `desk-${name}`);
    await assertAccessible(page);
    assert.deepEqual(page.wrong, []);
  }
});

test("without a script the page says what it needs", async () => {
  const page = await openPage(browser, service.base, { javaScriptEnabled: false });
  await page.goto(`${service.base}/desk`);
  assert.match(await page.locator("main").innerText(), /جاوااسکریپت/);
});

test("where searches need a key, the desk asks for it, and keeps it for the tab only", async () => {
  const keyed = makeIndex();
  const program = join(process.env.SARNAKH_BUILD ?? join(source, "build"), "http", "sarnakh-httpd");
  const made = spawnSync(program, ["--index", keyed, "key", "add", "--role", "search", "--name", "desk"], { encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  const key = made.stdout.match(/sarnakh_\S+/)[0];
  const closed = await startService(keyed, "--search-needs-key");
  const page = await openPage(browser, closed.base);
  await page.goto(`${closed.base}/desk?id=${BRIDGE}`);
  await page.getByLabel("کلید", { exact: true }).fill("sarnakh_0000000000000000_wrong");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").waitFor();
  await shoot(page, "desk-key");
  await assertAccessible(page);
  await page.getByLabel("کلید", { exact: true }).fill(key);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 2, name: /پل دوم زرینه‌آب/ }).waitFor();
  assert.deepEqual(await page.evaluate(() => [localStorage.length, sessionStorage.length, location.search]), [0, 1, `?id=${BRIDGE}`]);
  await page.getByRole("button", { name: "کنار گذاشتن کلید" }).click();
  await page.getByLabel("کلید", { exact: true }).waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
  await page.context().close();
  await closed.stop();
});
