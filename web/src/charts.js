// Statecharts, laid out by dagre: states as boxes, moves as arrows, what was taken stands out.
import { Graph, layout } from "@dagrejs/dagre";
import { data, s } from "./dom.js";

const LINE = 15;

for (const [name, chart] of Object.entries(data("charts") ?? {})) {
  const box = document.getElementById(`chart-${name}`);
  if (box) box.replaceChildren(drawn(chart));
}

function drawn(chart) {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: 28, ranksep: 56, edgesep: 16, marginx: 12, marginy: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const state of chart.states) {
    const stays = chart.moves.filter((move) => move.from === state.id && move.to === state.id);
    const lines = stays.flatMap((move) => move.lines.map((line) => `↻ ${line}`));
    const width = Math.max(7.2 * state.id.length + 30, ...lines.map((line) => 6.3 * line.length + 20));
    graph.setNode(state.id, { width, height: 36 + LINE * lines.length, lines, ...state });
  }
  for (const [at, move] of chart.moves.entries()) {
    if (move.from === move.to) continue;
    const lines = move.lines;
    const width = 6.3 * Math.max(...lines.map((line) => line.length)) + 8;
    graph.setEdge(move.from, move.to, { ...move, lines, width, height: LINE * lines.length, labelpos: "c" }, String(at));
  }
  layout(graph);
  const { width, height } = graph.graph();
  const parts = graph.edges().map((edge) => arrow(graph.edge(edge)));
  const boxes = graph.nodes().map((id) => state(graph.node(id)));
  const label = `Statechart of ${chart.title}; the table below says the same`;
  return s(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    s(
      "defs",
      {},
      ["taken", "never"].map((kind) =>
        s(
          "marker",
          { id: `head-${kind}`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8, orient: "auto-start-reverse" },
          s("path", { class: `head ${kind}`, d: "M0 0L8 4L0 8z" }),
        ),
      ),
    ),
    parts,
    boxes,
  );
}

function arrow(edge) {
  const kind = edge.taken ? "taken" : "never";
  const [start, ...rest] = edge.points;
  let path = `M${start.x} ${start.y}`;
  rest.forEach((point, at) => {
    const next = rest[at + 1];
    path += next ? `Q${point.x} ${point.y} ${(point.x + next.x) / 2} ${(point.y + next.y) / 2}` : `L${point.x} ${point.y}`;
  });
  const top = edge.y - (LINE * edge.lines.length) / 2 + 11;
  return [
    s("path", { class: `edge ${kind}`, d: path, "marker-end": `url(#head-${kind})` }),
    s(
      "text",
      { class: `edge-text ${kind}`, x: edge.x },
      edge.lines.map((line, at) => s("tspan", { x: edge.x, y: top + LINE * at }, line)),
    ),
  ];
}

function state(node) {
  const kind = `state ${node.seen ? "taken" : "never"}${node.initial ? " initial" : ""}`;
  const corner = { x: node.x - node.width / 2, y: node.y - node.height / 2 };
  return s(
    "g",
    { class: kind },
    s("rect", { ...corner, width: node.width, height: node.height, rx: 10 }),
    s("text", { x: node.x, y: corner.y + 22 }, node.id),
    node.lines.map((line, at) => s("text", { class: "stays", x: node.x, y: corner.y + 22 + LINE * (at + 1) }, line)),
  );
}
