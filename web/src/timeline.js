// A lane per status and per person over the steps; refusals are marked, the step at hand stands out.
import { clock, h, s } from "./dom.js";

const LANE = 26;
const HEAD = 34;
const LETTER = 6.6; // about the width of a letter, in pixels
const MARK = 10; // half the width of a cross with some air
const NOT_THERE = "not there";
const WORDS = { member: "", lobby: "lobby", room: "room", call: "call" };

export function timeline(box, tape, choose) {
  const lanes = lanesOf(tape);
  const owners = ownersOf(tape, lanes);
  const most = Math.min(190, Math.max(90, box.clientWidth * 0.4));
  const names = Math.min(most, 24 + 7 * Math.max(6, ...lanes.map((lane) => (lane.kind === "room" ? 0 : lane.name.length))));
  const count = tape.frames.length;
  const step = Math.max(20, Math.min(96, (box.clientWidth - names - 8) / count));
  const width = names + step * count + 4;
  const height = HEAD + LANE * lanes.length + 4;
  const x = (at) => names + step * at;
  const cursor = s("rect", { class: "cursor", y: 0, width: step, height });
  const called = s(
    "g",
    { class: "names" },
    s("rect", { class: "ground", width: names - 8, height }),
    lanes.map((lane, at) => nameOf(lane, HEAD + LANE * at + LANE / 2 + 4, names, box.clientWidth)),
  );
  const picture = s(
    "svg",
    { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label(tape, lanes) },
    cursor,
    heads(tape, x, step),
    lanes.map((lane, at) => drawn(lane, HEAD + LANE * at, x, crossed(tape, lane, owners, x, step))),
    marks(tape, lanes, owners, x, step),
    tape.frames.map((_, at) =>
      s("rect", { class: "hit", x: x(at), y: 0, width: step, height, onclick: () => choose(at) }),
    ),
    called,
  );
  // The names stay in sight when a long story is scrolled.
  box.addEventListener("scroll", () => called.setAttribute("transform", `translate(${box.scrollLeft} 0)`));
  const told = lanes.filter((lane) => lane.values).map((lane) => h("li", {}, inWords(tape, lane, owners)));
  box.replaceChildren(picture, h("ul", { class: "sr" }, told));
  return {
    go(at) {
      cursor.setAttribute("x", x(at));
      const view = [box.scrollLeft + names, box.scrollLeft + box.clientWidth - step];
      if (x(at) < view[0] || x(at) > view[1]) box.scrollLeft = x(at) - box.clientWidth / 2;
    },
  };
}

function nameOf(lane, y, names, sight) {
  const room = lane.kind === "room";
  const place = room ? { x: 10, y } : { x: names - 10, y };
  const text = s("text", { class: `name ${lane.kind}`, ...place }, shortened(lane.name, Math.floor((room ? sight - 24 : names - 16) / 7)));
  text.append(s("title", {}, lane.name));
  return text;
}

const shortened = (text, most) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

const label = (tape, lanes) =>
  `Timeline of ${tape.frames.length - 1} steps with lanes for ${lanes.map((lane) => lane.name).join(", ")}`;

// A lane in words, for who does not see it: "ben: call audio from step 2, lobby from step 5; refused at step 7".
function inWords(tape, lane, owners) {
  const changes = lane.values.flatMap((value, at) => {
    const word = value ? value.text || NOT_THERE : at ? "ends" : "";
    const before = at && lane.values[at - 1];
    if (!word || (at && (before ? before.text || NOT_THERE : "ends") === word)) return [];
    return [at ? `${word} from step ${at}` : `${word} at first`];
  });
  const refused = tape.frames.flatMap((frame, at) => (frame.refused && owners[at] === lane ? [`refused at step ${at}`] : []));
  const name = lane.room ? `${lane.name} in ${lane.room}` : lane.name;
  return `${name}: ${[changes.join(", "), refused.join(", ")].filter(Boolean).join("; ")}`;
}

const isOf = (frame, lane) => lane.person && (frame.actor === lane.person || frame.actor.startsWith(`${lane.person}'s `));

// The lane each step is marked in: of who asks, in the room that is asked about; the last is of those who have none.
function ownersOf(tape, lanes) {
  return tape.frames.map((frame) => {
    const own = lanes.filter((lane) => isOf(frame, lane));
    const asks = frame.kind === "act" || frame.failed;
    return own.find((lane) => lane.token === frame.room) ?? own[0] ?? (asks ? lanes.find((lane) => lane.kind === "others") : undefined);
  });
}

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

// Several rooms stand one below the other, each under its name.
function lanesOf(tape) {
  const scenes = tape.frames.map((frame) => tape.scenes[frame.scene].map((at) => tape.rooms[at]));
  const tokens = [...new Set(scenes.flat().map((room) => room.token))].slice(0, 4);
  const lanes = tokens.flatMap((token) => {
    const rooms = scenes.map((found) => found.find((room) => room.token === token));
    const name = rooms.find(Boolean).name;
    if (tokens.length === 1) return roomLanes(rooms);
    return [{ name, kind: "room" }, ...roomLanes(rooms).map((lane) => ({ ...lane, token, room: name }))];
  });
  const homeless = tape.frames.some((frame) => frame.kind === "act" && !lanes.some((lane) => isOf(frame, lane)));
  const others = homeless ? [{ name: "others", kind: "others", values: scenes.map(() => null) }] : [];
  return tokens.length > 1 ? [...others, ...lanes] : [...lanes, ...others];
}

function roomLanes(rooms) {
  const status = (name, value, kind) => ({
    name,
    kind: "status",
    values: rooms.map((room) => (room && value(room) ? { kind, text: value(room), short: "" } : null)),
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
    name: person,
    person,
    kind: "person",
    values: rooms.map((room) => {
      const there = room?.people.find((one) => one.name === person);
      const short = there && WORDS[there.at];
      return there ? { kind: there.at, text: [short, ...(there.flags ?? [])].filter(Boolean).join(" "), short } : null;
    }),
  }));
  return [...lanes, ...persons];
}

function drawn(lane, y, x, crosses) {
  if (!lane.values) return [];
  const parts = [s("line", { class: "rail", x1: x(0), x2: x(lane.values.length), y1: y + LANE / 2, y2: y + LANE / 2 })];
  for (let at = 0; at < lane.values.length; ) {
    const value = lane.values[at];
    let end = at + 1;
    while (end < lane.values.length && lane.values[end]?.kind === value?.kind && lane.values[end]?.text === value?.text) end++;
    if (value) parts.push(...bar(value, x(at), x(end), y, crosses));
    at = end;
  }
  return parts;
}

function bar(value, left, right, y, crosses) {
  const tall = value.kind === "member" ? 4 : LANE - 8;
  const rect = s("rect", { class: `bar ${value.kind}`, x: left + 1, y: y + (LANE - tall) / 2, width: right - left - 2, height: tall, rx: 3 });
  rect.append(s("title", {}, value.text || NOT_THERE));
  const word = value.text && placed(value, free(left, right, crosses));
  return word ? [rect, s("text", { class: "word", x: word.x, y: y + LANE / 2 + 4 }, word.text)] : [rect];
}

// What the crosses leave of a bar, in pixels.
function free(left, right, crosses) {
  const within = crosses.filter((middle) => left < middle && middle < right);
  const starts = [left, ...within.map((middle) => middle + MARK)];
  const ends = [...within.map((middle) => middle - MARK), right];
  return starts.map((start, at) => ({ x: start + 6, letters: Math.floor((ends[at] - start - 9) / LETTER) }));
}

// The whole text, else its first word, where one of the pieces has room for it; else as much as the widest has.
function placed(value, pieces) {
  for (const text of [value.text, value.short].filter(Boolean)) {
    const piece = pieces.find(({ letters }) => letters >= text.length);
    if (piece) return { x: piece.x, text };
  }
  const widest = pieces.reduce((one, other) => (other.letters > one.letters ? other : one));
  return widest.letters > 3 && !value.short ? { x: widest.x, text: shortened(value.text, widest.letters) } : null;
}

const crossed = (tape, lane, owners, x, step) =>
  tape.frames.flatMap((frame, at) => ((frame.refused || frame.failed) && owners[at] === lane ? [x(at) + step / 2] : []));

function marks(tape, lanes, owners, x, step) {
  return tape.frames.flatMap((frame, at) => {
    const y = HEAD + LANE * lanes.indexOf(owners[at]) + LANE / 2;
    const middle = x(at) + step / 2;
    if (frame.refused || frame.failed) {
      const kind = frame.failed ? "failed" : "refused";
      const cross = `M${middle - 5} ${y - 5}l10 10m0 -10l-10 10`;
      return [s("circle", { class: `mark ${kind}`, cx: middle, cy: y, r: 9 }), s("path", { class: `cross ${kind}`, d: cross })];
    }
    return owners[at] && frame.kind === "act" ? [s("circle", { class: "dot", cx: middle, cy: y + LANE / 2 - 4, r: 3 })] : [];
  });
}
