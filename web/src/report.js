// What the pages do: walk through a scenario, look for one, keep the wide tables reachable by keyboard.
import { data } from "./dom.js";
import { listen } from "./filter.js";
import { matrix } from "./matrix.js";
import { stepper } from "./stepper.js";

const tape = data("tape");
if (tape && tape.frames.length) stepper(tape);
listen();
matrix();
