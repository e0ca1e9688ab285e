// @ts-check
/** Whether what only some procedures have is what we wrote, in data that were kept on the device. */

import { fits } from "./shape.js";

const S = "string";
const N = "number";
const PICTURES = [{ text: S, width: N, height: N, sources: [{ address: S, width: N }], "shows?": S, "marks?": [{ x: N, y: N, text: S }] }];
const CLIPS = [{ text: S, address: S, "poster?": S }];
const BOOKS = {
  "*": {
    "mentions?": { "*": [[S]] }, "schedule?": [S], "pictures?": PICTURES, "clips?": CLIPS,
    "tables?": { "*": { title: S, columns: [S], rows: [[S]], "remarks?": [S] } },
    steps: [{
      "since?": { step: S, at: S, visit: S }, "group?": [S], "repeat?": { "times?": N, "each?": S, "most?": N, "then?": S, "to?": S },
      "rules?": [{ title: S, page: S, "table?": S }], "pictures?": PICTURES, "clips?": CLIPS,
      "actions?": [{ do: S, "when?": S, "run?": S, "role?": S }],
    }],
  },
};

/** @param {import("./model.js").Books} books */
export function sound(books) {
  return fits(books, BOOKS) && Object.values(books).every(({ steps, pictures = [] }) => (
    [...pictures, ...steps.flatMap((one) => one.pictures ?? [])].every(({ sources }) => sources.length > 0)
    && steps.every(({ id, group }) => !group || (group.includes(id) && group.every((one) => steps.some((other) => other.id === one))))));
}
