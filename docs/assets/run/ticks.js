// @ts-check
/**
 * The checklist of a page: ticks stay on this device, each with the digest of what was ticked. What
 * reads otherwise by now is unticked and says so.
 */

import { copy } from "../handbook.js";
import { recall as mine } from "../job/memory.js";
import { follow, forget, keep, recall } from "./device.js";
import { make } from "./dom.js";
import { fill, moment } from "./record.js";

const PRINTING = "sop-print-ticks";
const PATIENCE = 1500; // milliseconds for which a button says what it did

/** @param {HTMLElement} form */
export function open(form) {
  new Ticks(/** @type {HTMLFormElement} */ (form));
  if (mine()) import("./own.js").then((own) => own.open(form));
}

class Ticks {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    this.name = `ticks/${form.dataset.sopTicks}`;
    this.words = /** @type {Record<string, string>} */ (form.dataset);
    this.boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[type=checkbox]")]);
    this.progress = /** @type {HTMLElement} */ (form.querySelector("[data-sop-progress]"));
    this.bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));
    this.safe = true;
    /** @type {Record<string, string> | null} */
    this.before = null; // what a reset took away
    this.reset = this.#button("reset", () => this.#reset());
    this.#button("print", () => this.#print());
    this.#button("copy", (button) => this.#copy(button));
    form.addEventListener("change", (event) => this.#tick(/** @type {HTMLInputElement} */ (event.target)));
    form.addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("afterprint", () => document.documentElement.classList.remove(PRINTING));
    follow((name) => { if (name === this.name) this.#load(); });
    this.#load();
    form.classList.add("sop-ticks--live");
  }

  /** @param {string} name @param {(button: HTMLButtonElement) => void} act */
  #button(name, act) {
    const button = /** @type {HTMLButtonElement} */ (this.form.querySelector(`[data-sop-${name}]`));
    button.addEventListener("click", () => act(button));
    return button;
  }

  #load() {
    const kept = recall(this.name);
    const known = /** @type {Record<string, string>} */ (kept && typeof kept === "object" ? kept : {});
    let changed = 0;
    for (const box of this.boxes) {
      const hash = known[box.name];
      box.checked = hash === box.value;
      const other = hash !== undefined && !box.checked;
      changed += Number(other);
      this.#mark(box, other);
    }
    this.#say(changed ? fill(this.words.sopChangedSome, { count: changed }) : "");
  }

  /** Say at a box that it reads otherwise than when it was ticked, or no longer.
   * @param {HTMLInputElement} box @param {boolean} changed */
  #mark(box, changed) {
    const row = /** @type {HTMLElement} */ (box.closest("label"));
    row.querySelector(".sop-tick__changed")?.remove();
    if (changed) row.append(make("small", { class: "sop-tick__changed" }, this.words.sopChanged));
  }

  /** @param {HTMLInputElement} box */
  #tick(box) {
    this.#mark(box, false);
    this.before = null;
    this.reset.textContent = this.words.sopReset;
    this.#keep();
  }

  #ticked() {
    return Object.fromEntries(this.boxes.filter((box) => box.checked).map((box) => [box.name, box.value]));
  }

  #keep() {
    const ticked = this.#ticked();
    // A box that changed stays known as ticked before, until someone decides about it.
    const old = recall(this.name) ?? {};
    for (const box of this.boxes) {
      if (!box.checked && box.closest("label")?.querySelector(".sop-tick__changed")) ticked[box.name] = old[box.name];
    }
    if (Object.keys(ticked).length) this.safe = keep(this.name, ticked);
    else forget(this.name);
    this.#say(this.safe ? "" : this.words.sopNotKept);
  }

  /** @param {string} more */
  #say(more) {
    const done = this.boxes.filter((box) => box.checked).length;
    const total = this.boxes.length;
    const state = fill(done === total ? this.words.sopAllDone : this.words.sopProgressWords, { done, total });
    this.progress.textContent = more ? `${state}　${more}` : state;
    this.bar.value = done;
    this.reset.disabled = !done && !this.before;
  }

  #reset() {
    if (this.before) {
      for (const box of this.boxes) box.checked = this.before[box.name] === box.value;
      this.before = null;
    } else {
      this.before = this.#ticked();
      for (const box of this.boxes) { box.checked = false; this.#mark(box, false); }
    }
    this.reset.textContent = this.before ? this.words.sopUndo : this.words.sopReset;
    this.#keep();
  }

  #print() {
    const printed = /** @type {HTMLElement} */ (this.form.querySelector("[data-sop-printed]"));
    printed.textContent = fill(this.words.sopPrintedWords, { moment: moment(Date.now()).slice(0, 16) });
    document.documentElement.classList.add(PRINTING);
    window.print();
  }

  /** @param {HTMLButtonElement} button */
  async #copy(button) {
    const lines = [...this.form.querySelectorAll("legend, label")].map((part) => {
      const box = part.querySelector("input");
      const text = [...part.querySelectorAll("[data-sop-text]")].map((one) => one.textContent?.trim()).join(" ");
      return box ? `${box.checked ? "☑" : "☐"} ${text}` : `\n${part.textContent?.trim()}`;
    });
    const head = [this.form.querySelector("[data-sop-head]")?.textContent, `${moment(Date.now()).slice(0, 16)}　${this.progress.textContent}`];
    try {
      await copy([...head, ...lines].join("\n"));
      button.textContent = this.words.sopCopied;
    } catch {
      button.textContent = this.words.sopNotCopied;
    }
    setTimeout(() => { button.textContent = this.words.sopCopyWords; }, PATIENCE);
  }
}
