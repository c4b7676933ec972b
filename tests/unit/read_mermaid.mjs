// Reads Mermaid diagrams with Mermaid's own parser: a JSON list of texts in, a JSON list of what they say out.
// The one argument is a folder with mermaid and jsdom in its node_modules.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const folder = process.argv[2];
const { JSDOM } = createRequire(`${folder}/read.js`)("jsdom");
const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import(pathToFileURL(`${folder}/node_modules/mermaid/dist/mermaid.core.mjs`));

const decoded = (text) =>
  text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code)));
const states = (db) => {
  const { nodes, edges } = db.getData();
  return {
    states: nodes.filter((n) => !n.isGroup && n.shape !== "stateStart")
      .map((n) => ({ id: n.id, name: decoded(n.label), parent: n.parentId ?? "", classes: n.cssClasses })),
    groups: nodes.filter((n) => n.isGroup).map((n) => ({ id: n.id, name: decoded(n.label) })),
    edges: edges.map((e) => ({ source: e.start, dest: e.end, label: decoded(e.label) })),
  };
};
const sequence = (db) => ({
  actors: [...db.getActors().values()].map((a) => ({ id: a.name, name: decoded(a.description) })),
  messages: db.getMessages().map((m) => ({ from: m.from, to: m.to, text: decoded(m.message), type: m.type })),
});
const found = [];
await mermaid.parse("stateDiagram-v2"); // which loads the kinds of diagrams
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  const { db, type } = await mermaid.mermaidAPI.getDiagramFromText(text);
  found.push(type === "sequence" ? sequence(db) : states(db));
}
process.stdout.write(JSON.stringify(found));
