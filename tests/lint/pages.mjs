// pages/: the types hold, and dist/ is what the sources give. Needs what npm installs there (tools/bootstrap test).
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const pages = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "pages");
const done = spawnSync("npm", ["run", "--silent", "check"], { cwd: pages, stdio: "inherit" });
process.exitCode = done.status ?? 1;
