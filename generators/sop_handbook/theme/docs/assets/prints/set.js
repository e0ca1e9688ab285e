// @ts-check
/** What somebody new in a role needs: all of it with one button, what may be wanted with it beside. */

import { make, show } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { papersOf } from "./choice.js";

/** @typedef {import("./find.js").Group} Group */
/** @typedef {import("./find.js").Item} Item */

/** What the set is made of, without what may be wanted with it. @param {Group[]} groups */
export function mustOf(groups) {
  return groups.filter(({ items: [{ kind }] }) => kind.new === 1).flatMap(({ items }) => items);
}

/** Tell a part of the page, now and from then on, whether all of some prints are chosen.
 * @typedef {(items: Item[], told: (chosen: boolean) => void) => void} Watch
 */
/**
 * @param {Group[]} groups by kind
 * @param {DOMStringMap} words
 * @param {{take: (items: Item[], wanted: boolean) => void, watch: Watch, ready: () => void}} to
 */
export function setView(groups, words, to) {
  const [title, must] = [groups[0].items[0].subject.title, mustOf(groups)]; // the pack is needed first
  let all = false;
  const ready = make("b", {}, words.newReady ?? "");
  const button = make("button", { type: "button", class: "sop-button", onclick: () => {
    const wanted = !all;
    to.take(must, wanted);
    if (wanted) to.ready();
  } });
  to.watch(must, (chosen) => {
    all = chosen;
    show(ready, chosen);
    button.classList.toggle("sop-button--quiet", chosen); // packing is what comes next
    button.textContent = counted((chosen ? words.newChosen : words.newChoose) ?? "", "", must, words);
  });
  const more = groups.filter(({ items: [{ kind }] }) => kind.new !== 1);
  return make("section", { class: "sop-prints__set" },
    make("h2", {}, fill(words.newOf ?? "", { role: title })),
    make("p", {}, words.newIntro ?? ""),
    make("p", {}, ready, " ", button),
    more.length > 0 && make("fieldset", {}, make("legend", {}, words.newMore ?? ""), more.map((group) => option(group, words, to))));
}

/** @param {string} sentence @param {string} kind @param {Item[]} items @param {DOMStringMap} words */
function counted(sentence, kind, items, words) {
  return fill(sentence, { kind, count: items.length, papers: papersOf(items, words) });
}

/** @param {Group} group @param {DOMStringMap} words @param {Parameters<typeof setView>[2]} to */
function option({ items, title }, words, to) {
  const sentence = papersOf(items, words) ? words.newKind : words.newFiles;
  const took = (/** @type {Event} */ { target }) => to.take(items, target instanceof HTMLInputElement && target.checked);
  const box = make("input", { type: "checkbox", onchange: took });
  to.watch(items, (chosen) => { box.checked = chosen; });
  return make("label", {}, box, " ", counted(sentence ?? "", title, items, words));
}
