// Build the page into pei_dsl/studio/web, or into the folder that is named; `playground` builds that page.

import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = path.dirname(fileURLToPath(import.meta.url));
const [folder, kind] = process.argv.slice(2);
const to = path.resolve(folder ?? path.join(here, "..", "pei_dsl", "studio", "web"));
const entries = kind === "playground" ? ["estudio", "worker"] : ["estudio"];
const source = kind === "playground" ? { estudio: "src/playground.js", worker: "src/worker.js" } : { estudio: "src/estudio.js" };

await mkdir(to, { recursive: true });
for (const name of await readdir(to)) if (/\.(js|css|html|txt)$/.test(name)) await rm(path.join(to, name));
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: Object.fromEntries(entries.map((each) => [each, source[each]])),
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  external: ["./pyodide/*"],
  outdir: to,
  chunkNames: "[name]-[hash]",
  metafile: true,
});
for (const name of ["index.html", "estudio.css"]) {
  await writeFile(path.join(to, name), await readFile(path.join(here, "src", name)));
}

// What others wrote goes with their licences.
const packages = new Set(
  Object.keys(metafile.inputs).flatMap((each) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(each)?.[1] ?? []),
);
const licences = [];
for (const name of [...packages].sort()) {
  const { version } = JSON.parse(await readFile(path.join(here, "node_modules", name, "package.json"), "utf8"));
  const text = (await readFile(path.join(here, "node_modules", name, "LICENSE"), "utf8")).trim();
  licences.push(`${name} ${version}\n\n${text}\n`);
}
await writeFile(path.join(to, "licenses.txt"), licences.join("\n\n----\n\n"));
