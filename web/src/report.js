// What the pages do: walk through a scenario, look for one, keep the wide tables reachable by keyboard.
import { listen } from "./filter.js";
import { matrix } from "./matrix.js";
import { stepper } from "./stepper.js";

stepper();
listen();
matrix();
