// @ts-check
/** Small procedures to carry out. */
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Book} Book */
/** @typedef {import("../../../generators/sop_handbook/theme/docs/assets/run/model.js").Step} Step */

/** @param {string} id @param {Partial<Step>} [more] @returns {Step} */
export function step(id, more = {}) {
  return { id, hash: `hash-${id}`, number: id, title: `做${id}`, role: "服务员", ...more };
}

/** @param {string} id @param {Step[]} steps @param {Partial<Book>} [more] @returns {Book} */
export function book(id, steps, more = {}) {
  return {
    version: 1, id, number: id.toUpperCase(), title: `流程${id}`, revision: 2, status: "draft",
    badges: ["草案 · 未批准"], edition: `edition-${id}`, code: `code-${id}`, page: `../x/${id}/`, order: "sequence", steps,
    ends: [{ id: "done", text: "办完" }], exceptions: [], ...more,
  };
}
