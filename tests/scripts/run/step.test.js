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

/** @param {ReturnType<typeof step>} one */
function view(one) {
  const books = { p: book("p", [one]) };
  const run = begin(books, "p", "r", Date.UTC(2026, 10, 22));
  const words = new Proxy({ units: {}, kinds: {}, flexibility: {} }, { get: (table, name) => Reflect.get(table, name) ?? String(name) });
  const nothing = () => {};
  return stepView({ run, all: () => run, now: () => run, asked: null, others: false, books, words, send: nothing, say: nothing, mine: "", next: nothing, ask: nothing });
}

/** @param {unknown} part @returns {string} all that is shown */
const told = (part) => (part instanceof Element ? told(part.parts) : Array.isArray(part) ? part.map(told).join("") : String(part || ""));

/** @param {unknown} part @param {string} name @returns {string[]} what is shown in a class */
const within = (part, name) => (Array.isArray(part) ? part.flatMap((one) => within(one, name))
  : part instanceof Element ? (named(part) === name ? [told(part)] : within(part.parts, name)) : []);

test("what is critical comes before who and conditions", () => {
  const hard = step("a", {
    next: "done", time_limit: "1分钟", only_if: ["主库停了"],
    key_points: [{ text: "没有停稳，绝不提升", kind: "safety", critical: true }],
  });
  const shown = view(hard).map(named);
  const order = ["sop-run__title", "sop-critical", "sop-run__who", "sop-run__quiet", "sop-run__bar"].map((name) => shown.indexOf(name));
  assert.ok(order.every((place) => place >= 0), shown.join(" "));
  assert.deepEqual(order, [...order].sort((a, b) => a - b));
});

test("who says something, if not whose step it is, stands before when", () => {
  const cues = within(view(step("a", {
    next: "done",
    phrases: [{ say: "慢走", when: "送客", role: "服务员" }, { say: "您好", when: "结账" }, { say: "里边请", role: "服务员" }, { say: "请" }],
  })), "sop-cue");
  assert.deepEqual(cues, ["服务员：送客", "结账", "服务员"]);
});
