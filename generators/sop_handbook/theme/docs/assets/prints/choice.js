// @ts-check
/** The prints that a reader chose, and the button that packs them. */

import { make, show } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { several } from "./names.js";

/** @typedef {import("./find.js").Item} Item */

const MOST = 500; // files, and as many kilobytes: what a phone can hold at once
const MOST_KILOBYTES = 150_000;
const RELEASED = 60_000; // milliseconds until the archive is let go of: it is saved by then

/** @param {number} kilobytes @param {DOMStringMap} words */
export function sizeOf(kilobytes, { kilobytes: few = "", megabytes: many = "" }) {
  return kilobytes < 1000 ? fill(few, { number: kilobytes }) : fill(many, { number: (kilobytes / 1000).toFixed(1) });
}

/** How many sheets of which paper, as far as that is known: A4 双面 34张、A3 单面 2张.
 * @param {Iterable<Item>} items @param {DOMStringMap} words */
export function papersOf(items, { paper: words = "" }) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const { paper, sheets } of items) if (sheets) found.set(paper, (found.get(paper) ?? 0) + sheets);
  return [...found].map(([paper, sheets]) => fill(words, { paper, sheets })).join("、");
}

export class Choice {
  /** @type {Map<string, Item>} */
  #items = new Map();
  /** @type {AbortController | null} */
  #work = null;
  #packing = false;

  /**
   * @param {HTMLElement} bar
   * @param {DOMStringMap} words
   * @param {{root: URL, list: () => import("./find.js").List, wanted: () => import("./find.js").Wanted, changed: () => void, told: (roles: Set<string>) => void}} how
   */
  constructor(bar, words, how) {
    this.bar = bar;
    this.words = words;
    this.how = how;
    /** @param {string} name */
    const part = (name) => /** @type {HTMLElement} */ (bar.querySelector(`[data-part=${name}]`));
    this.told = part("told");
    this.zip = part("zip");
    this.none = part("none");
    this.stop = part("stop");
    this.zip.addEventListener("click", () => this.#pack());
    this.none.addEventListener("click", () => this.#empty());
    this.stop.addEventListener("click", () => this.#work?.abort());
  }

  /** @param {Item} item */
  has(item) {
    return this.#items.has(item.key);
  }

  /** @param {Item[]} items @param {boolean} wanted */
  take(items, wanted) {
    for (const item of items) {
      if (wanted) this.#items.set(item.key, item);
      else this.#items.delete(item.key);
    }
    this.#tell();
  }

  #empty() {
    this.#items.clear();
    this.#tell();
    this.how.changed();
  }

  #tell() {
    if (this.#packing) return; // what is ticked meanwhile is for the next archive
    const [count, kilobytes] = [this.#items.size, this.#weight()];
    const over = this.#overweight();
    const papers = papersOf(this.#items.values(), this.words);
    const packs = [...this.#items.values()].flatMap(({ kind, subject }) => (kind.id === "pack" ? [subject] : []));
    const roles = several(packs.map(({ title }) => title), this.words);
    const said = this.#say("chosen", { count, size: this.#size(kilobytes) }) + (roles && this.#say("newWho", { roles }))
      + (papers && this.#say("papers", { papers }));
    this.how.told(new Set(packs.map(({ id }) => id)));
    this.told.textContent = over
      ? `${said} ${this.#say("most", { count: MOST, size: this.#size(MOST_KILOBYTES) })}` : said;
    this.#busy(false);
    show(this.bar, count > 0);
  }

  /** @param {number} kilobytes */
  #size(kilobytes) {
    return sizeOf(kilobytes, this.words);
  }

  #weight() {
    return [...this.#items.values()].reduce((sum, item) => sum + item.size, 0);
  }

  #overweight() {
    return this.#items.size > MOST || this.#weight() > MOST_KILOBYTES;
  }

  /** @param {string} name @param {Record<string, unknown>} values */
  #say(name, values) {
    return fill(this.words[name] ?? "", values);
  }

  /** @param {boolean} busy */
  #busy(busy) {
    this.zip.toggleAttribute("disabled", this.#overweight() || !this.#items.size);
    show(this.zip, !busy);
    show(this.none, !busy);
    show(this.stop, busy);
  }

  async #pack() {
    const [items, list, wanted] = [[...this.#items.values()], this.how.list(), this.how.wanted()];
    const work = this.#work = new AbortController();
    const told = (/** @type {number} */ done) => { this.told.textContent = this.#say("bringing", { done, count: items.length }); };
    this.#packing = true;
    this.#busy(true);
    told(0);
    this.stop.focus();
    try {
      const { archiveOf, bring, inOrder } = await import("./bring.js");
      const archive = await bring(list, inOrder(list, items), { root: this.how.root, signal: work.signal, told });
      const name = archiveOf(list, items, wanted, this.words);
      save(archive, name);
      this.told.textContent = this.#say("ready", { name, count: items.length, size: this.#size(Math.ceil(archive.size / 1000)) });
    } catch (error) {
      const missing = error instanceof Error && error.name === "MissingError" ? error.message : this.zip.textContent;
      this.told.textContent = work.signal.aborted ? this.#say("stopped", {}) : this.#say("broken", { name: missing });
    }
    this.#packing = false;
    work.abort(); // what is still under way after one failed
    this.#busy(false);
    this.zip.focus();
  }
}

/** @param {Blob} archive @param {string} name */
function save(archive, name) {
  const href = URL.createObjectURL(archive);
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), RELEASED);
}
