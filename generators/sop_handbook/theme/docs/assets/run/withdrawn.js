// @ts-check
/** What stands in place of a procedure that is retired, or over a run that was begun before it was. */

import { make } from "../lib/dom.js";
/** @typedef {import("./model.js").Book} Book */

/** @param {Book} book @param {Record<string, any>} words */
export function withdrawnView({ successor }, words) {
  const instead = successor ? [words["replaced-by"], make("a", { href: successor.page }, successor.title)] : [words["void-alone"]];
  return make("div", { class: "sop-void sop-void--head", role: "note" },
    make("p", {}, make("strong", {}, words.void), " ", ...instead));
}

/** Whether nobody may carry it out any more. @param {Book} book */
export function withdrawn(book) {
  return book.status === "retired";
}
