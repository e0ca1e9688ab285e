// @ts-check
/**
 * The checklist of a page: ticks stay on this device, each with its time and the digest of what was
 * ticked. What reads otherwise by now is unticked and says so; what was ticked on another day, or
 * hours ago, is gone on with only when the reader says so. Each role has a list of its own.
 */

import { copy } from "../handbook.js";
import { recall as mine } from "../job/memory.js";
import { make } from "../lib/dom.js";
import { device, follow } from "../lib/storage.js";
import { fill, moment } from "../lib/text.js";
import { askLabel } from "./dialog.js";
import { fresh, last, read, shortly, stale } from "./ticked.js";
/** @typedef {import("./ticked.js").Ticked} Ticked */

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
    this.says = /** @type {Record<string, string>} */ (form.dataset);
    this.boxes = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[type=checkbox]:not([data-sop-extra])")]);
    // Which way it went, or that it did not apply: kept like the boxes, but nothing that must be ticked.
    this.extras = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll(".sop-tick__beside input")]);
    // What is answered instead of ticked; one of its answers may be that it does not apply.
    this.answered = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-sop-answered]")]);
    this.progress = this.#part("progress");
    this.bar = /** @type {HTMLProgressElement} */ (form.querySelector("progress"));
    this.asking = this.#part("asking");
    this.ticked = fresh();
    /** @type {Ticked | null} */
    this.before = null; // what a reset took away
    this.broken = false; // what is kept is damaged, or of an earlier version
    this.#button("go-on", () => this.#keep({ ...this.ticked, resumed: Date.now() }));
    this.#button("fresh", () => this.#reset());
    this.#button("next", () => this.#next());
    this.#button("remove", () => { device.forget(this.name); this.#load(); });
    this.reset = this.#button("reset", () => this.#reset());
    this.#button("print", () => this.#print());
    this.#button("copy", (button) => this.#copy(button));
    form.addEventListener("change", (event) => this.#tick(/** @type {HTMLInputElement} */ (event.target)));
    form.addEventListener("submit", (event) => event.preventDefault());
    window.addEventListener("afterprint", () => document.documentElement.classList.remove(PRINTING));
    follow((name) => { if (name === this.name) this.#load(); });
    // A page may stay open over night, and a role may be given up in the search.
    document.addEventListener("visibilitychange", () => this.#load());
    document.addEventListener("sop-job", () => this.#load());
    this.#load();
    form.classList.add("sop-ticks--live");
  }

  get name() {
    const role = mine()?.role;
    return `ticks/${this.says.sopTicks}${role ? `@${role}` : ""}`;
  }

  /** @param {string} name @returns {HTMLElement} */
  #part(name) {
    return /** @type {HTMLElement} */ (this.form.querySelector(`[data-sop-${name}]`));
  }

  /** @param {string} name @param {(button: HTMLButtonElement) => void} act */
  #button(name, act) {
    const button = /** @type {HTMLButtonElement} */ (this.#part(name));
    button.addEventListener("click", () => act(button));
    return button;
  }

  #load() {
    const { name } = this;
    const found = read(device.recall(name));
    this.broken = !found && device.held(name);
    this.ticked = found ?? fresh();
    this.#draw();
  }

  /** Boxes as they were ticked, unless they read otherwise by now. @param {string} [more] */
  #draw(more = "") {
    const { boxes } = this.ticked;
    let changed = 0;
    /** @param {HTMLInputElement} box */
    const draw = (box) => {
      const [hash, at] = Object.hasOwn(boxes, box.name) ? boxes[box.name] : []; // a step may be called constructor
      box.checked = hash === box.value;
      this.#note(/** @type {HTMLElement} */ (box.closest("label")), "at", box.checked && at ? shortly(at, Date.now()) : "");
      return hash !== undefined && !box.checked;
    };
    /** @param {HTMLElement} row @param {boolean} other */
    const compare = (row, other) => {
      changed += Number(other);
      this.#note(row, "changed", other ? this.says.changed : "");
    };
    this.extras.forEach(draw);
    for (const box of this.boxes) compare(/** @type {HTMLElement} */ (box.closest("label")), draw(box));
    for (const row of this.answered) compare(row, ways(row).map(draw).every(Boolean));
    this.#ask();
    this.#say(more || (changed ? fill(this.says.changedSome, { count: changed }) : ""));
  }

  /** Say something beside a box: when it was ticked, or that it reads otherwise by now.
   * @param {HTMLElement} row @param {"at" | "changed"} kind @param {string} words */
  #note(row, kind, words) {
    row.querySelector(`:scope > .sop-tick__${kind}`)?.remove();
    if (words) row.append(make("small", { class: `sop-tick__${kind}` }, words));
  }

  /** Whether what is ticked may be of another shift. */
  get #old() {
    const then = last(this.ticked);
    return then !== undefined && stale(then, Date.now());
  }

  /** Ask before somebody goes on with a list of another shift, and offer to remove what is broken. */
  #ask() {
    const old = this.#old;
    for (const group of this.form.querySelectorAll("fieldset")) group.disabled = old;
    this.asking.hidden = !old;
    this.#part("broken").hidden = !this.broken;
    if (!old) return;
    const { label, boxes } = this.ticked;
    const then = Math.max(...Object.values(boxes).map(([, at]) => at));
    const when = fill(this.says.since, { moment: moment(then).slice(0, 16) });
    /** @type {HTMLElement} */ (this.asking.firstElementChild).textContent = [label, when].filter(Boolean).join(" · ");
  }

  /** @param {HTMLInputElement} box */
  #tick(box) {
    if (this.#old) return this.#draw(); // asked first: the page lay open for hours
    const { [box.name]: _, ...boxes } = this.ticked.boxes;
    this.before = null;
    return this.#keep({ ...this.ticked, boxes: box.checked ? { ...boxes, [box.name]: [box.value, Date.now()] } : boxes });
  }

  /** @param {Ticked} ticked */
  #keep(ticked) {
    this.ticked = ticked;
    const { name } = this;
    const some = Object.keys(ticked.boxes).length > 0 || ticked.label;
    const safe = !some || device.keep(name, ticked);
    if (!some) device.forget(name);
    this.broken = false;
    this.#draw(safe ? "" : this.says.notKept);
  }

  /** @param {string} more */
  #say(more) {
    const idle = new Set(this.extras.filter(({ checked, name }) => checked && name.endsWith(".na")).map(({ name }) => name.slice(0, -3)));
    for (const { name } of this.answered.flatMap(ways).filter(({ checked, value }) => checked && value.endsWith("-na"))) idle.add(name);
    const ticked = this.boxes.filter(({ checked, name }) => checked || idle.has(name) || idle.has(name.split(".")[0])).length;
    const done = ticked + this.answered.filter((row) => ways(row).some(({ checked }) => checked)).length;
    const total = this.boxes.length + this.answered.length;
    const state = fill(done === total ? this.says.allDone : this.says.progressWords, { done, total });
    this.progress.textContent = [this.ticked.label, state, more].filter(Boolean).join("　");
    this.bar.value = done;
    this.reset.textContent = this.before ? this.says.undo : this.says.reset;
    this.reset.disabled = !this.before && !Object.keys(this.ticked.boxes).length;
  }

  /** Begin anew, or take that back. @param {string} [label] */
  #reset(label = "") {
    const back = label ? null : this.before;
    this.before = back ? null : this.ticked;
    this.#keep(back ?? fresh(label));
  }

  #next() {
    const { nextOne, label, labelHint, begin, cancel } = this.says;
    askLabel({ "next-one": nextOne, label, "label-hint": labelHint, begin, cancel }, (label) => {
      this.before = null;
      this.#reset(label);
      this.#part("progress").scrollIntoView({ block: "center" });
    });
  }

  #print() {
    this.#draw(); // times of yesterday are those of yesterday
    this.#part("printed").textContent = fill(this.says.printedWords, { moment: moment(Date.now()).slice(0, 16) });
    document.documentElement.classList.add(PRINTING);
    window.print();
  }

  /** @param {HTMLButtonElement} button */
  async #copy(button) {
    this.#draw();
    const lines = [...this.form.querySelectorAll("legend, label, .sop-tick__hazards p, [data-sop-answered] > [data-sop-text]")].map((part) => {
      const box = part.querySelector("input");
      const text = [...part.querySelectorAll("[data-sop-text], .sop-tick__at")].map((one) => one.textContent?.trim()).join(" ");
      return box ? `${box.checked ? "☑" : "☐"} ${text}` : `${part.matches("legend") ? "\n" : ""}${part.textContent?.trim()}`;
    });
    const head = [this.#part("head").textContent, `${moment(Date.now()).slice(0, 16)}　${this.progress.textContent}`];
    try {
      await copy([...head, ...lines].join("\n"));
      button.textContent = this.says.copied;
    } catch {
      button.textContent = this.says.notCopied;
    }
    setTimeout(() => { button.textContent = this.says.copyWords; }, PATIENCE);
  }
}

/** The answers of what is answered instead of ticked. @param {HTMLElement} row */
function ways(row) {
  return /** @type {HTMLInputElement[]} */ ([...row.querySelectorAll("input")]);
}
