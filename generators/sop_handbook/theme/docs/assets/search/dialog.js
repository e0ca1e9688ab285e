// @ts-check
/** The search as people see it: what is typed goes to the engine, what it finds becomes a list. */

import { industries, load as loadJob, preference } from "../job/data.js";
import { forget, recall } from "../job/memory.js";
import { fill } from "../lib/text.js";
import { Search } from "./engine.js";
import { codeOf, optionOf, sharedMark } from "./result.js";
import { Silence } from "./silence.js";
import { Trail, here, lastWords } from "./trail.js";
/** @typedef {import("./engine.js").Answer} Answer */

const ROOT = new URL("../../", import.meta.url);
const FEW = 10; // results at once
const TABLE = "table";
const LONGEST = 80; // characters that are asked
const PATIENCE = 400; // milliseconds without an answer until the reader is told to wait

/** @typedef {{open: (query?: string) => void}} Dialog */

/**
 * Bring the dialog of this page to life.
 * @returns {Dialog}
 */
export function connect() {
  const view = new View(/** @type {HTMLDialogElement} */ (document.getElementById("sop-search")));
  return { open: (query) => view.open(query) };
}

/**
 * Get a file of the index. The table is asked for anew; a part of the index never changes under
 * its name.
 * @param {string} name
 * @param {boolean} [anew] from the server, whatever this device keeps
 */
async function load(name, anew = false) {
  const known = FILES.get(name);
  if (known) return known;
  const cache = anew ? "reload" : name === TABLE ? "no-cache" : "default";
  const got = fetch(new URL(`handbook/search/${name}.json`, ROOT), { cache }).then((response) => {
    if (!response.ok) throw new Error(`${response.status} ${name}`);
    return response.json();
  });
  if (name !== TABLE) FILES.set(name, got);
  got.catch(() => FILES.delete(name));
  return got;
}
/** @type {Map<string, Promise<any>>} Files of this visit. */
const FILES = new Map();

/** @type {Answer} */
const NOTHING = { results: [], total: 0, answered: "no", contacts: [] };

/** The industry that the page below belongs to, if it does. */
function industryOfPage() {
  const [, name] = /\/handbook\/([^/]+)\/[^/]/.exec(location.pathname.slice(ROOT.pathname.length - 1)) ?? [];
  return new Set(name && !["roles", "forms", "prints"].includes(name) ? [name] : []);
}

class View {
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.search = new Search(load);
    this.input = /** @type {HTMLInputElement} */ (part(dialog, "input"));
    this.list = part(dialog, "[role=listbox]");
    this.status = part(dialog, "[data-sop-status]");
    this.says = /** @type {Record<string, string>} */ (this.status.dataset);
    this.ways = part(dialog, "[data-sop-ways]");
    this.more = part(dialog, "[data-sop-more]");
    this.mine = part(dialog, "[data-sop-mine]");
    this.body = part(dialog, ".sop-search__body");
    this.shared = part(dialog, "[data-sop-shared]");
    this.silence = new Silence(dialog);
    this.role = ""; // whose results come first
    /** @type {Set<string>} The industries of the role, or that of the page. */
    this.industries = industryOfPage();
    this.preferring = Promise.resolve();
    this.asked = ""; // what was asked last
    this.answered = ""; // what the list answers
    this.eager = false; // the best result is to be opened as soon as it is there
    this.limit = FEW;
    this.active = -1;
    this.top = 0; // how far down the list is to be when it has come
    const place = () => ({ words: this.input.value, limit: this.limit, top: this.body.scrollTop });
    this.trail = new Trail(dialog, place, (was) => this.#return(was));
    this.#listen();
  }

  /** @param {string} [query] */
  open(query) {
    if (!this.dialog.open) this.dialog.showModal();
    this.search.open().catch(() => this.#fail());
    this.#prefer(recall()?.role ?? "");
    // What was typed while the scripts were on their way must not be typed over.
    const early = query === undefined && this.input.value.trim() !== this.asked;
    const was = here();
    if (was && !early && query === undefined) {
      // Opened again before it was left, it has words of its own.
      return void this.#return({ ...was, words: this.input.value || was.words });
    }
    if (query !== undefined) this.input.value = query;
    else this.input.value ||= lastWords();
    this.trail.enter();
    this.input.focus();
    if (!early) this.input.select();
    this.#ask();
  }

  /** Stand where it stood when a result was followed. @param {import("./trail.js").Place} was */
  #return({ words, limit, top }) {
    if (!this.dialog.open) this.dialog.showModal();
    this.search.open().catch(() => this.#fail());
    this.#prefer(recall()?.role ?? "");
    this.input.value = String(words);
    this.top = Number(top) || 0;
    this.answered = "";
    this.#ask(Number(limit) || FEW);
  }

  #listen() {
    // Keys, paste, voice, handwriting and input methods all end in this one event.
    this.input.addEventListener("input", () => this.#ask());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    part(this.dialog, "form").addEventListener("submit", (event) => event.preventDefault());
    part(this.dialog, "[data-sop-close]").addEventListener("click", () => this.dialog.close());
    part(this.dialog, "[data-sop-undo]").addEventListener("click", () => {
      forget();
      document.dispatchEvent(new Event("sop-job")); // the page below shows it, too
      this.#prefer("");
      this.input.focus();
      this.#ask();
    });
    this.more.addEventListener("click", () => this.#more());
    this.dialog.addEventListener("click", (event) => this.#click(event));
  }

  /**
   * Put what concerns a role first, and say so; for "", and where its data is missing, nothing is.
   * @param {string} role
   */
  #prefer(role) {
    if (role === this.role) return;
    this.role = role;
    this.answered = "";
    this.mine.hidden = true;
    this.search.prefers = () => 1;
    this.industries = industryOfPage();
    if (!role) return;
    this.preferring = loadJob(role).then((job) => {
      if (role !== this.role) return;
      this.search.prefers = preference(job);
      this.industries = industries(job);
      part(this.mine, "b").textContent = job.title;
      this.mine.hidden = false;
    }).catch(() => { this.role = ""; });
  }

  /** @param {MouseEvent} event */
  #click(event) {
    if (!(event.target instanceof Element)) return;
    if (event.target === this.dialog) this.dialog.close(); // the backdrop
    else if (event.target.closest("a") && !event.ctrlKey && !event.metaKey) {
      this.trail.leave();
      this.dialog.close();
    }
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // The keys of an input method, with which one chooses characters, are not ours.
    if (event.isComposing || event.keyCode === 229) return;
    const count = this.list.childElementCount;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count) {
      event.preventDefault();
      this.#choose((Math.max(this.active, step < 0 ? 0 : -1) + step + count) % count);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.eager = true;
      if (this.answered === this.input.value.trim()) this.#go();
    } else if (event.key === "Escape") {
      event.preventDefault(); // or it would empty the field first
      this.dialog.close();
    }
  }

  /** Open the chosen result, or the best one. */
  #go() {
    const option = this.list.children[Math.max(this.active, 0)];
    if (option instanceof HTMLElement) option.click();
    this.eager = false;
  }

  /** @param {number} index */
  #choose(index) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    this.active = index;
    const option = this.list.children[index];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.input.setAttribute("aria-activedescendant", option.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  async #ask(limit = FEW) {
    const typed = this.input.value.trim();
    if (typed === this.answered && limit === this.limit && this.list.childElementCount) return;
    if (typed !== this.asked) this.eager = false;
    [this.asked, this.limit] = [typed, limit];
    if (!typed) {
      this.#show(NOTHING);
      this.status.textContent = "";
      return;
    }
    const waiting = setTimeout(() => { this.status.textContent = this.says.waiting; }, PATIENCE);
    try {
      await this.preferring;
      const answer = await this.search.find([...typed].slice(0, LONGEST).join(""), limit);
      if (typed === this.asked && limit === this.limit) this.#show(answer);
    } catch {
      if (typed === this.asked) this.#fail();
    } finally {
      clearTimeout(waiting);
    }
  }

  /** Show more; where that is all, the button is gone, and the first of the new ones is next. */
  async #more() {
    const shown = this.list.childElementCount;
    await this.#ask(this.limit + FEW);
    const next = this.list.children[shown];
    if (this.more.hidden && next instanceof HTMLElement) next.focus();
  }

  /** @param {Answer} answer */
  #show(answer) {
    const { results, total, answered } = answer;
    const kept = this.limit > FEW ? this.active : -1;
    const files = this.dialog.dataset.urls === "files";
    const words = /** @type {Record<string, string>} */ (this.list.dataset);
    const code = codeOf(this.asked, ROOT, files, words);
    const mark = sharedMark(results);
    this.shared.hidden = !mark;
    part(this.shared, "b").textContent = mark;
    this.list.replaceChildren(...code, ...results.map((result, i) => optionOf(result, i, ROOT, files, words, mark)));
    const count = this.list.childElementCount;
    this.list.hidden = !count;
    this.input.setAttribute("aria-expanded", String(count > 0));
    this.more.hidden = results.length >= total;
    this.ways.hidden = count > 0;
    this.silence.show(code.length || answer === NOTHING && this.asked ? "" : this.asked, answer, this.industries);
    const { none, found, first, weak, cut } = this.says;
    const says = !total ? none : answered !== "yes" ? weak : total > results.length ? first : found;
    const short = [...this.asked].slice(0, LONGEST).join("");
    const long = short === this.asked ? "" : fill(cut, { most: LONGEST });
    this.status.textContent = fill(says, { typed: short, total, shown: results.length }) + long;
    this.answered = this.asked;
    this.#choose(kept);
    if (this.eager) this.#go();
    if (kept < 0) this.body.scrollTop = this.top;
    if (answer !== NOTHING) this.top = 0;
  }

  #fail() {
    this.#show(NOTHING);
    this.status.textContent = this.says.failed;
    this.asked = this.answered = "";
  }
}

/**
 * @param {HTMLElement} within
 * @param {string} selector
 * @returns {HTMLElement}
 */
function part(within, selector) {
  const found = within.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`no ${selector}`);
  return found;
}
