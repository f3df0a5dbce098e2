// The functions for scripts (pages/dist/sarnakh-client.js), against a fetch that only notes what it is asked.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { queryOf, Sarnakh, SarnakhProblem } from "../../pages/dist/sarnakh-client.js";

/** A client, and what it asked; answer: of each fetch. */
function clientOf(options = {}, answer = () => Response.json({})) {
  const asked = [];
  const fetch = async (address, init) => {
    asked.push({ address, method: init.method, body: init.body, headers: Object.fromEntries(init.headers), signal: init.signal });
    return answer();
  };
  return { news: new Sarnakh({ endpoint: "https://s.example/", fetch, ...options }), asked };
}

const CALLS = [
  [(s) => s.search({ q: "پل زر", "filter.source": ["a", "b"], limit: 5, sort: undefined }), "/v1/search?q=%D9%BE%D9%84+%D8%B2%D8%B1&filter.source=a&filter.source=b&limit=5"],
  [(s) => s.suggest({ q: "a&b=c#" }), "/v1/suggest?q=a%26b%3Dc%23"],
  [(s) => s.spell("x"), "/v1/spell?q=x"],
  [(s) => s.article("a/b?c"), "/v1/articles/a%2Fb%3Fc"],
  [(s) => s.duplicates("a", { min: 0.8 }), "/v1/articles/a/duplicates?min=0.8"],
  [(s) => s.related("a", { mode: "background" }), "/v1/articles/a/related?mode=background"],
  [(s) => s.stories({ min: 2 }), "/v1/stories?min=2"],
  [(s) => s.story("s:1f", {}), "/v1/stories/s%3A1f"],
  [(s) => s.analyze({ text: "م" }), "/v1/analyze?text=%D9%85"],
  [(s) => s.status(), "/v1/status"],
];

test("each question has its address, with what is given and nothing else", async () => {
  for (const [call, address] of CALLS) {
    const { news, asked } = clientOf();
    await call(news);
    assert.equal(asked[0].address, "https://s.example" + address);
    assert.equal(asked[0].method, "GET");
  }
});

test("what has a body is posted as JSON", async () => {
  for (const [call, path, body] of [
    [(s) => s.searchBatch([{ q: "a" }]), "/v1/search:batch", { searches: [{ q: "a" }] }],
    [(s) => s.relatedTo({ url: "https://n.example/1" }), "/v1/related", { url: "https://n.example/1" }],
    [(s) => s.click({ query: "a", id: "b", position: 1 }), "/v1/clicks", { query: "a", id: "b", position: 1 }],
  ]) {
    const { news, asked } = clientOf({ publicKey: "k" });
    await call(news);
    assert.equal(asked[0].address, `https://s.example${path}?key=k`);
    assert.equal(asked[0].method, "POST");
    assert.equal(asked[0].headers["content-type"], "application/json");
    assert.deepEqual(JSON.parse(asked[0].body), body);
  }
});

test("a public key goes into the address without a header of its own, another one into the header alone", async () => {
  const open = clientOf({ publicKey: "pub" }), secret = clientOf({ key: "secret" });
  await open.news.spell("a");
  await secret.news.spell("a");
  assert.equal(open.asked[0].address, "https://s.example/v1/spell?q=a&key=pub");
  assert.deepEqual(Object.keys(open.asked[0].headers), ["accept"]);
  assert.equal(secret.asked[0].address, "https://s.example/v1/spell?q=a");
  assert.equal(secret.asked[0].headers.authorization, "Bearer secret");
});

test("a refusal is thrown with its code and both its sentences", async () => {
  const body = { code: "rate_limited", detail: "slower", detail_fa: "آهسته‌تر", request_id: "r" };
  const { news } = clientOf({}, () => Response.json(body, { status: 429, headers: { "Retry-After": "7" } }));
  const problem = await news.search({ q: "a" }).catch((thrown) => thrown);
  assert.ok(problem instanceof SarnakhProblem && problem instanceof Error);
  assert.deepEqual([problem.status, problem.code, problem.detail, problem.detail_fa, problem.request_id, problem.retry_after], [429, "rate_limited", "slower", "آهسته‌تر", "r", 7]);
  assert.equal(problem.message, "slower");
});

test("what is no answer of the service is a problem without a code", async () => {
  for (const answer of [() => new Response("<html>", { status: 502 }), () => new Response("null", { status: 404 })]) {
    const problem = await clientOf({}, answer).news.status().catch((thrown) => thrown);
    assert.ok(problem instanceof SarnakhProblem);
    assert.deepEqual([problem.code, problem.retry_after], ["", undefined]);
  }
});

test("a signal goes to fetch, and what fetch throws is thrown", async () => {
  const { news, asked } = clientOf({}, () => Promise.reject(new TypeError("no way there")));
  const { signal } = new AbortController();
  await assert.rejects(news.spell("a", { signal }), TypeError);
  assert.equal(asked[0].signal, signal);
});

test("what is not given is not asked", () => {
  assert.equal(queryOf({ a: null, b: undefined, c: [], d: false, e: 0, f: "" }).toString(), "d=false&e=0&f=");
});

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** What the compiler says of a module that takes the client from where it is built. */
function compile(text) {
  const folder = mkdtempSync(join(tmpdir(), "sarnakh-consumer-"));
  const client = join(root, "pages", "dist", "sarnakh-client.js");
  writeFileSync(join(folder, "consumer.ts"), text.replaceAll("https://search.example/sarnakh-client.js", client));
  const tsc = join(root, "pages", "node_modules", ".bin", "tsc");
  const options = ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "--lib", "es2022,dom", "--types", ""];
  const done = spawnSync(tsc, [...options, join(folder, "consumer.ts")], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return done.stdout;
}

test("the declarations are of the file: the manual's example holds, and what is wrong does not", () => {
  const manual = readFileSync(join(root, "docs", "widget.md"), "utf8");
  const example = manual.match(/```js\n(import[^]*?)```/)[1];
  assert.equal(compile(example), "");
  assert.match(compile(`${example}\nconst n: string = (await news.search({ q: 1 })).total.value;`), /number' is not assignable to type 'string'[^]*number' is not assignable to type 'string'/);
});
