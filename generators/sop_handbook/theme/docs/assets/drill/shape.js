// @ts-check
/** Whether what was kept on the device is a drill as we write it: it may be damaged, or somebody else's. */

import { fits } from "../run/shape.js";
import { PARTS, VERDICTS, VERSION, criteria } from "./model.js";

const S = "string";
const N = "number";

/** @type {import("../run/shape.js").Shape} */
const SESSION = {
  version: N, id: S, procedure: S, part: S, started: N, seen: N, spent: N, "since?": N, "ended?": N, note: S,
  judged: { "*": S }, played: [S], "walked?": [S],
  head: {
    number: S, title: S, revision: N, badges: [S], edition: S, "code?": S, page: S, "order?": S, "before?": [{ name: S, text: S }], "principles?": [S],
    hazards: [{ level: S, word: S, text: S, "avoid?": S, "step?": S }],
    troubles: [{ when: S, then: S, "at?": [S], "within?": S, "requirement?": S, "method?": S, "role?": S }],
  },
  drill: {
    title: S, trainees: [S], "situation?": [S], "tasks?": [S], "trainer?": [S], "actor?": [S], "minutes?": N, "pass_mark?": N,
    "troubles?": [N], "told?": [N], "bodies?": "boolean", "left_out?": [S], "goal?": S,
    steps: [{
      id: S, number: S, title: S, role: S, criteria: [{ kind: S, texts: [S], "safety?": "boolean", "when?": S, "run?": S, "aside?": S }],
      "readings?": [{ label: S, "limit?": S, "do?": S, "then?": S }], "question?": S, "ways?": [{ answer: S, to: S, "off?": [S], "again?": "boolean" }], "allowed?": [S], "repeat?": S, "branch?": "boolean", "comes?": S, "helps?": "boolean", "asked?": "boolean", "around?": [{ name: S, text: S }], "facts?": [{ name: S, text: S }],
      "known?": [{ kind: S, texts: [S], "safety?": "boolean", "aside?": S }], "others?": [{ role: S, text: S }], "gaps?": [S], "cases?": [{ when: S, do: S }], "handed?": [{ item: S, role: S }],
    }],
  },
};

/** Whether it can be gone on with, or looked at. @param {any} found @param {string} name  under which it is kept */
export function isSession(found, name) {
  if (!fits(found, SESSION)) return false;
  const numbers = [found.started, found.seen, found.spent, found.since ?? 0, found.ended ?? 0, found.drill.minutes ?? 1];
  const keys = criteria(found.drill).map(({ key }) => key);
  return found.version === VERSION && name === `drill/${found.id}` && PARTS.includes(found.part)
    && numbers.every((one) => Number.isFinite(one) && one >= 0) && found.drill.steps.length > 0
    && Object.values(found.judged).every((one) => VERDICTS.includes(one))
    && new Set(keys).size === keys.length
    && /^(\.\.\/)+[a-z0-9/-]*$/.test(found.head.page);
}
