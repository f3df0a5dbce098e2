// node build.mjs: from src/ and css/ to dist/, which is committed so that nobody needs npm to build the service.
// --check: says (status 1) what in dist/ is not what the sources give.
import { build } from "esbuild";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");

// What is built: a script or a sheet each.
const entries = {
  search: "src/search/main.ts",
  pages: "css/pages.css",
};
// What is taken as it is.
const copies = {
  "icon.svg": "icon.svg",
  "Vazirmatn.woff2": "node_modules/vazirmatn/fonts/webfonts/Vazirmatn[wght].woff2",
  "Vazirmatn-OFL.txt": "node_modules/vazirmatn/OFL.txt",
};

async function buildInto(folder) {
  await build({
    absWorkingDir: here,
    entryPoints: entries,
    outdir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2020", "safari14"],
    charset: "utf8",
    legalComments: "none",
    external: ["*.woff2"],
    logLevel: "warning",
  });
  for (const [name, from] of Object.entries(copies))
    await writeFile(join(folder, name), await readFile(join(here, from)));
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
  for (const name of differ) console.error(`pages/dist/${name} is not what its sources give: run npm run build in pages/`);
  process.exitCode = differ.length > 0 ? 1 : 0;
} else {
  await rm(dist, { recursive: true, force: true });
  await mkdir(dist);
  await buildInto(dist);
}
