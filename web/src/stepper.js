// Walks through a scenario: the rooms after each step, and what everybody may do then.
import { clock, data, h } from "./dom.js";
import { timeline } from "./timeline.js";

const PLACES = { member: "not there", lobby: "in the lobby", room: "in the room", call: "in the call" };

// The sides are what happens under each of two policies, or the one side of a scenario.
export function stepper() {
  const sides = [...document.querySelectorAll("[data-tape]")].map((box) => ({ box, tape: data(box.dataset.tape) }));
  if (!sides.length) return;
  const buttons = [...document.querySelectorAll("button.step")];
  const said = document.getElementById("said");
  const why = document.getElementById("why-line");
  const last = buttons.length - 1;
  for (const side of sides) {
    side.panel = document.getElementById(side.box.dataset.panel);
    side.chart = timeline(side.box, side.tape, (at) => go(at));
  }
  const first = sides[0].tape.frames.findIndex((frame) => frame.failed);
  let now = -1;

  function go(at, quiet) {
    at = Math.max(0, Math.min(last, at));
    if (at === now) return;
    buttons[now]?.removeAttribute("aria-current");
    now = at;
    buttons[now].setAttribute("aria-current", "step");
    const list = buttons[now].closest("ol");
    const row = buttons[now].parentElement;
    if (list.scrollHeight > list.clientHeight) {
      list.scrollTop = row.offsetTop - list.offsetTop - Math.max(0, (list.clientHeight - row.offsetHeight) / 2);
    }
    if (why) toldAtLength(why, buttons[now].dataset.line, sides[0].tape);
    document.getElementById("back").disabled = now === 0;
    document.getElementById("on").disabled = now === last;
    for (const { tape, panel, chart } of sides) {
      chart.go(now);
      panel.replaceChildren(...shown(tape, now, panel.dataset.under, sides.find((other) => other.tape !== tape)?.tape));
    }
    if (!quiet) {
      said.textContent = `Step ${now} of ${last}: ${buttons[now].querySelector(".told").innerText.replace(/\s+/g, " ")}`;
      history.replaceState(null, "", `#step-${now}`);
    }
  }

  buttons.forEach((button, at) => button.addEventListener("click", () => go(at)));
  document.getElementById("back").addEventListener("click", () => go(now - 1));
  document.getElementById("on").addEventListener("click", () => go(now + 1));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (event.target.closest(".wide") && event.key.startsWith("Arrow")) return;
    const to = { ArrowRight: now + 1, ArrowLeft: now - 1, j: now + 1, k: now - 1, Home: 0, End: last };
    if (!(event.key in to)) return;
    event.preventDefault();
    go(to[event.key]);
    if (document.activeElement?.classList.contains("step")) buttons[now].focus();
  });
  const asked = /^#step-(\d+)$/.exec(location.hash);
  go(asked ? Number(asked[1]) : sides.length > 1 ? last : Math.max(0, first), true);
}

// The command explains what is asked on a line, or every refusal where none is asked.
function toldAtLength(why, line, tape) {
  why.textContent = line ? `:${line}` : "";
  why.closest("p").hidden = !line && !tape.frames.some((frame) => frame.refused);
}

function shown(tape, at, under, other) {
  const frame = tape.frames[at];
  const before = at ? rooms(tape, at - 1) : [];
  const last = tape.frames.length - 1;
  const found = rooms(tape, at);
  const moment = at ? `After step ${at} of ${last}` : "Before the first step";
  const side = under ? `, ${under}` : "";
  const twins = other ? other.nexts[other.frames[at].nexts] : [];
  return [
    h("h2", {}, under || moment, " ", h("span", { class: "clock" }, under ? `${moment.toLowerCase()}, ` : "", clock(frame.now))),
    found.length ? null : h("p", { class: "quiet" }, "There is no room yet."),
    ...found.map((room) => roomCard(room, before.find((other) => other.token === room.token), at > 0, side)),
    ...tape.nexts[frame.nexts].map((grid) => nextTable(grid, found, side, twins.find((twin) => twin.room === grid.room))),
  ].filter(Boolean);
}

const rooms = (tape, at) => tape.scenes[tape.frames[at].scene].map((place) => tape.rooms[place]);

function roomCard(room, before, stepped, side) {
  const old = new Map(before ? statuses(before) : []);
  return h(
    "section",
    { class: "card" },
    h("h3", {}, "Room ", h("em", {}, room.name), stepped && !before ? h("span", { class: "new" }, "new") : null),
    h(
      "dl",
      { class: "chips" },
      statuses(room).map(([name, value]) =>
        h(
          "div",
          { class: before && old.get(name) !== value ? "changed" : null },
          h("dt", {}, name),
          h("dd", {}, before && old.get(name) !== value ? [h("s", {}, old.get(name) ?? "none"), " → "] : null, value),
        ),
      ),
    ),
    room.people.length ? peopleTable(room, before, stepped, side) : h("p", { class: "quiet" }, "Nobody is in it."),
  );
}

const statuses = (room) => [
  ...room.status,
  ["call", room.call || "none"],
  ...(room.recording ? [["recording", room.recording]] : []),
];

function peopleTable(room, before, stepped, side) {
  const old = new Map((before?.people ?? []).map((person) => [person.name, JSON.stringify(person)]));
  const rights = room.people.some((person) => person.rights);
  return wide(
    `People of ${room.name}${side}`,
    h(
      "table",
      { class: "people" },
      h("thead", {}, row("th", ["person", "is", "where", ...(rights ? ["may"] : [])])),
      h(
        "tbody",
        {},
        room.people.map((person) => {
          const place = PLACES[person.at] + (person.flags ? `: ${person.flags.join(", ") || "silent"}` : "");
          const cells = [h("span", { class: `at ${person.at}` }, place)];
          const line = row("td", [person.type, ...cells, ...(rights ? [person.rights ?? "by default"] : [])]);
          line.prepend(h("th", { scope: "row" }, person.name));
          if (stepped && before && old.get(person.name) !== JSON.stringify(person)) line.className = "changed";
          return line;
        }),
      ),
    ),
  );
}

const row = (cell, values) => h("tr", {}, values.map((value) => h(cell, cell === "th" ? { scope: "col" } : {}, value)));

function wide(label, table, kind = "") {
  return h("div", { class: `wide ${kind}`, tabindex: "0", role: "region", "aria-label": label }, table);
}

// What stands out is what is answered otherwise on the other side.
function nextTable(grid, found, side, twin) {
  const name = found.find((room) => room.token === grid.room)?.name ?? grid.room;
  const why = h("div", { class: "why", role: "status" }, h("p", { class: "quiet" }, "A refusal names the condition that is not met. Choose one to see why."));
  const cell = (value, who, operation, else_) => {
    const mark = else_ !== undefined && answer(else_) !== answer(value) ? " changed" : "";
    if (value === 0) return h("td", { class: mark });
    if (value === 1) return h("td", { class: `yes${mark}` }, h("span", { "aria-hidden": "true" }, "✓"), h("span", { class: "sr" }, "may"));
    const [status, guard] = value;
    const choose = (event) => {
      why.parentElement.querySelector(".chosen")?.classList.remove("chosen");
      event.currentTarget.classList.add("chosen");
      why.replaceChildren(...reasons(value, who, operation));
    };
    const kind = typeof status === "number" ? "no" : "unfit";
    return h("td", { class: `${kind}${mark}` }, h("button", { type: "button", onclick: choose }, h("b", {}, status), guard && [" ", h("span", { class: "guard" }, guard)]));
  };
  return h(
    "section",
    { class: "card next" },
    h("h3", {}, "Who may do what next in ", h("em", {}, name)),
    wide(
      `Who may do what next in ${name}${side}`,
      h(
        "table",
        {},
        h("thead", {}, row("th", ["operation", ...grid.people])),
        h(
          "tbody",
          {},
          grid.rows.map(([operation, ...cells], line) =>
            h(
              "tr",
              {},
              h("th", { scope: "row" }, operation),
              cells.map((value, at) => cell(value, grid.people[at], operation, twin?.rows[line]?.[at + 1])),
            ),
          ),
        ),
      ),
      "who",
    ),
    grid.left ? h("p", { class: "quiet" }, `The first ${grid.people.length} of ${grid.people.length + grid.left} people are asked.`) : null,
    why,
  );
}

const answer = (value) => (Array.isArray(value) ? `${value[0]} ${value[2]}` : value);

function reasons([status, guard, rule, because, helps, then], who, operation) {
  const line = (name, text) => (text ? [h("dt", {}, name), h("dd", {}, text)] : []);
  const meaning = data("rules")?.[rule];
  return [
    h("p", {}, h("strong", {}, `${who}: ${operation}`), typeof status === "number" ? ` is refused with ${status}` : ` finds nothing here to ask with (${status}), which is no refusal of a person`),
    h(
      "dl",
      {},
      line("not met", guard && [guard, rule ? [" ", h("code", {}, rule)] : null]),
      line("asks for", meaning),
      line("because", because),
      line(then ? "leads further" : "would help", helps && [h("code", {}, helps), then ? `, then refused: ${then}` : null]),
    ),
    helps ? h("p", { class: "quiet" }, "Tried here: after it, the same was asked again.") : null,
  ].filter(Boolean);
}
