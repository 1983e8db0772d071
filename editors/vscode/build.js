// Build dist/extension.js with the licences of what others wrote; no network is used.

const { build } = require("esbuild");
const fs = require("node:fs");
const path = require("node:path");

const to = process.argv[2] ?? path.join(__dirname, "dist");

async function main() {
  const { metafile } = await build({
    absWorkingDir: __dirname,
    entryPoints: ["src/extension.js"],
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    minify: true,
    legalComments: "none",
    charset: "utf8",
    external: ["vscode"],
    outfile: path.join(to, "extension.js"),
    metafile: true,
  });
  const packages = new Set(
    Object.keys(metafile.inputs).flatMap((each) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(each)?.[1] ?? []),
  );
  const licences = [...packages].sort().map((name) => {
    const folder = path.join(__dirname, "node_modules", name);
    const { version } = JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"));
    const file = fs.readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
    return `${name} ${version}\n\n${file ? fs.readFileSync(path.join(folder, file), "utf8").trim() : ""}\n`;
  });
  fs.writeFileSync(path.join(to, "licenses.txt"), licences.join("\n\n----\n\n"));
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
