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
await writeFile(path.join(to, "estudio.css"), await readFile(path.join(here, "src", "estudio.css")));
// What the page imports at first is fetched with it, and not once its own script was read.
const [first] = Object.values(metafile.outputs).filter((each) => each.entryPoint === source.estudio);
const parts = first.imports.filter((each) => each.kind === "import-statement").map((each) => path.basename(each.path));
const preloads = parts.map((each) => `<link rel="modulepreload" href="${each}">\n`).join("");
const page = await readFile(path.join(here, "src", "index.html"), "utf8");
await writeFile(path.join(to, "index.html"), page.replace('<script type="module"', `${preloads}<script type="module"`));

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
