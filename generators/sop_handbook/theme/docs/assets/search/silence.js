// @ts-check
/** What the search says where the handbook is silent, and above all where there is danger. */

import { make } from "../lib/dom.js";
import { fill, today } from "../lib/text.js";
import { asText, forget, inAddress, questions, remember } from "./unsaid.js";
/** @typedef {import("./engine.js").Answer} Answer */
/** @typedef {import("./engine.js").Contact} Contact */
/** @typedef {import("./engine.js").Piece} Piece */

const SHOWN = 1500; // milliseconds that a button says it has copied

export class Silence {
  /** @param {HTMLElement} dialog */
  constructor(dialog) {
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (dialog.querySelector(`[data-sop-${name}]`));
    this.urgent = part("urgent");
    this.unsaid = part("unsaid");
    this.says = part("says");
    this.calls = part("calls");
    this.note = /** @type {HTMLButtonElement} */ (part("note"));
    this.kept = part("asked");
    this.open = ""; // a question without an answer
    this.note.addEventListener("click", () => this.#keep());
    part("copy").addEventListener("click", async (event) => {
      const { copy } = await import("../handbook.js");
      await copy(asText(questions()));
      const button = /** @type {HTMLButtonElement} */ (event.target);
      const label = button.textContent;
      button.textContent = button.dataset.done ?? "";
      setTimeout(() => { button.textContent = label; }, SHOWN);
    });
    part("clear").addEventListener("click", () => { forget(); this.list(false); });
    dialog.addEventListener("close", () => { if (this.open) remember(this.open, today()); this.open = ""; });
  }

  /**
   * @param {string} typed
   * @param {Answer} answer
   * @param {Set<string>} industries whose contacts are wanted; none for all
   */
  show(typed, { answered, urgent, contacts }, industries) {
    this.urgent.hidden = !urgent;
    if (urgent) this.#warn(urgent);
    const silent = Boolean(typed) && answered !== "yes";
    this.unsaid.hidden = !silent;
    const { perhaps = "", no = "" } = this.says.dataset;
    this.says.textContent = answered === "perhaps" ? perhaps : no;
    this.open = silent ? typed : "";
    this.note.textContent = this.note.dataset.label ?? "";
    // In danger no number of some industry may be taken for the one to call.
    const wanted = contacts.filter(({ industry }) => (industries.size ? industries.has(industry) : !urgent));
    this.calls.replaceChildren(...wanted.map(({ title, who, number, address }) => make("li", {}, `${title} · ${who} `, phone([number, address]))));
    this.list(!typed);
  }

  /** @param {[title: string, pieces: Piece[]]} urgent */
  #warn([title, pieces]) {
    const { call = "", none = "" } = this.urgent.dataset;
    const [before, after] = fill(call, { number: "\n" }).split("\n");
    this.urgent.replaceChildren(make("b", {}, title), " ", ...(pieces.length ? [before, ...pieces.map(phone), after] : [none]));
  }

  #keep() {
    remember(this.open, today());
    this.note.textContent = this.note.dataset.done ?? "";
  }

  /**
   * The questions of this device, to pass on.
   * @param {boolean} wanted
   */
  list(wanted) {
    const kept = questions();
    this.kept.hidden = !wanted || !kept.length;
    const list = this.kept.querySelector("ul");
    list?.replaceChildren(...kept.map(({ asked, day }) => make("li", {}, `${day} ${asked}`)));
    /** @type {HTMLAnchorElement | null} */
    const send = this.kept.querySelector("a[data-sop-send]");
    if (send) send.href = fill(send.dataset.sopSend ?? "", { questions: inAddress(kept, this.kept.dataset.rest ?? "") });
  }
}

/** @param {Piece} piece */
function phone([text, href]) {
  return href ? make("a", { href }, text) : text;
}
