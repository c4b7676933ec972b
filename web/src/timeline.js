// A lane per status and per person over the steps; refusals are marked, the step at hand stands out.
import { clock, h, s } from "./dom.js";

const LANE = 26;
const HEAD = 34;
const NOT_THERE = "not there";
const WORDS = { member: "", lobby: "lobby", room: "room", call: "call" };

export function timeline(box, tape, choose) {
  const lanes = lanesOf(tape);
  const names = Math.min(190, 24 + 7 * Math.max(6, ...lanes.map((lane) => lane.name.length)));
  const count = tape.frames.length;
  const step = Math.max(20, Math.min(96, (box.clientWidth - names - 8) / count));
  const width = names + step * count + 4;
  const height = HEAD + LANE * lanes.length + 4;
  const x = (at) => names + step * at;
  const cursor = s("rect", { class: "cursor", y: 0, width: step, height });
  const picture = s(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label(tape, lanes) },
    cursor,
    heads(tape, x, step),
    lanes.map((lane, at) => drawn(lane, HEAD + LANE * at, x, step, names)),
    marks(tape, lanes, x, step),
    tape.frames.map((_, at) =>
      s("rect", { class: "hit", x: x(at), y: 0, width: step, height, onclick: () => choose(at) }),
    ),
  );
  box.replaceChildren(picture, h("ul", { class: "sr" }, lanes.map((lane) => h("li", {}, told(tape, lane)))));
  return {
    go(at) {
      cursor.setAttribute("x", x(at));
      const view = [box.scrollLeft + names, box.scrollLeft + box.clientWidth - step];
      if (x(at) < view[0] || x(at) > view[1]) box.scrollLeft = x(at) - box.clientWidth / 2;
    },
  };
}

const label = (tape, lanes) =>
  `Timeline of ${tape.frames.length - 1} steps with lanes for ${lanes.map((lane) => lane.name).join(", ")}`;

// A lane in words, for who does not see it: "ben: call audio from step 2, lobby from step 5; refused at step 7".
function told(tape, lane) {
  const changes = lane.values.flatMap((value, at) => {
    const word = value ? value.text || NOT_THERE : at ? "ends" : "";
    const before = at && lane.values[at - 1];
    if (!word || (at && (before ? before.text || NOT_THERE : "ends") === word)) return [];
    return [at ? `${word} from step ${at}` : `${word} at first`];
  });
  const refused = tape.frames.flatMap((frame, at) => (frame.refused && isOf(frame, lane) ? [`refused at step ${at}`] : []));
  return `${lane.name}: ${[changes.join(", "), refused.join(", ")].filter(Boolean).join("; ")}`;
}

const isOf = (frame, lane) => lane.person && (frame.actor === lane.person || frame.actor.startsWith(`${lane.person}'s `));

function heads(tape, x, step) {
  const every = Math.ceil(22 / step);
  const times = [];
  let free = 0;
  tape.frames.forEach((frame, at) => {
    const moved = !at || Math.round(frame.now) !== Math.round(tape.frames[at - 1].now);
    if (moved && x(at) >= free) {
      times.push(s("text", { class: "time", x: x(at) + 2, y: 12 }, clock(frame.now)));
      free = x(at) + 62;
    }
  });
  const numbers = tape.frames.map((_, at) =>
    at % every ? null : s("text", { class: "number", x: x(at) + step / 2, y: 28 }, at || "given"),
  );
  return [...times, ...numbers];
}

function lanesOf(tape) {
  const scenes = tape.frames.map((frame) => tape.scenes[frame.scene].map((at) => tape.rooms[at]));
  const tokens = [...new Set(scenes.flat().map((room) => room.token))].slice(0, 4);
  return tokens.flatMap((token) => roomLanes(scenes.map((rooms) => rooms.find((room) => room.token === token)), tokens));
}

function roomLanes(rooms, tokens) {
  const name = rooms.find(Boolean).name;
  const suffix = tokens.length > 1 ? ` · ${name}` : "";
  const status = (title, value, kind) => ({
    name: title + suffix,
    kind: "status",
    values: rooms.map((room) => (room && value(room) ? { kind, text: value(room) } : null)),
  });
  const told = (room, key) => room.status.find(([title]) => title === key)?.[1];
  const people = [...new Set(rooms.flatMap((room) => (room ? room.people.map((person) => person.name) : [])))];
  const lanes = [
    status("lobby", (room) => (told(room, "lobby") === "no lobby" ? "" : told(room, "lobby")), "lobby"),
    status("call", (room) => room.call, "call"),
    status("recording", (room) => room.recording, "recording"),
    status("breakout rooms", (room) => told(room, "breakout status"), "breakout"),
  ].filter((lane) => lane.values.some(Boolean));
  const persons = people.map((person) => ({
    name: person + suffix,
    person,
    kind: "person",
    values: rooms.map((room) => {
      const there = room?.people.find((one) => one.name === person);
      return there ? { kind: there.at, text: [WORDS[there.at], ...(there.flags ?? [])].filter(Boolean).join(" ") } : null;
    }),
  }));
  return [...lanes, ...persons];
}

function drawn(lane, y, x, step, names) {
  const parts = [
    s("text", { class: `name ${lane.kind}`, x: names - 10, y: y + LANE / 2 + 4 }, lane.name),
    s("line", { class: "rail", x1: names, x2: x(lane.values.length), y1: y + LANE / 2, y2: y + LANE / 2 }),
  ];
  for (let at = 0; at < lane.values.length; ) {
    const value = lane.values[at];
    let end = at + 1;
    while (end < lane.values.length && lane.values[end]?.kind === value?.kind && lane.values[end]?.text === value?.text) end++;
    if (value) parts.push(...bar(value, x(at), x(end) - x(at), y));
    at = end;
  }
  return parts;
}

function bar(value, left, width, y) {
  const tall = value.kind === "member" ? 4 : LANE - 8;
  const rect = s("rect", { class: `bar ${value.kind}`, x: left + 1, y: y + (LANE - tall) / 2, width: width - 2, height: tall, rx: 3 });
  rect.append(s("title", {}, value.text || NOT_THERE));
  const fits = Math.floor((width - 10) / 6.6);
  if (!value.text || fits < 3) return [rect];
  const text = value.text.length > fits ? `${value.text.slice(0, fits - 1)}…` : value.text;
  return [rect, s("text", { class: "word", x: left + 7, y: y + LANE / 2 + 4 }, text)];
}

function marks(tape, lanes, x, step) {
  return tape.frames.flatMap((frame, at) => {
    const lane = lanes.findIndex((one) => isOf(frame, one));
    const y = HEAD + LANE * Math.max(0, lane) + LANE / 2;
    const middle = x(at) + step / 2;
    if (frame.refused || frame.failed) {
      const kind = frame.failed ? "failed" : "refused";
      const cross = `M${middle - 5} ${y - 5}l10 10m0 -10l-10 10`;
      return [s("circle", { class: `mark ${kind}`, cx: middle, cy: y, r: 9 }), s("path", { class: `cross ${kind}`, d: cross })];
    }
    return lane >= 0 && frame.kind === "act" ? [s("circle", { class: "dot", cx: middle, cy: y + LANE / 2 - 4, r: 3 })] : [];
  });
}
