// @ts-check
/** What can be asked of a run, whatever authors call their things. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { VERSION, bookOf, changed, lookUp, pieces, stepOf, wanted } from "../../../generators/sop_handbook/theme/docs/assets/run/model.js";
import { isBooks, isRun } from "../../../generators/sop_handbook/theme/docs/assets/run/shape.js";
import { act, begin } from "../../../generators/sop_handbook/theme/docs/assets/run/state.js";
import { book, step } from "./books.js";

/** What every object has, and what a run knows under names of its own. */
const NAMES = ["constructor", "toString", "hasOwnProperty", "__proto__", "resume", "done", "heads", "valueOf"];

test("only the numbers that the handbook says are some are dialled", () => {
  const dials = { 拨120: [["拨"], ["120", "tel:120"]] };
  assert.deepEqual(pieces("拨120", dials), [["拨"], ["120", "tel:120"]]);
  for (const text of ["等120分钟", "满110元", "constructor", "__proto__"]) assert.deepEqual(pieces(text, dials), [[text]]);
  assert.deepEqual(pieces("toString"), [["toString"]]); // books kept by earlier editions have no dials
});

test("a table holds what was put into it, not what every object has", () => {
  for (const name of NAMES) {
    assert.equal(lookUp({}, name), undefined);
    assert.equal(lookUp(Object.fromEntries([[name, 1]]), name), 1);
  }
});

for (const name of NAMES) {
  test(`a procedure and its step called ${name} are carried out like any other`, () => {
    const own = book(name, [step(name, { next: "last" }), step("last", { next: "end" })], { ends: [{ id: "end", text: "办完" }] });
    const books = Object.fromEntries([[name, own]]);
    assert.deepEqual(wanted({}, name), [name]); // and is fetched: it is not known yet
    const begun = begin(books, name, "r1", 1);
    assert.equal(bookOf(begun, books), own);
    assert.equal(stepOf(begun, books)?.id, name);
    assert.ok(isBooks(books) && isRun(begun, VERSION));
    assert.ok(Object.hasOwn(begun.heads, name));
    assert.equal(changed(begun, own, own.steps[0]), false);
    const ended = act(act(begun, books, { type: "next", at: 2 }), books, { type: "next", at: 3 });
    assert.equal(ended.outcome?.end, "end");
    const renewed = act(begun, Object.fromEntries([[name, { ...own, edition: "new" }]]), { type: "renew", at: 2 });
    assert.equal(lookUp(renewed.heads, name)?.later, "new");
    assert.equal(isRun({ ...begun, heads: {} }, VERSION), false); // it is told apart from one that has lost its head
  });

  test(`a procedure called ${name} that nobody has fetched cannot be called`, () => {
    const books = { one: book("one", [step("first", { use: { id: name, title: "别的" }, next: "done" })]) };
    const begun = begin(books, "one", "r1", 1);
    assert.equal(act(begun, books, { type: "call", at: 2 }).visits.length, 1);
  });
}
