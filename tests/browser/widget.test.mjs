// <sarnakh-search> in a page of another origin.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gzipSync } from "node:zlib";
import { startForeign, strictPolicy } from "./foreign.mjs";
import { makeIndex, openPage, require, shoot, source, startBrowser, startService } from "./harness.mjs";

const PACKED_BYTES = 20_000;
const HOSTILE = [`<img src=x onerror="window.hurt=1">`, `"><script>window.hurt=1</script>`, `</mark></a><svg onload=window.hurt=1>`];
const examples = join(source, "docs", "examples", "widget");
const example = (name) => readFileSync(join(examples, name), "utf8");

let service, browser, foreign, key, index;

/** As the examples have them: another host, another key. */
const ours = (text) => text.replaceAll("https://search.example", service.base).replaceAll("sarnakh_…", key);

const hostile = HOSTILE.map((text, n) => ({
  id: `hostile-${n}`, title: `زنگوله‌نامه ${text}`, lead: text, body: `زنگوله‌نامه ${text}`, source: text,
  url: n === 0 ? "https://hostile.example/1" : undefined, published_at: "2026-11-20T08:00:00Z",
}));

/** Ranges count code points, strings of scripts UTF-16 units. */
const beyondUtf16 = { id: "balloons", title: "🎈🎈🎈 بادکنک‌ربا 🎈 بازگشت", body: "🎈🎈 بادکنک‌ربا باز هم آمد.", url: "https://balloons.example/1" };

before(async () => {
  browser = await startBrowser();
  index = makeIndex([...hostile, beyondUtf16]);
  const files = {};
  foreign = await startForeign(files);
  service = await startService(index);
  foreign.files = files;
  foreign.strict = await startForeign(files, { "Content-Security-Policy": strictPolicy(service.base) });
  key = makeKey(index, [foreign.base, foreign.strict.base]);
  files["/plain"] = ["text/html", ours(example("plain.html"))];
  files["/plain.css"] = ["text/css", example("plain.css")];
  await untilKnown();
});
after(async () => {
  await browser.close();
  await service.stop();
  await foreign.close();
  await foreign.strict.close();
});

function makeKey(folder, origins) {
  const program = join(process.env.SARNAKH_BUILD ?? join(source, "build"), "http", "sarnakh-httpd");
  const made = spawnSync(program, ["--index", folder, "key", "add", "--public", "--origins", origins.join(","), "--rate", "0"], { encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  return made.stdout.match(/sarnakh_\S+/)[0];
}

/** The service takes notice of a new key within a second, and makes its completions in the background. */
async function untilKnown() {
  for (;;) {
    const answer = await fetch(`${service.base}/v1/suggest?q=a&key=${key}`, { headers: { Origin: foreign.base } });
    if (answer.ok && (await answer.json()).ready) return;
  }
}

async function open(path = "/plain", options = {}, base = foreign.base) {
  const page = await openPage(browser, base, options);
  page.setDefaultTimeout(10_000);
  await page.goto(base + path);
  page.field = page.getByRole("combobox");
  page.hits = page.locator("sarnakh-search li.hit");
  await page.field.waitFor();
  return page;
}

async function search(page, q) {
  await page.field.fill(q);
  await page.keyboard.press("Enter");
  await page.locator("sarnakh-search .found:not([hidden]):not([aria-busy])").waitFor();
}

/** A page with the element alone. */
function pageWith(attributes, before = "") {
  const name = `/p${Object.keys(foreign.files).length}`;
  const element = `<sarnakh-search endpoint="${service.base}" key="${key}" ${attributes}></sarnakh-search>`;
  foreign.files[name] = ["text/html", `<!doctype html><html lang=fa dir=rtl><meta charset=utf-8><meta name=viewport content="width=device-width"><title>x</title>${before}<script src="${service.base}/sarnakh-search.js" async></script><main><h1>x</h1>${element}</main>`];
  return name;
}

test("the file is small, stays under its name, and may be loaded from anywhere", async () => {
  for (const [name, type] of [["sarnakh-search.js", "text/javascript"], ["sarnakh-client.js", "text/javascript"], ["sarnakh-client.d.ts", "text/plain"]]) {
    const answer = await fetch(`${service.base}/${name}`, { headers: { Origin: "https://anyone.example" } });
    assert.equal(answer.status, 200);
    assert.ok(answer.headers.get("content-type").startsWith(type));
    assert.equal(answer.headers.get("access-control-allow-origin"), "*");
    assert.equal(answer.headers.get("cross-origin-resource-policy"), "cross-origin");
    assert.match(answer.headers.get("etag"), /^W\/"[0-9a-f]{16}"$/);
    const again = await fetch(`${service.base}/${name}`, { headers: { "If-None-Match": answer.headers.get("etag") } });
    assert.equal(again.status, 304);
  }
  const script = Buffer.from(await (await fetch(service.base + "/sarnakh-search.js")).arrayBuffer());
  assert.ok(gzipSync(script, { level: 9 }).length < PACKED_BYTES);
});

test("a plain page with a strict policy suggests and finds, by a public key", async () => {
  const page = await open("/plain", {}, foreign.strict.base);
  await page.field.pressSequentially("پل زر");
  await page.getByRole("option").first().waitFor();
  await shoot(page, "widget-suggest");
  await page.keyboard.press("Enter");
  await page.hits.first().waitFor();
  assert.equal(await page.hits.count(), 5);
  assert.ok((await page.locator("sarnakh-search mark").count()) > 0);
  assert.match(await page.locator("sarnakh-search .total").textContent(), /^[۰-۹٬]+ خبر$/);
  assert.match(await page.hits.first().locator("time").textContent(), /[۰-۹]+ \S+ ۱۴۰[۰-۹]/);
  await shoot(page, "widget-results");
  assert.deepEqual(page.wrong, []);
});

test("pages go on and back, and the focus goes along", async () => {
  const page = await open();
  await search(page, "پل");
  const first = await page.hits.first().textContent();
  await page.getByRole("button", { name: "بعدی" }).click();
  await page.getByText("صفحهٔ ۲").waitFor();
  assert.notEqual(await page.hits.first().textContent(), first);
  assert.equal(await page.evaluate(() => document.activeElement.shadowRoot.activeElement.className), "total");
  await page.getByRole("button", { name: "قبلی" }).click();
  await page.getByText("صفحهٔ ۱").waitFor();
  assert.equal(await page.hits.first().textContent(), first);
});

test("param keeps what is asked in the address, for links and the back button", async () => {
  const page = await open("/plain?q=" + encodeURIComponent("پل"));
  await page.hits.first().waitFor();
  assert.equal(await page.field.inputValue(), "پل");
  await search(page, "واکسن");
  assert.equal(new URL(page.url()).searchParams.get("q"), "واکسن");
  await page.goBack();
  await page.waitForFunction(() => document.querySelector("sarnakh-search").value === "پل");
});

test("hostile articles and queries are text", async () => {
  const page = await open(pageWith(`collapse="none"`), {}, foreign.strict.base);
  await page.field.pressSequentially("زنگوله");
  await page.getByRole("option").first().waitFor();
  for (const q of ["زنگوله‌نامه", ...HOSTILE]) {
    await search(page, q);
    assert.equal(await page.evaluate(() => window.hurt), undefined);
  }
  await search(page, "زنگوله‌نامه");
  const own = page.hits.filter({ hasText: "زنگوله" });
  assert.equal(await own.count(), HOSTILE.length);
  assert.equal(await page.locator("sarnakh-search .found").locator("img, script, svg").count(), 0);
  assert.ok((await page.hits.allTextContents()).some((text) => text.includes("<img src=x")));
  assert.equal(await own.locator("a.title").count(), 1, "without an address there is no link");
  assert.deepEqual(page.wrong, []);
});

test("marks stand where they should behind characters of two units", async () => {
  const page = await open();
  await page.field.pressSequentially("بادک");
  await page.getByRole("option").first().waitFor();
  await page.locator("sarnakh-search [role=listbox][data-q='بادک']").waitFor();
  assert.deepEqual(await page.getByRole("option").first().locator("b").allTextContents(), ["نک‌ربا 🎈 بازگشت"]);
  await search(page, "بادکنک‌ربا");
  assert.deepEqual(await page.hits.first().locator("mark").allTextContents(), ["بادکنک‌ربا", "بادکنک‌ربا"]);
});

test("nothing found, a correction and a refusal are said", async () => {
  const page = await open();
  await search(page, "قورباغه‌نشان");
  assert.match(await page.locator("sarnakh-search .total").textContent(), /^خبری برای «قورباغه‌نشان» پیدا نشد/);
  const wrong = await open(pageWith(`sort="sideways"`));
  await search(wrong, "پل");
  assert.match(await wrong.getByRole("alert").textContent(), /sort/);
  await wrong.route("**/v1/search*", (route) => route.abort());
  await search(wrong, "پل");
  await wrong.getByText("جست‌وجو اکنون در دسترس نیست").waitFor();
});

test("a page that the key is not for is told nothing, and says so", async () => {
  const other = await startForeign({ "/": ["text/html", foreign.files[pageWith("")][1]] });
  const page = await open("/", {}, other.base);
  await page.field.pressSequentially("پل");
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "در دسترس نیست" }).waitFor();
  assert.equal(await page.getByRole("option").count(), 0);
  await other.close();
});

test("a wrong spelling is searched for as it was meant, and that is said", async () => {
  const page = await open();
  await search(page, "آرتاوانن");
  assert.equal(await page.locator("sarnakh-search [part=corrected]").textContent(), "به جای «آرتاوانن»، «آرتاوان» جست‌وجو شد.");
  assert.ok((await page.hits.count()) > 0);
});

test("filters, sort and language are attributes", async () => {
  const page = await open(pageWith(`lang="en" limit="3" sort="-date" filter.source="sepidedam|bazar-nameh"`));
  await search(page, "آرتاوان");
  assert.equal(await page.hits.count(), 3);
  const sources = await page.locator("sarnakh-search [part=source]").allTextContents();
  assert.ok(sources.every((one) => ["sepidedam", "bazar-nameh"].includes(one)), sources.join());
  const times = await page.locator("sarnakh-search time").evaluateAll((all) => all.map((one) => one.dateTime));
  assert.deepEqual(times, [...times].sort().reverse());
  assert.equal(await page.locator("sarnakh-search .box").getAttribute("dir"), "ltr");
  assert.match(await page.locator("sarnakh-search .total").textContent(), /articles$/);
});

test("attributes that change are read again", async () => {
  const page = await open(pageWith(`q="پل" limit="2"`));
  await page.hits.first().waitFor();
  await page.evaluate(() => {
    const box = document.querySelector("sarnakh-search");
    box.setAttribute("limit", "4");
    box.setAttribute("lang", "en");
  });
  await page.getByText("Page 1").waitFor();
  assert.equal(await page.hits.count(), 4);
  assert.equal(await page.locator("sarnakh-search input").count(), 1);
});

test("events tell what is asked and chosen, and may take it over", async () => {
  const page = await open(pageWith(`limit="2"`));
  await page.evaluate(() => {
    window.told = [];
    for (const name of ["search", "found", "choose", "error"])
      document.addEventListener(`sarnakh:${name}`, (event) => {
        told.push([name, { ...event.detail }]);
        if (name === "choose") event.preventDefault();
      });
  });
  await search(page, "پل");
  await page.locator("sarnakh-search a.title").first().click();
  await page.field.fill("پل زر");
  await page.getByRole("option").first().click();
  const told = await page.evaluate(() => window.told);
  assert.deepEqual(told.map(([name]) => name), ["search", "found", "choose", "choose"]);
  assert.equal(told[0][1].q, "پل");
  assert.ok(told[1][1].total > 2);
  assert.deepEqual([told[2][1].type, told[2][1].position], ["article", 1]);
  assert.ok(told[2][1].url.startsWith("https://"));
  assert.ok(["tag", "title"].includes(told[3][1].type));
});

test("what stands inside is for readers without a script", async () => {
  const name = `/inside`, inside = `<form action="${service.base}/"><input name="q"><button>x</button></form>`;
  foreign.files[name] = ["text/html", foreign.files[pageWith("")][1].replace("</sarnakh-search>", inside + "</sarnakh-search>")];
  const scripted = await open(name);
  assert.equal(await scripted.locator("input:visible").count(), 1);
  const plain = await openPage(browser, foreign.base, { javaScriptEnabled: false });
  await plain.goto(foreign.base + name);
  await plain.locator("input:visible").fill("پل");
  await plain.keyboard.press("Enter");
  await plain.waitForURL(service.base + "/?q=*");
});

test("with action the box only asks, and another page answers", async () => {
  foreign.files["/results"] = ["text/html", "<title>results</title>"];
  const page = await open(pageWith(`action="/results?from=box"`));
  await page.field.fill("پل");
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === "/results" && url.searchParams.get("q") === "پل" && url.searchParams.get("from") === "box");
});

test("it searches where its script came from, unless it is told otherwise", async () => {
  foreign.files["/bare"] = ["text/html", `<!doctype html><meta charset=utf-8><title>x</title><script src="${service.base}/sarnakh-search.js" defer></script><sarnakh-search key="${key}" suggestions="off"></sarnakh-search>`];
  const page = await openPage(browser, foreign.base);
  await page.goto(foreign.base + "/bare");
  await page.getByRole("searchbox").fill("پل");
  await page.keyboard.press("Enter");
  await page.locator("sarnakh-search li.hit").first().waitFor();
  assert.deepEqual(page.wrong, []);
});

for (const [name, options] of [["desktop", {}], ["phone", { viewport: { width: 360, height: 740 } }], ["dark", { colorScheme: "dark" }]])
  test(`the widget fits and is without fault for axe: ${name}`, async () => {
    const page = await open("/plain", options);
    await search(page, "پل");
    await page.hits.first().waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing sticks out");
    await shoot(page, `widget-${name}`);
    await page.field.pressSequentially(" زر");
    await page.getByRole("option").first().waitFor();
    await shoot(page, `widget-${name}-suggest`);
    await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8") + ";0");
    const found = await page.evaluate(async () => (await axe.run("sarnakh-search")).violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`));
    assert.deepEqual(found, []);
  });

test("the manual shows the examples as they are run here", () => {
  const manual = readFileSync(join(source, "docs", "widget.md"), "utf8");
  for (const name of ["plain.html", "plain.css", "sarnakh-search.php", "NewsSearch.jsx"])
    assert.ok(manual.includes("\n" + example(name).trimEnd() + "\n"), name);
});

test("the React component shows results and tells what is chosen", async () => {
  const { build } = require("esbuild");
  const made = await build({
    stdin: { contents: `import { createRoot } from "react-dom/client"; import { NewsSearch } from ${JSON.stringify(join(examples, "NewsSearch.jsx"))};
      createRoot(document.getElementById("app")).render(<NewsSearch endpoint="${service.base}" publicKey="${key}" source="sepidedam"
        onChoose={(detail, event) => { event.preventDefault(); window.chosen = detail; }} />);`, loader: "jsx", resolveDir: join(source, "pages") },
    bundle: true, write: false, jsx: "automatic", minify: true, nodePaths: [join(source, "pages", "node_modules")], define: { "process.env.NODE_ENV": '"production"' },
  });
  foreign.files["/app.js"] = ["text/javascript", made.outputFiles[0].text];
  foreign.files["/react"] = ["text/html", `<!doctype html><html lang=fa><meta charset=utf-8><title>x</title><div id=app></div><script src=/app.js></script>`];
  const page = await open("/react");
  await search(page, "پل");
  assert.ok((await page.locator("sarnakh-search [part=source]").allTextContents()).every((one) => one === "sepidedam"));
  await page.locator("sarnakh-search a.title").first().click();
  assert.equal(await page.evaluate(() => window.chosen.position), 1);
  assert.deepEqual(page.wrong, []);
});

const hasPhp = spawnSync("php", ["--version"]).status === 0;
test("the WordPress plugin writes the element, and escapes what a shortcode says", { skip: !hasPhp && "no php" }, async () => {
  const plugin = join(examples, "sarnakh-search.php");
  assert.equal(spawnSync("php", ["-l", plugin]).status, 0);
  const made = spawnSync("php", [join(source, "tests", "browser", "wordpress.php"), plugin], { encoding: "utf8" });
  assert.equal(made.status, 0, made.stderr);
  assert.ok(made.stdout.includes("filter-category=\"شهر&quot;&gt;&lt;b&gt;\""), made.stdout);
  foreign.files["/wordpress"] = ["text/html", `<!doctype html><html lang=fa><meta charset=utf-8><title>x</title>` + ours(made.stdout)];
  const page = await open("/wordpress");
  await page.evaluate(() => document.querySelector("sarnakh-search").removeAttribute("filter-category"));
  await search(page, "پل");
  assert.equal(await page.hits.count(), 3);
});
