// Walks a scenario: the model holds a position and a person, Python answers with what is so there.
const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };

function element(tag, text = "", attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function table(caption, head, rows) {
  const made = element("table");
  made.append(element("caption", caption));
  for (const [cell, cells] of [["th", head], ...rows.map((row) => ["td", row])]) {
    const line = element("tr");
    line.append(...cells.map((text) => element(cell, text)));
    made.append(line);
  }
  return made;
}

function render({ model, el }) {
  const last = model.get("steps").length;
  const go = (to) => {
    model.set("at", Math.min(last, Math.max(0, to)));
    model.save_changes();
  };
  const bar = element("div", "", { role: "toolbar", "aria-label": "Steps" });
  const back = element("button", "◀ back", { type: "button" });
  const on = element("button", "next ▶", { type: "button" });
  const who = element("select", "", { "aria-label": "What may this person do" });
  const now = element("p", "", { "aria-live": "polite" });
  const list = element("ol", "", { tabindex: "0", "aria-label": "Steps of the scenario; arrow keys walk" });
  const seen = element("div");

  back.onclick = () => go(model.get("at") - 1);
  on.onclick = () => go(model.get("at") + 1);
  who.append(...model.get("people").map((name) => element("option", name)));
  who.onchange = () => {
    model.set("who", who.value);
    model.save_changes();
  };
  list.append(...model.get("steps").map((text) => element("li", text)));
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
    now.textContent = `Step ${at} of ${last}: ${at ? model.get("steps")[at - 1] : "what is given"}. ${view.answer}`;
    [...list.children].forEach((item, number) => {
      item.style.fontWeight = number + 1 === at ? "bold" : "";
      number + 1 === at ? item.setAttribute("aria-current", "step") : item.removeAttribute("aria-current");
    });
    seen.replaceChildren(...view.tables.map((one) => table(one.title, one.columns, one.rows)));
  };
  model.on("change:view", show);
  bar.append(back, on, who);
  el.append(bar, now, list, seen);
  show();
  return () => model.off("change:view", show);
}

export default { render };
