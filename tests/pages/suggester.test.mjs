// How suggestions are asked for (pages/src/shared/suggester.ts): a service that answers when it is told to, and a clock that stands.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const pages = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "pages");
const { buildSync } = createRequire(join(pages, "package.json"))("esbuild");
const entry = `export * from "./src/shared/suggester"; export { SarnakhProblem } from "./src/shared/client";`;
const made = buildSync({ stdin: { contents: entry, resolveDir: pages, loader: "ts" }, bundle: true, format: "esm", write: false });
const { Suggester, questionOf, SarnakhProblem } = await import("data:text/javascript," + encodeURIComponent(made.outputFiles[0].text));

const KEPT = 60, KEPT_MS = 30_000;
let now = 0;
performance.now = () => now;

function make() {
  const asked = [], shown = [], waiting = [];
  const ask = (q) => new Promise((resolve, reject) => {
    asked.push(q);
    waiting.push({ resolve: (ready = true) => resolve({ q, ready, suggestions: [] }), reject });
  });
  const suggester = new Suggester(ask, (answer, q) => shown.push(`${q}:${answer.q}`));
  const settle = () => new Promise(setImmediate);
  return {
    suggester, asked, shown,
    async answer(ready) { waiting.shift().resolve(ready), await settle(); },
    async refuse(problem) { waiting.shift().reject(problem), await settle(); },
  };
}

test("a text is asked for at once, and while that runs only the last of those that follow waits", async () => {
  const s = make();
  for (const q of ["پ", "پل", "پل ز", "پل زر"]) s.suggester.want(q);
  assert.deepEqual(s.asked, ["پ"]);
  await s.answer();
  assert.deepEqual(s.asked, ["پ", "پل زر"]);
  await s.answer();
  assert.deepEqual(s.shown, ["پ:پ", "پل زر:پل زر"], "what it begins with helps until then");
});

test("an answer for a text that was left is not shown", async () => {
  const s = make();
  s.suggester.want("پل");
  s.suggester.want("راه");
  await s.answer();
  assert.deepEqual(s.shown, []);
  await s.answer();
  assert.deepEqual(s.shown, ["راه:راه"]);
});

test("what was asked before is shown at once, and not replaced by an older answer", async () => {
  const s = make();
  s.suggester.want("پل");
  await s.answer();
  s.suggester.want("پ");
  s.suggester.want("پل");
  assert.deepEqual(s.shown, ["پل:پل", "پل:پل"]);
  await s.answer();
  assert.deepEqual(s.shown, ["پل:پل", "پل:پل"]);
  assert.deepEqual(s.asked, ["پل", "پ"]);
});

test("nothing is shown behind a stop", async () => {
  const s = make();
  s.suggester.want("پل");
  s.suggester.stop();
  await s.answer();
  assert.deepEqual(s.shown, []);
  s.suggester.want("پل");
  assert.deepEqual(s.shown, ["پل:پل"], "but it is known");
});

test("answers are kept for half a minute, the least used goes first, and none of a service that has just started", async () => {
  const s = make();
  const get = async (q, ready) => {
    const before = s.asked.length;
    s.suggester.want(q);
    if (s.asked.length > before) await s.answer(ready);
    return s.asked.length > before ? "asked" : "kept";
  };
  for (let n = 0; n < KEPT; n++) await get(`q${n}`);
  assert.equal(await get("q0"), "kept");
  await get("one more");
  assert.equal(await get("q0"), "kept");
  assert.equal(await get("q1"), "asked");
  assert.equal(await get("early", false), "asked");
  assert.equal(await get("early"), "asked");
  now += KEPT_MS + 1;
  assert.equal(await get("q0"), "asked");
});

test("a refusal is waited for as long as it says, a failure for two seconds, and who may not ask does not again", async () => {
  for (const [problem, ms] of [
    [new SarnakhProblem(429, {}, 7), 7_000], [new SarnakhProblem(503, {}), 2_000], [new TypeError("no way there"), 2_000],
    [new SarnakhProblem(403, {}), Infinity], [new SarnakhProblem(401, {}), Infinity],
  ]) {
    const s = make();
    s.suggester.want("a");
    s.suggester.want("ab");
    await s.refuse(problem);
    now += Math.min(ms, 1e9) - 1;
    s.suggester.want("abc");
    assert.deepEqual(s.asked, ["a"]);
    now += 2;
    s.suggester.want("abcd");
    assert.deepEqual(s.asked, ms === Infinity ? ["a"] : ["a", "abcd"]);
  }
});

test("half-spaces are asked, blanks at the ends are not, and neither is what is too long", () => {
  for (const [typed, asked] of [
    ["  پل \t زر ", "پل زر"], ["می‌روم", "می‌روم"], ["می‌", "می‌"], ["", ""], [" ", ""],
    ["پ".repeat(200), "پ".repeat(200)], ["پ".repeat(201), ""],
  ]) assert.equal(questionOf(typed), asked);
});
