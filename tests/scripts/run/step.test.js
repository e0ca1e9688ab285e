// @ts-check
/** What a step shows, in which order: on a small screen the bar below covers what comes late. */

import assert from "node:assert/strict";
import { test } from "node:test";

/** As much of an element as is made here. */
class Element {
  /** @type {Record<string, unknown>} */
  attributes = {};
  /** @type {unknown[]} */
  parts = [];
  addEventListener() {}
  toggleAttribute() {}
  /** @param {string} name @param {unknown} value */
  setAttribute(name, value) { this.attributes[name] = value; }
  /** @param {...unknown} parts */
  append(...parts) { this.parts.push(...parts); }
}
Object.assign(globalThis, { Node: Element, document: { createElement: () => new Element() } });

const { stepView } = await import("../../../generators/sop_handbook/theme/docs/assets/run/step.js");
const { begin } = await import("../../../generators/sop_handbook/theme/docs/assets/run/state.js");
const { book, step } = await import("./books.js");

/** @param {unknown} part @returns {string} the class of what is shown */
const named = (part) => (part instanceof Element ? String(part.attributes.class ?? "") : "");

test("what is critical comes before who and conditions", () => {
  const hard = step("a", {
    next: "done", time_limit: "1分钟", only_if: ["主库停了"],
    key_points: [{ text: "没有停稳，绝不提升", kind: "safety", critical: true }],
  });
  const books = { p: book("p", [hard]) };
  const run = begin(books, "p", "r", Date.UTC(2026, 10, 22));
  const words = new Proxy({ units: {}, kinds: {}, flexibility: {} }, { get: (table, name) => Reflect.get(table, name) ?? String(name) });
  const nothing = () => {};
  const shown = stepView({ run, all: () => run, now: () => run, asked: null, others: false, books, words, send: nothing, say: nothing, mine: "", next: nothing, ask: nothing }).map(named);
  const order = ["sop-run__title", "sop-critical", "sop-run__who", "sop-run__quiet", "sop-run__bar"].map((name) => shown.indexOf(name));
  assert.ok(order.every((place) => place >= 0), shown.join(" "));
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
});
