// A service of one's own over the fixtures, and a browser to look at it. Names of the environment:
//   SARNAKH_BUILD    the build directory; SARNAKH_SHOTS: where screenshots are kept (BUILD/screenshots)
//   SARNAKH_CHROMIUM the browser (/usr/bin/chromium)
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export const source = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
// What npm installed lies beside what the pages are made of.
export const require = createRequire(join(source, "pages", "package.json"));
const { chromium } = require("playwright-core");

const build = process.env.SARNAKH_BUILD ?? join(source, "build");
const shots = process.env.SARNAKH_SHOTS ?? join(build, "screenshots");
const READY_MS = 60_000;

/** An index directory of the fixtures (and more JSON lines), gone at exit. articles: objects. */
export function makeIndex(articles = []) {
  const folder = mkdtempSync(join(tmpdir(), "sarnakh-browser-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const index = join(folder, "index");
  const news = join(source, "fixtures", "news");
  const files = readdirSync(news).filter((name) => name.endsWith(".jsonl")).map((name) => join(news, name));
  add(index, files);
  if (articles.length > 0) add(index, ["-"], articles.map((one) => JSON.stringify(one)).join("\n") + "\n");
  return index;
}

function add(index, files, input) {
  const program = join(build, "indexer", "sarnakh-index");
  const done = spawnSync(program, ["--index", index, "add", ...files], { input, encoding: "utf8" });
  if (done.status !== 0) throw new Error(`sarnakh-index add: ${done.status}\n${done.stderr}`);
}

/** A key of a role for an index, made before its service starts. */
export function makeKey(index, role) {
  const made = spawnSync(join(build, "http", "sarnakh-httpd"), ["--index", index, "key", "add", "--role", role, "--name", role], { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`sarnakh-httpd key add: ${made.stderr}`);
  return made.stdout.match(/sarnakh_[0-9a-f]{16}_\S+/)[0];
}

/** The service over an index; {base, stop()}. It listens on a free port of loopback. */
export async function startService(index, ...options) {
  const program = join(build, "http", "sarnakh-httpd");
  const log = openSync(index + ".log", "a");
  // Threads enough: a page asks for several things at once, and on a busy machine two would turn some away.
  const child = spawn(program, ["--index", index, "--listen", "127.0.0.1:0", "--threads", "8", ...options], { stdio: ["ignore", "pipe", log] });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const line = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    child.once("exit", () => reject(new Error("the service did not start")));
  });
  const base = line.match(/http:\/\/\S+/)[0];
  const until = Date.now() + READY_MS;
  while (!(await fetch(base + "/readyz").catch(() => null))?.ok)
    if (Date.now() > until) throw new Error("the service is not ready");
  return {
    base,
    async stop() {
      child.kill("SIGTERM");
      const status = await ended;
      if (status !== 0) throw new Error(`the service ended with ${status}`);
    },
  };
}

/** A browser without any way outside: what asks for another host than loopback fails, and is noted. */
export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env.SARNAKH_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
           "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"],
  });
}

/** A page, and what went wrong on it: errors of scripts, of the console (CSP among them), requests that failed or went elsewhere. */
export async function openPage(browser, base, options = {}) {
  const context = await browser.newContext({ locale: "fa-IR", timezoneId: "Asia/Tehran", ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && wrong.push(`console: ${message.text()}`));
  page.on("request", (request) => {
    const host = new URL(request.url()).hostname;
    if (/^https?:/.test(request.url()) && host !== "127.0.0.1" && host !== "localhost") wrong.push(`elsewhere: ${request.url()}`);
  });
  page.base = base;
  page.wrong = wrong;
  return page;
}

/** Keep a picture of the page for people to look at. */
export async function shoot(page, name, options = {}) {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, name + ".png"), fullPage: true, ...options });
}
