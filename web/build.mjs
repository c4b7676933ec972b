// Bundles the scripts of the pages into src/talksim/site/assets, and lists the licences of what is in them.
// Run with `npm install && npm run build`; the result is committed, so that installing talksim needs no node.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const assets = new URL("../src/talksim/site/assets/", import.meta.url).pathname;

// A test holds this against the sources, so that nobody forgets to build.
const sources = ["package.json", ...readdirSync("src").sort().map((name) => `src/${name}`)];
const hash = createHash("sha256");
for (const name of sources) hash.update(readFileSync(name));
const made = await build({
  entryPoints: ["src/report.js"],
  outdir: assets,
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2020",
  legalComments: "none",
  metafile: true,
  banner: { js: `/* Made by web/build.mjs of sources ${hash.digest("hex")}; licences in LICENSES.txt. */` },
});

const packages = new Set(
  Object.keys(made.metafile.inputs)
    .map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1])
    .filter(Boolean),
);
const licences = [...packages].sort().map((name) => {
  const { version, license } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8"));
  return `${name} ${version} (${license})\n\n${readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}\n`;
});
const own = "The script of these pages is a part of talksim (Apache-2.0)";
const head = licences.length ? `${own} and contains the following packages.\n\n` : `${own} and contains no other package.\n`;
writeFileSync(`${assets}LICENSES.txt`, head + licences.join(`\n${"-".repeat(80)}\n\n`));
