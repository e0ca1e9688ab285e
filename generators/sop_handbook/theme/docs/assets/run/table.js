// @ts-check
/** The tables that a step goes by, at hand while it is done. */

import { list, make } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { bookOf, lookUp } from "./model.js";
import { dialler } from "./step.js";
/** @typedef {import("./step.js").Desk} Desk */
/** @typedef {import("./model.js").Step} Step */

const FEW = 8; // rows that stand open

/** @param {Desk} desk @param {Step} step */
export function tables(desk, step) {
  const book = bookOf(desk.run, desk.books), dial = dialler(desk, book);
  return (step.rules ?? []).map(({ table: name = "" }) => {
    const found = lookUp(book.tables ?? {}, name);
    return found && make("details", { class: "sop-run__table", open: found.rows.length <= FEW },
      make("summary", {}, found.title, make("small", {}, ` ${fill(desk.words.rows, { count: found.rows.length })}`)),
      grid(found, dial), list("ul", found.remarks, dial));
  });
}

/** A wide one goes sideways in its own box; what a row is about stays in sight.
 * @param {import("./model.js").Table} table @param {(text: string) => import("../lib/dom.js").Part[]} dial */
function grid({ title, columns, rows }, dial) {
  return make("div", { class: "sop-run__wide", role: "region", "aria-label": title, tabindex: "0" }, make("table", {},
    make("thead", {}, make("tr", {}, columns.map((one) => make("th", { scope: "col" }, one)))),
    make("tbody", {}, rows.map(([first, ...others]) => make("tr", {}, make("th", { scope: "row" }, dial(first)), others.map((one) => make("td", {}, dial(one))))))));
}
