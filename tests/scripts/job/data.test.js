// @ts-check
/** Whose results come first. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { preference } from "../../../generators/sop_handbook/theme/docs/assets/job/data.js";

const JOB = {
  title: "车组", page: "handbook/roles/crew", news: [], prints: "set=crew",
  procedures: [{ title: "送医院", number: "EM-2", page: "handbook/emergency/docking" }],
};

test("own steps come before other steps of the procedure, these before the rest", () => {
  const prefers = preference(JOB);
  const own = prefers({ page: "handbook/emergency/docking", role: "车组" });
  const near = prefers({ page: "handbook/emergency/docking", role: "财务" });
  const namesake = prefers({ page: "handbook/hotel/check-in", role: "车组" });
  assert.ok(own > near && near > namesake);
  assert.equal(namesake, 1);
  assert.equal(prefers({ page: "handbook/roles/crew", role: "" }), own);
});
