// node build.mjs: from src/ and css/ to dist/, which is committed so that nobody needs npm to build the service.
// --check: says (status 1) what in dist/ is not what the sources give.
import { spawnSync } from "node:child_process";
import { build } from "esbuild";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { typesOf } from "./tools/types.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

// What is built: a script or a sheet each; without: texts that a script does not say.
const entries = [
  { out: "search", in: "src/search/main.ts", without: /^(desk|status|key|widget)\./ },
  { out: "desk", in: "src/desk/main.ts", without: /^(status|widget)\./ },
  { out: "status", in: "src/status/main.ts", without: /^(desk|widget)\./ },
  { out: "status", in: "css/status.css" },
  { out: "sarnakh-client", in: "src/shared/client.ts" },
  { out: "pages", in: "css/pages.css" },
  { out: "desk", in: "css/desk.css" },
];
// What is taken as it is.
const copies = {
  "icon.svg": "icon.svg",
  "Vazirmatn.woff2": "node_modules/vazirmatn/fonts/webfonts/Vazirmatn[wght].woff2",
  "Vazirmatn-OFL.txt": "node_modules/vazirmatn/OFL.txt",
};

const options = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  target: ["es2020", "safari15"],
  charset: "utf8",
  legalComments: "none",
  external: ["*.woff2"],
  logLevel: "warning",
};

// What stands in pages of others is one small file: its sheet is a text in it, and of the texts it has those that it says.
const WIDGET_PACKED_BYTES = 20_000;
// The table of texts, but for those that a script does not say.
const textsWithout = (without) => ({
  name: "texts",
  setup(build) {
    build.onLoad({ filter: /texts\.json$/ }, async ({ path }) => {
      const rows = Object.entries(JSON.parse(await readFile(path, "utf8")));
      return { contents: JSON.stringify(Object.fromEntries(rows.filter(([name]) => !without.test(name)))), loader: "json" };
    });
  },
});
const inOneFile = {
  name: "in-one-file",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const made = await build.esbuild.build({ ...options, entryPoints: [path], write: false });
      return { contents: made.outputFiles[0].text.trim(), loader: "text" };
    });
  },
};
const WIDGET_HAS_NOT = /^(?!suggest|widget)/;

async function buildWidget(folder) {
  const file = join(folder, "sarnakh-search.js");
  await build({ ...options, entryPoints: ["src/widget/main.ts"], outfile: file, format: "iife", plugins: [inOneFile, textsWithout(WIDGET_HAS_NOT)] });
  const bytes = gzipSync(await readFile(file), { level: 9 }).length;
  if (bytes > WIDGET_PACKED_BYTES) throw new Error(`sarnakh-search.js: ${bytes} bytes packed, at most ${WIDGET_PACKED_BYTES}`);
}

async function buildInto(folder) {
  for (const { without, ...entry } of entries)
    await build({ ...options, entryPoints: [entry], outdir: folder, format: "esm", plugins: without ? [textsWithout(without)] : [] });
  await buildWidget(folder);
  for (const [name, from] of Object.entries(copies))
    await writeFile(join(folder, name), await readFile(join(here, from)));
  await declareClient(folder);
}

// The types of the API's answers, made of its description; committed, since the sources use them.
const api = join(here, "src/shared/api.ts");
const apiTypes = async () => typesOf(JSON.parse(await readFile(join(here, "../http/openapi.json"), "utf8")));

/** One file of declarations: those of the compiler for client.ts, and of the types that it takes from api.ts. */
async function declareClient(folder) {
  const made = await mkdtemp(join(tmpdir(), "sarnakh-types-"));
  const compiler = spawnSync(join(here, "node_modules/.bin/tsc"), ["--noEmit", "false", "--declaration", "--emitDeclarationOnly", "--rootDir", ".", "--outDir", made],
                             { cwd: here, stdio: "inherit" });
  if (compiler.status !== 0) throw new Error("tsc");
  const client = await readFile(join(made, "src/shared/client.d.ts"), "utf8");
  await rm(made, { recursive: true });
  const own = client.replace(/^(import|export) type [^;]* from "\.\/api";\n/gm, "");
  await writeFile(join(folder, "sarnakh-client.d.ts"), own + "\n" + (await readFile(api, "utf8")));
}

async function difference(a, b) {
  const names = new Set([...(await readdir(a)), ...(await readdir(b))]);
  const read = (folder, name) => readFile(join(folder, name)).catch(() => Buffer.alloc(0));
  const differ = [];
  for (const name of names)
    if (!(await read(a, name)).equals(await read(b, name))) differ.push(name);
  return differ;
}

if (process.argv.includes("--check")) {
  const folder = await mkdtemp(join(tmpdir(), "sarnakh-pages-"));
  await buildInto(folder);
  const differ = await difference(folder, dist);
  await rm(folder, { recursive: true });
  if ((await readFile(api, "utf8")) !== (await apiTypes())) console.error("pages/src/shared/api.ts is not what http/openapi.json gives: run npm run build in pages/"), differ.push("api.ts");
  for (const name of differ) console.error(`pages/dist/${name} is not what its sources give: run npm run build in pages/`);
  process.exitCode = differ.length > 0 ? 1 : 0;
} else {
  await writeFile(api, await apiTypes());
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist);
  await buildInto(dist);
}
