// Bundles the page into a folder: files named after their content, packed beforehand, and a manifest of all.
// Called with the folder, which is made anew.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const MEDIA_TYPES: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
};

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: node build.ts FOLDER");
const source = (name: string): string => join(import.meta.dirname, name);

const built = await build({
  // The example is no part of the first load: it is read when somebody wants to look at it.
  entryPoints: [
    ...[source("src/main.ts"), source("styles/main.css"), source("icon.svg")],
    source("src/example/example.json"),
  ],
  entryNames: "[name]-[hash]",
  // What is loaded after the page, in files of its own.
  splitting: true,
  chunkNames: "[name]-[hash]",
  metafile: true,
  loader: { ".svg": "copy", ".json": "copy" },
  outdir: folder,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  write: false,
  logLevel: "warning",
});

const files = new Map(built.outputFiles.map((file) => [basename(file.path), Buffer.from(file.contents)]));
files.set("index.html", Buffer.from(pageThatRefersTo([...files.keys()])));

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const manifest: Record<string, { media_type: string; etag: string }> = {};
for (const [name, content] of files) {
  const mediaType = MEDIA_TYPES[extname(name)];
  if (mediaType === undefined) throw new Error(`no media type is known for ${name}`);
  manifest[name] = {
    media_type: mediaType,
    etag: createHash("sha256").update(content).digest("hex").slice(0, 16),
  };
  writeFileSync(join(folder, name), content);
  writeFileSync(join(folder, `${name}.gz`), gzipSync(content, { level: 9 }));
  writeFileSync(
    join(folder, `${name}.br`),
    brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
  );
}
writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));

/** Names what is loaded with a script, so that it need not be read before that is known. */
function loadedWith(script: string): string[] {
  const [output] = Object.entries(built.metafile.outputs).flatMap(([path, of]) =>
    basename(path) === script ? [of] : [],
  );
  const imported = (output?.imports ?? []).filter(({ kind }) => kind === "import-statement");
  return imported.map(({ path }) => basename(path));
}

/** Puts the names the files now have in the place of those they have here. */
function pageThatRefersTo(names: string[]): string {
  const script = names.find((each) => each.startsWith("main-") && each.endsWith(".js"));
  const preloads = loadedWith(script ?? "").map(
    (name) => `<link rel="modulepreload" href="./assets/${name}">`,
  );
  const html = readFileSync(source("index.html"), "utf-8").replace("{{preloads}}", preloads.join("\n"));
  return html.replace(/\{\{(\w+)(\.\w+)\}\}/g, (_, stem: string, extension: string) => {
    const name = names.find((each) => each.startsWith(`${stem}-`) && each.endsWith(extension));
    if (name === undefined) throw new Error(`the page refers to ${stem}${extension}, which was not built`);
    return `./assets/${name}`;
  });
}
