// @ts-check
/** The page on which a procedure is carried out: which run, what it shows, what happens to it. */

import { load as loadJob } from "../job/data.js";
import { forget, recall as mine } from "../job/memory.js";
import { make } from "../lib/dom.js";
import { follow } from "../lib/storage.js";
import { fill } from "../lib/text.js";
import { ask } from "./ask.js";
import { askLabel } from "./dialog.js";
import { endView } from "./end.js";
import { homeView, rested, voidView, waitingView } from "./home.js";
import { Light } from "./light.js";
import { asks, bookOf, lookUp, stepOf } from "./model.js";
import { Unknown, fetchBooks, giveUp, newId, outrun, remove, runOf, runs, save, waiting } from "./run_store.js";
import { speaker } from "./speak.js";
import { act, begin } from "./state.js";
import { stepView, told } from "./step.js";
/** @typedef {import("./model.js").Run} Run */
/** @typedef {import("./model.js").Books} Books */
/** @typedef {import("./model.js").What} What */
/** @typedef {import("../lib/dom.js").Part} Part */

const NAME = /^[a-z][a-z0-9-]*$/;
const PAUSE = 350; // milliseconds in which a second tap still belongs to the first
const QUIET = ["tick", "read", "check", "settle"]; // what shows where it was said

/** @param {HTMLElement} box */
export function open(box) {
  const screen = new Screen(box);
  window.addEventListener("popstate", () => screen.route());
  document.addEventListener("visibilitychange", () => screen.wake());
  follow((name) => screen.heard(name));
  document.addEventListener("sop-wiped", (event) => screen.heard(/** @type {CustomEvent<string>} */ (event).detail));
  return screen.route();
}

class Screen {
  /** @param {HTMLElement} box */
  constructor(box) {
    this.words = JSON.parse(document.querySelector("[data-sop-words]")?.textContent ?? "{}");
    this.title = /** @type {HTMLElement} */ (document.querySelector("article h1"));
    this.topic = document.querySelector("[data-md-component=header-topic]:last-child .md-ellipsis");
    this.name = this.title.textContent ?? "";
    this.body = make("div", { class: "sop-run__body" });
    this.drawn = this.body; // what is on it now
    this.live = make("p", { class: "sop-run__live", role: "status" });
    box.replaceChildren(this.body, this.live);
    /** @type {Run | null} */
    this.run = null;
    /** @type {Books} */
    this.books = {};
    /** @type {import("./step.js").Desk["asked"]} what is needed where something is asked for, or is what only some have */
    this.asked = null;
    this.safe = true;
    this.sure = ""; // the run with which somebody said to go on
    this.light = new Light();
    this.aloud = make("button", { type: "button", class: "sop-run__small sop-run__aloud", "data-off": this.words["speak-off"], hidden: true }, this.words.speak);
    this.speak = speaker(this.aloud, () => this.#spoken(), true);
  }

  /** What is read aloud of a step: all but how to go on. */
  #spoken() {
    /** @type {NodeListOf<HTMLElement>} */
    const parts = this.drawn.querySelectorAll(".sop-run__screen > :not(.sop-run__head, .sop-run__bar, .sop-clock, .sop-run__aloud)");
    return [{ text: this.asked?.heard?.([...parts]) ?? [...parts].map((part) => part.innerText).join("\n") }];
  }

  /** Show what the address asks for: ?p= a procedure to carry out (after the run &from=), ?r= a run,
   * or all runs. A run that rested for hours is gone on with only when somebody says so. */
  async route() {
    const asked = new URLSearchParams(location.search);
    const [procedure, id] = [asked.get("p"), asked.get("r")];
    const run = id ? runOf(id) : null;
    this.run = null;
    if (run && rested(run) && this.sure !== run.id) return this.#wait([run], run.procedure);
    if (run) return this.#resume(run);
    if (!procedure) return this.#home();
    const resting = waiting(mine()?.role, procedure);
    return resting.length ? this.#wait(resting, procedure) : this.#begin(procedure, this.#handed());
  }

  /** The page was out of sight, perhaps over night. */
  wake() {
    if (document.visibilityState !== "visible" || !this.run || !rested(this.run)) return;
    this.sure = "";
    this.route();
  }

  /** @param {Run[]} resting @param {string} procedure */
  #wait(resting, procedure) {
    return this.#show(waitingView(resting, this.words, {
      ...this.#to(),
      restart: async (run) => {
        await giveUp(run.id, this.words.restart);
        return this.#begin(procedure, { label: run.label });
      },
      next: () => this.#next(procedure),
    }), resting[0].heads[procedure].title, false, resting[0]);
  }

  /** What another run knows that handed over to this one: for whom, and what was just answered. */
  #handed() {
    const from = runOf(new URLSearchParams(location.search).get("from") ?? "");
    return from ? { label: from.label, answer: from.outcome?.to?.answer } : {};
  }

  /** @param {string} procedure */
  #next(procedure) { askLabel(this.words, (label) => this.#begin(procedure, { ...this.#handed(), label })); }

  /** Another window changed something. @param {string} name */
  heard(name) {
    if (!this.run || name !== `run/${this.run.id}`) return;
    this.run = runOf(this.run.id);
    if (this.run) this.#draw(false);
    else this.#home();
  }

  /** @param {What} what */
  send(what) {
    if (!this.run) return;
    const { asked } = this, event = /** @type {import("./model.js").Event} */ ({ ...what, at: Date.now() });
    const kept = runOf(this.run.id);
    if (outrun(this.run, kept)) return this.heard(`run/${this.run.id}`);
    const before = asked ? asked.clean(this.run, kept, event.at) : this.run;
    this.run = this.#after(before, event);
    if (this.run === before) return;
    this.safe = save(this.run, this.books);
    asked?.sweep();
    const moved = before.visits.length !== this.run.visits.length || before.outcome !== this.run.outcome || what.type === "ready";
    if (this.run.outcome || !QUIET.includes(what.type)) this.#draw(moved);
    if (!moved && ["note", "deviate", "exception"].includes(what.type)) this.#say(told(asked?.alone?.(this.run, this.books, what.member) ?? this.run, this.words).join("；"));
  }

  /** What becomes of a run. @param {Run} run @param {import("./model.js").Event} event */
  #after(run, event) {
    return this.asked?.change(run, this.books, event) ?? act(run, this.books, event);
  }

  async #home() {
    const own = mine(), asked = runs().some(({ outcome }) => outcome?.pieces) ? await import("./extras.js").catch(() => null) : null;
    const draw = (/** @type {import("../job/data.js").Job | undefined} */ job = undefined) => (
      this.#show(homeView(runs(), this.words, { ...this.#to(), asked }, job), this.name));
    const drawn = draw();
    const job = own && await loadJob(own.role).catch(() => undefined);
    if (job && this.drawn === drawn) draw(job);
  }

  #to() {
    return {
      open: (/** @type {Run} */ run) => {
        this.sure = run.id;
        return this.#go(`?r=${run.id}`);
      },
      again: () => this.route(),
      remove: (/** @type {Run} */ run) => { remove(run); this.route(); },
      undo: () => { forget(); this.route(); },
    };
  }

  /** @param {string} address */
  #go(address) {
    history.pushState(null, "", address);
    return this.route();
  }

  /** @param {string} procedure @param {{label?: string, answer?: string}} [of] */
  async #begin(procedure, { label, answer } = {}) {
    const books = await this.#fetch(procedure);
    const gone = books && voidView(books[procedure]);
    if (gone) this.#show([gone], books[procedure].title);
    if (!books || gone) return;
    const now = Date.now();
    this.books = books;
    const own = mine();
    const whose = { ...(own && { role: own.role, who: own.title }), ...(label && { label }), ...(answer && { answer }) };
    this.run = this.#after(begin(books, procedure, newId(procedure, now), now, whose), { type: "renew", at: now });
    this.sure = this.run.id;
    this.safe = save(this.run, books);
    history.replaceState(null, "", `?r=${this.run.id}`);
    this.#draw(true);
  }

  /** @param {Run} run */
  async #resume(run) {
    this.books = {};
    this.run = run;
    if (run.outcome) {
      await this.#bring(run, {});
      this.#draw(false);
    }
    const books = await this.#fetch(run.procedure, run);
    if (!books || this.run?.id !== run.id) return;
    if (!run.trail.every((place) => place.every((one) => lookUp(books, one.procedure)))) return this.#lost(false);
    this.books = books;
    this.run = { ...this.#after(runOf(run.id) ?? this.run, { type: "renew", at: this.run.seen }), resumed: Date.now() };
    this.safe = save(this.run, books);
    this.#draw(false);
  }

  /** @param {string} procedure @param {Run} [run] @returns {Promise<Books | null>} */
  async #fetch(procedure, run) {
    try {
      if (!NAME.test(procedure)) throw new Unknown(procedure);
      const books = await fetchBooks(procedure, run?.id);
      await this.#bring(run ?? null, books);
      return books;
    } catch (error) {
      if (run?.outcome) return null; // its record is shown already
      this.#lost(!(error instanceof Unknown));
      return null;
    }
  }

  /** @param {Run | null} run @param {Books} books */
  async #bring(run, books) {
    if (Object.values(books).some((book) => book.extras) || run?.outcome?.pieces) this.asked = await import("./extras.js");
    else if (asks(run, books)) this.asked = await import("./asked.js");
  }

  /** There is nothing to carry out. @param {boolean} known  but there may be, another time */
  #lost(known) {
    const { words, run } = this;
    this.run = null; // it cannot be gone on with
    this.#show([
      make("p", { class: "sop-run__changed" }, known ? words["no-data"] : words.unknown),
      make("div", { class: "sop-run__others" },
        known && make("button", { type: "button", class: "sop-run__next", onclick: () => this.route() }, words.retry),
        make("a", { class: "sop-run__small", href: "../industries/" }, words.find)),
    ], this.name, false, run);
  }

  /** @param {boolean} moved  whether the reader is taken to another screen */
  #draw(moved) {
    const { words, books } = this;
    const run = /** @type {Run} */ (this.run);
    const now = () => /** @type {Run} */ (this.run);
    /** @type {import("./step.js").Desk} */
    const desk = {
      run, books, words, now, all: now, asked: this.asked, others: Boolean(run.role) && run.role !== mine()?.role, send: this.send.bind(this), say: this.#say.bind(this), mine: mine()?.title ?? "",
      next: () => this.#next(run.procedure),
      ask: (name) => ask(desk, name),
    };
    if (run.outcome) return this.#show([this.#badges(), ...endView(desk), this.#footer()], run.heads[run.procedure].title, moved);
    const book = bookOf(run, books), { page } = book;
    return this.#show([
      make("div", { class: "sop-run__screen" }, this.#badges(), voidView(book), this.aloud,
        !this.safe && make("p", { class: "sop-run__changed" }, words["not-kept"]), ...(this.asked?.first(desk) ?? stepView(desk))),
      make("div", { class: "sop-run__others sop-run__leave" },
        make("a", { class: "sop-run__small", href: stepOf(run, books) ? `${page}#step-${stepOf(run, books)?.id}` : page }, words["to-page"]),
        make("a", { class: "sop-run__small", href: "?" }, words.leave),
        make("button", { type: "button", class: "sop-run__small", onclick: () => desk.ask("stop") }, words.stop)),
      this.#footer(),
    ], bookOf(run, books).title, moved);
  }

  #footer() {
    return make("p", { class: "sop-run__private sop-no-print" }, this.safe ? this.words.private : this.words["not-kept"]);
  }

  /** Number, revision, and loudly what is not approved. */
  #badges() {
    const run = /** @type {Run} */ (this.run);
    const book = run.outcome ? null : bookOf(run, this.books);
    const head = book ?? run.heads[run.procedure];
    return make("p", { class: "sop-run__head" },
      head.badges.map((badge) => make("span", { class: "sop-badge" }, badge)),
      ` ${head.number} · ${fill(this.words.revision, head)}`, run.label && make("strong", {}, ` · ${run.label}`));
  }

  /** @param {Part[]} parts @param {string} title @param {boolean} [moved]
   * @param {Run | null} [of]  the run that is shown or asked about
   * @returns {HTMLElement} what is shown now */
  #show(parts, title, moved = false, of = this.run) {
    const focused = document.activeElement;
    const from = this.body.contains(focused) ? focused?.textContent : undefined;
    const under = Boolean(this.run && !this.run.outcome);
    document.documentElement.classList.toggle("sop-running", under);
    const page = under ? bookOf(/** @type {Run} */ (this.run), this.books).page : of && lookUp(of.heads, of.procedure)?.page;
    /** @type {NodeListOf<HTMLElement>} */
    const calls = document.querySelectorAll("[data-sop-calls]"); // of all industries
    for (const one of calls) one.hidden = !page?.includes(`/${one.dataset.sopCalls}/`);
    this.title.textContent = title;
    if (this.topic) this.topic.textContent = title;
    document.title = `${title} · ${this.name}`;
    this.drawn = make("div", {}, ...parts);
    this.body.replaceChildren(this.drawn);
    this.light.keep(under);
    if (moved || !under) this.speak();
    if (moved) {
      this.#rest();
      window.scrollTo(0, 0);
    }
    if (moved || from !== undefined) this.#focus(moved ? "" : from ?? "");
    return this.drawn;
  }

  /** Go on where the reader was: at what reads the same, or at the top. @param {string} words */
  #focus(words) {
    /** @type {NodeListOf<HTMLElement>} */
    const all = this.body.querySelectorAll("a, button:enabled");
    const same = words && [...all].find((one) => one.textContent === words);
    this.title.tabIndex = -1;
    (same || /** @type {HTMLElement | null} */ (this.body.querySelector("h2[tabindex]")) || this.title)
      .focus({ preventScroll: true });
  }

  /** Take no second tap on what has just come under the thumb. */
  #rest() {
    /** @type {NodeListOf<HTMLButtonElement>} */
    const buttons = this.body.querySelectorAll("button:is(.sop-run__next, .sop-run__way)");
    for (const button of buttons) button.disabled = true;
    setTimeout(() => { for (const button of buttons) button.disabled = false; }, PAUSE);
  }

  /** @param {string} words */
  #say(words) {
    this.live.textContent = words;
  }
}
