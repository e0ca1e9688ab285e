// @ts-check
/** What a question is about: what happened, not to whom; words that were typed with a slip. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { mishap } from "../../../generators/sop_handbook/theme/docs/assets/search/asking.js";
import { slipped } from "../../../generators/sop_handbook/theme/docs/assets/search/score.js";

for (const [text, whose, what, harm] of /** @type {[string, number, string, boolean][]} */ ([
  ["病人摔了", 2, "摔了", false],
  ["有个客人摔了", 4, "摔了", false],
  ["宝宝被烫了", 3, "烫了", false],
  ["老人从床上摔下来", 2, "摔", true],
  ["不小心摔了一跤", 0, "摔", true],
  ["摔下来了怎么办", 0, "摔", true],
  ["客人摔倒了", 2, "摔倒了", false], // a word of its own
  ["客人", 0, "", false],
  ["小孩旁边能不能上菜", 0, "", false],
  ["我们几点下班", 0, "", false],
  ["打包下来", 0, "", false],
])) {
  test(`${text}: what happened`, () => assert.deepEqual(mishap(text), { whose, what, harm }));
}

for (const [one, other, same] of /** @type {[string, string, boolean][]} */ ([
  ["rollbak", "rollback", true],
  ["failovr", "failover", true],
  ["faliover", "failover", true],
  ["failoverr", "failover", true],
  ["gailover", "failover", true],
  ["failower", "failover", true],
  ["failover", "failover", true],
  ["failvr", "failover", false],
  ["liafover", "failover", false],
  ["rollout", "rollback", false],
])) {
  test(`${one} is ${same ? "" : "not "}${other}`, () => {
    assert.equal(slipped(one, other), same);
    assert.equal(slipped(other, one), same);
  });
}
