// What a page may cost its reader: bytes, jumps, waiting. Time is measured inside of the browser, and split into what the service
// took and what the page did with it: only the latter is bounded, since machines and sanitizers differ.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { makeIndex, openPage, source, startBrowser, startService } from "./harness.mjs";

const FIRST_PAGE_BYTES = 100_000; // HTML, styles and scripts as transferred, without the font
const SHOWN_WITHIN_MS = 50; // from the key to the list
const USUAL_MS = 5; // of those, the service and the way to it (docs/suggest.md: under a millisecond in the service)
const KEYS = 40;
// A telephone on a bad day: 150 ms there and back, 1.6 Mbit/s.
const SLOW = { offline: false, latency: 150, downloadThroughput: 200_000, uploadThroughput: 94_000 };
const BRIDGE = "پل زرین‌رود";
const routes = JSON.parse(readFileSync(join(source, "http", "openapi.json"))).paths;

let service, browser, paths;
before(async () => {
  service = await startService(makeIndex());
  browser = await startBrowser();
  const found = await (await fetch(`${service.base}/v1/search?${new URLSearchParams({ q: BRIDGE, limit: 1 })}`)).json();
  const id = encodeURIComponent(found.hits[0].id);
  const all = { "/": "/", "/?q": `/?${new URLSearchParams({ q: BRIDGE })}`, "/articles/{id}": `/articles/${id}`, "/desk": "/desk", "/status": "/status" };
  paths = Object.fromEntries(Object.entries(all).filter(([route]) => routes[route.replace(/\?.*/, "")]));
  for (let ready = false; !ready; ) ready = (await (await fetch(service.base + "/v1/suggest?q=a")).json()).ready;
});
after(async () => {
  await browser?.close();
  await service?.stop();
});

const median = (all) => all.toSorted((a, b) => a - b)[all.length >> 1];
const p95 = (all) => all.toSorted((a, b) => a - b)[Math.floor(all.length * 0.95)];

/** What is transferred while fn runs, headers and all: {type: bytes}; and what did not come from the network. */
async function transferred(page, fn) {
  const client = await page.context().newCDPSession(page);
  const requests = new Map();
  const of = (id) => requests.get(id) ?? requests.set(id, { bytes: 0, cached: false }).get(id);
  await client.send("Network.enable");
  client.on("Network.requestWillBeSent", ({ requestId, request, type }) => Object.assign(of(requestId), { url: request.url, type }));
  client.on("Network.requestServedFromCache", ({ requestId }) => (of(requestId).cached = true));
  client.on("Network.responseReceived", ({ requestId, response }) => (of(requestId).cached ||= response.fromDiskCache));
  client.on("Network.responseReceivedExtraInfo", ({ requestId, statusCode }) => (of(requestId).status = statusCode));
  client.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => (of(requestId).bytes = encodedDataLength));
  await fn();
  await client.detach();
  return [...requests.values()].filter(({ url }) => /^http/.test(url ?? ""));
}

test("a first page is light", async () => {
  for (const [name, path] of Object.entries(paths)) {
    const page = await openPage(browser, service.base);
    const requests = await transferred(page, () => page.goto(service.base + path, { waitUntil: "networkidle" }));
    const bytes = {};
    for (const one of requests) bytes[one.type] = (bytes[one.type] ?? 0) + one.bytes;
    const { Font = 0, ...rest } = bytes;
    const sum = Object.values(rest).reduce((a, b) => a + b, 0);
    console.log(`${name}: ${sum} bytes ${JSON.stringify(rest)}, font ${Font}`);
    assert.ok(rest.Document > 0 && rest.Stylesheet > 0, `${name}: something was measured ${JSON.stringify(bytes)}`);
    assert.ok(sum < FIRST_PAGE_BYTES, `${name}: ${sum} bytes`);
    // Who has no key is told so by the operations page.
    assert.deepEqual(page.wrong.filter((line) => !/status of 403/.test(line)), []);
    await page.context().close();
  }
});

test("the second visit transfers nothing that it has", async () => {
  for (const [name, path] of Object.entries(paths)) {
    const page = await openPage(browser, service.base);
    const visit = () => transferred(page, () => page.goto(service.base + path, { waitUntil: "networkidle" }));
    const had = new Set((await visit()).map(({ url }) => url));
    await page.goto("about:blank");
    const again = (await visit()).filter(({ url, cached, status }) => had.has(url) && /\/assets\//.test(url) && !cached && status !== 304);
    assert.deepEqual(again.map(({ url }) => url), [], name);
    await page.context().close();
  }
});

/** Every jump of the layout, whether the reader did something or not. Text that moves inside of a field is the reader's (its node is not told). */
async function watchJumps(page) {
  await page.addInitScript(() => {
    const box = ({ x, y, width, height }) => [x, y, width, height].map(Math.round).join(" ");
    window.jumps = [];
    new PerformanceObserver((list) => {
      for (const { value, sources } of list.getEntries()) {
        const moved = sources.filter(({ node }) => node !== null);
        const about = ({ node, previousRect, currentRect }) => `${(node.outerHTML ?? node.textContent).slice(0, 80)} from ${box(previousRect)} to ${box(currentRect)}`;
        if (moved.length > 0) window.jumps.push(`${value.toFixed(4)} ${moved.map(about).join(", ")}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
}

// Two frames behind the last change: entries are queued when a frame is over.
const jumps = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(window.jumps))))));

for (const [look, options] of Object.entries({ desktop: {}, phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true } })) {
  test(`nothing jumps when a page comes in slowly: ${look}`, async () => {
    for (const [name, path] of Object.entries(paths)) {
      const page = await openPage(browser, service.base, options);
      await watchJumps(page);
      const client = await page.context().newCDPSession(page);
      await client.send("Network.enable");
      await client.send("Network.emulateNetworkConditions", SLOW);
      await page.goto(service.base + path, { waitUntil: "networkidle" });
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      assert.deepEqual(await jumps(page), [], `${name}, ${look}`);
      await page.context().close();
    }
  });
}

test("nothing jumps when results take the place of what was there", async () => {
  for (const path of [paths["/"], paths["/?q"]]) {
    const page = await openPage(browser, service.base);
    await watchJumps(page);
    await page.goto(service.base + path, { waitUntil: "networkidle" });
    const client = await page.context().newCDPSession(page);
    await client.send("Network.enable");
    await client.send("Network.emulateNetworkConditions", { ...SLOW, latency: 700 }); // later than what counts as the reader's own doing
    await page.locator("#q").fill("شهردار");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.searchParams.get("q") === "شهردار");
    await page.locator(".hit").first().waitFor();
    await page.waitForLoadState("networkidle");
    assert.deepEqual(await jumps(page), [], path);
    await page.context().close();
  }
});

test("nothing jumps when suggestions come and go", async () => {
  const page = await openPage(browser, service.base);
  await watchJumps(page);
  await page.goto(service.base + paths["/?q"], { waitUntil: "networkidle" });
  const field = page.getByRole("combobox").first();
  await field.fill("پل");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Escape");
  assert.deepEqual(await jumps(page), []);
  await page.context().close();
});

test("a suggestion is there soon after its key", async () => {
  const page = await openPage(browser, service.base);
  await page.goto(service.base + "/", { waitUntil: "networkidle" });
  const field = page.getByRole("combobox").first();
  await field.focus();
  await page.evaluate(() => {
    window.shown = [];
    const field = document.activeElement;
    let typed = 0, text = "";
    field.addEventListener("input", () => ((typed = performance.now()), (text = field.value)), true);
    new MutationObserver(() => {
      const list = document.querySelector("[role=listbox]");
      if (typed === 0 || list?.dataset.q !== text.trim()) return;
      const asked = performance.getEntriesByType("resource").findLast((one) => one.name.includes("/v1/suggest?") && one.startTime >= typed);
      const key = typed;
      typed = 0;
      // The frame in which it is painted has begun.
      requestAnimationFrame(() => window.shown.push({ all: performance.now() - key, service: asked ? asked.responseEnd - asked.requestStart : 0 }));
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  const titles = ["پل زرینه", "شهردار", "نوروز", "میدان سفال", "کارگاه", "زرین", "رود خان", "باران"].join(" ");
  for (let n = 0, done = 0; done < KEYS && n < titles.length; n++) {
    if (titles[n] === " ") await field.fill("");
    else await page.keyboard.insertText(titles[n]);
    done = await page.evaluate((wanted) => new Promise((go) => {
      // Until this key's list is there, or nothing is to be suggested for it.
      const until = performance.now() + 400;
      const look = () => (window.shown.length > wanted || performance.now() > until ? go(window.shown.length) : requestAnimationFrame(look));
      look();
    }), done);
  }
  const shown = await page.evaluate(() => window.shown);
  const all = shown.map((one) => one.all), own = shown.map((one) => one.all - one.service);
  console.log(`${shown.length} keys: shown after ${median(all).toFixed(1)} ms (median), ${p95(all).toFixed(1)} ms (p95); of these the page's own ${median(own).toFixed(1)} ms, ${p95(own).toFixed(1)} ms`);
  assert.ok(shown.length >= KEYS / 2, `${shown.length} keys were measured`);
  assert.ok(median(own) < SHOWN_WITHIN_MS - USUAL_MS, `${median(own)} ms`);
  assert.deepEqual(page.wrong, []);
});
