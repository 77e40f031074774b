// `npm run build`: styles, typeface and script of the pages into ifi/portal/static/build/.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "sass";

const assets = dirname(fileURLToPath(import.meta.url));
const project = join(assets, "..", "..", "..");
const packages = join(project, "node_modules");
const target = join(project, "ifi", "portal", "static", "build");

rmSync(target, { recursive: true, force: true });
mkdirSync(join(target, "fonts"), { recursive: true });

const { css } = compile(join(assets, "styles", "app.scss"), {
  style: "compressed",
  sourceMap: false,
  loadPaths: [packages],
  quietDeps: true,
});
writeFileSync(join(target, "app.css"), css);

for (const alphabet of ["latin", "latin-ext", "cyrillic", "cyrillic-ext"]) {
  const name = `ibm-plex-sans-${alphabet}-wght-normal.woff2`;
  copyFileSync(join(packages, "@fontsource-variable", "ibm-plex-sans", "files", name), join(target, "fonts", name));
}

copyFileSync(join(assets, "thin-space.woff2"), join(target, "fonts", "thin-space.woff2"));

// One module and one request: the library's own export list is cut off and our script follows in the same scope.
const library = readFileSync(join(packages, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"), "utf8");
const exported = /export\{[^}]*\};?\s*(\/\/# sourceMappingURL=.*)?\s*$/;
if (!exported.test(library)) throw new Error("govuk-frontend.min.js no longer ends with its export list");
const script = readFileSync(join(assets, "app.js"), "utf8");
writeFileSync(join(target, "app.js"), library.replace(exported, "\n") + script);
