// @ts-check
/** Questions that the handbook did not answer, kept on the device. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { asText, forget, questions, remember } from "../../../docs/assets/search/unsaid.js";

/** @param {string} [start] what the storage holds at first */
function device(start) {
  /** @type {Map<string, string>} */
  const held = new Map();
  return {
    getItem: (/** @type {string} */ key) => held.get(key) ?? start ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => { held.set(key, value); },
    removeItem: (/** @type {string} */ key) => { held.delete(key); },
  };
}

test("the latest question comes first, each once", () => {
  const store = device();
  for (const asked of ["怎么换班", "客房漏水", "怎么换班"]) remember(asked, "2026-12-01", store);
  assert.equal(asText(questions(store)), "2026-12-01 怎么换班\n2026-12-01 客房漏水");
  forget(store);
  assert.deepEqual(questions(store), []);
});

test("only so many are kept", () => {
  const store = device();
  for (let i = 0; i < 60; i++) remember(`问题${i}`, "2026-12-01", store);
  const kept = questions(store);
  assert.equal(kept.length, 50);
  assert.equal(kept[0].asked, "问题59");
});

for (const held of ["[", "null", "{}", '"x"', '[{"asked":1,"day":"d"},null,7,{"asked":"x"}]']) {
  test(`a storage that holds ${held} is an empty one`, () => assert.deepEqual(questions(device(held)), []));
}

test("a storage that refuses is an empty one", () => {
  const refuse = () => { throw new Error("full"); };
  const store = { getItem: refuse, setItem: refuse, removeItem: refuse };
  remember("怎么换班", "2026-12-01", store);
  forget(store);
  assert.deepEqual(questions(store), []);
});
