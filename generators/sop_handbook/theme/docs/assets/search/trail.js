// @ts-check
/**
 * The search as a place in the history of the browser: Back closes it, and Back from where a
 * result led brings it back with its words, as far down as it was.
 */

import { visit } from "../lib/storage.js";
/** @typedef {{words: string, limit: number, top: number}} Place  what stood there */

const MARK = "sopSearch"; // also in main.js, which looks for it on a page that has just loaded
const LAST = "search";

/** @returns {Place | undefined} of the search at this place in the history, if it is one */
export function here() {
  return history.state?.[MARK];
}

/** What was typed last on this visit; nothing where the browser keeps nothing. */
export function lastWords() {
  const words = visit.recall(LAST);
  return typeof words === "string" ? words : "";
}

export class Trail {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {() => Place} place what stands there now
   * @param {(place: Place) => void} come open the search as it was
   */
  constructor(dialog, place, come) {
    this.dialog = dialog;
    this.place = place;
    this.come = come;
    this.back = false; // under way to the page below, because the search was closed there
    this.left = false; // under way to another page
    addEventListener("popstate", () => this.#look());
    addEventListener("pageshow", ({ persisted }) => { if (persisted) this.#look(); });
    dialog.addEventListener("close", () => this.#closed());
  }

  /** The search was opened. */
  enter() {
    if (!here() && !this.back) history.pushState({ [MARK]: this.place() }, "");
  }

  /** A link is followed: what stands there now is what Back is to bring back. */
  leave() {
    if (here()) history.replaceState({ [MARK]: this.place() }, "");
    this.left = true;
  }

  #closed() {
    visit.keep(LAST, this.place().words);
    const { left } = this;
    this.left = false;
    if (left || this.dialog.open || !here()) return;
    this.back = true;
    history.back();
  }

  #look() {
    const place = here(), { back } = this;
    this.back = false;
    if (place && !this.dialog.open) this.come(place);
    else if (!place && this.dialog.open && back) this.enter(); // opened again meanwhile
    else if (!place && this.dialog.open) this.dialog.close();
  }
}
