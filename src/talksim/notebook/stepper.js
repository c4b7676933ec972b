// Walks a scenario: the model holds a position and a person, Python answers with what is so there.
const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

function element(tag, text = "", attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function table({ title, columns, rows }) {
  const made = element("table");
  const head = element("tr");
  head.append(...columns.map((text) => element("th", text, { scope: "col" })));
  const caption = element("caption", title);
  made.append(caption, element("thead"), element("tbody"));
  made.tHead.append(head);
  for (const cells of rows) {
    const line = element("tr");
    line.append(...cells.map((text) => element("td", text)));
    made.tBodies[0].append(line);
  }
  return made;
}

function wide(inner, label) {
  const box = element("div", "", { class: "wide", tabindex: "0", role: "region", "aria-label": label });
  box.append(inner);
  return box;
}

// The timeline stands in a shadow, so that its style touches nothing else in the notebook.
function timeline(svg, go) {
  const host = element("div", "", { class: "timeline" });
  host.attachShadow({ mode: "open" }).innerHTML = svg;
  const drawing = host.shadowRoot.querySelector("svg");
  const columns = [...drawing.querySelectorAll("text.number")];
  const height = drawing.viewBox.baseVal.height;
  const bar = (column, style) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    made.setAttribute("x", column.getAttribute("x") - 15);
    for (const [name, value] of [["y", 26], ["width", 30], ["height", height - 40], ["style", style]])
      made.setAttribute(name, value);
    return made;
  };
  const group = columns[0].parentNode;
  const cursor = bar(columns[0], "fill:none;stroke:var(--ink);stroke-width:1.5");
  const hits = columns.map((column) => bar(column, "fill:transparent;cursor:pointer"));
  hits.forEach((hit, number) => (hit.onclick = () => go(number)));
  group.append(cursor, ...hits);
  return [host, (at) => cursor.setAttribute("x", columns[at].getAttribute("x") - 15)];
}

// What one person may do in one room: the refused say why when they are chosen.
function may(grid, chosen, choose) {
  const box = element("details");
  const allowed = grid.rows.filter((row) => row[3]).length;
  box.append(element("summary", `${grid.title}: ${allowed} of ${grid.rows.length} allowed`));
  const filter = element("input", "", { type: "search", placeholder: "narrow down", "aria-label": `narrow down: ${grid.title}` });
  const made = table({ title: "", columns: ["operation", "with", "answer"], rows: [] });
  made.caption.remove();
  grid.rows.forEach(([operation, given, answer, ok, because], number) => {
    const line = element("tr", "", { class: ok ? "yes" : "no" });
    const cell = element("td");
    if (ok) cell.textContent = answer;
    else {
      const button = element("button", answer, { type: "button", title: because });
      button.onclick = () => choose(number);
      cell.append(button);
    }
    line.append(element("td", operation), element("td", given), cell);
    made.tBodies[0].append(line);
  });
  filter.oninput = () => {
    const words = filter.value.toLowerCase().split(/\s+/);
    for (const line of made.tBodies[0].rows)
      line.hidden = !words.every((word) => line.textContent.toLowerCase().includes(word));
  };
  box.append(filter, wide(made, grid.title));
  return box;
}

function render({ model, el }) {
  const steps = model.get("steps");
  const last = steps.length;
  const set = (name, value) => {
    model.set(name, value);
    model.save_changes();
  };
  const go = (to) => set("at", Math.min(last, Math.max(0, to)));
  el.classList.add("talksim-stepper");
  const bar = element("div", "", { class: "bar", role: "toolbar", "aria-label": "Steps" });
  const back = element("button", "◀ back", { type: "button" });
  const on = element("button", "next ▶", { type: "button" });
  const who = element("select", "", { "aria-label": "What may this person do" });
  const now = element("p", "", { class: "now", "aria-live": "polite" });
  const list = element("ol", "", { tabindex: "0", "aria-label": "Steps of the scenario; arrow keys walk" });
  const rooms = element("div");
  const grids = element("div");
  const why = element("pre", "", { class: "why", role: "status" });
  const [picture, point] = timeline(model.get("picture"), go);

  back.onclick = () => go(model.get("at") - 1);
  on.onclick = () => go(model.get("at") + 1);
  who.append(...model.get("people").map((name) => element("option", name)));
  who.onchange = () => set("who", who.value);
  list.append(...steps.map((text) => element("li", text)));
  [...list.children].forEach((item, number) => (item.onclick = () => go(number + 1)));
  list.onkeydown = (event) => {
    if (!(event.key in KEYS)) return;
    event.preventDefault();
    event.stopPropagation();
    go(model.get("at") + KEYS[event.key]);
  };

  const show = () => {
    const at = model.get("at");
    const view = model.get("view");
    back.disabled = at === 0;
    on.disabled = at === last;
    who.value = model.get("who");
    now.textContent = `Step ${at} of ${last}: ${at ? steps[at - 1] : "what is given"}. ${view.answer}`;
    now.classList.toggle("refused", view.refused);
    [...list.children].forEach((item, number) =>
      number + 1 === at ? item.setAttribute("aria-current", "step") : item.removeAttribute("aria-current"));
    list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    point(at);
    const open = [...grids.querySelectorAll("details")].map((box) => box.open);
    rooms.replaceChildren(...view.rooms.map((one) => wide(table(one), one.title)));
    grids.replaceChildren(...view.grids.map((grid, place) => may(grid, why, (row) => set("asked", [place, row]))));
    [...grids.children].forEach((box, place) => (box.open = open[place] ?? false));
  };
  const explain = () => (why.textContent = model.get("why"));
  model.on("change:view", show);
  model.on("change:why", explain);
  bar.append(back, on, who);
  const sides = element("div", "", { class: "sides" });
  const right = element("div");
  right.append(rooms, grids, why);
  sides.append(list, right);
  el.append(bar, now, wide(picture, "Timeline"), sides);
  show();
  return () => {
    model.off("change:view", show);
    model.off("change:why", explain);
  };
}

export default { render };
