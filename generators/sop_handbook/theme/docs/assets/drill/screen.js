// @ts-check
/** The page on which a procedure is rehearsed: which drill, what it shows, what happens to it. */

import { make } from "../lib/dom.js";
import { follow } from "../lib/storage.js";
import { Light } from "../run/light.js";
import { chooseView } from "./choose.js";
import { homeView } from "./home.js";
import { partView } from "./part.js";
import { resultView } from "./result.js";
import { begin } from "./state.js";
import { Unknown, clear, damaged, fetchDeck, happen, newId, remove, save, sessionOf, sessions } from "./store.js";
/** @typedef {import("./model.js").Session} Session */
/** @typedef {import("./model.js").What} What */
/** @typedef {import("../lib/dom.js").Part} Part */
/** @typedef {Record<string, any>} Words  as the page has them */

/**
 * What a view works with: the drill as it is now, what to do when it changes, what happens to it.
 * @typedef {{session: () => Session, words: Words, send: (what: What) => void,
 *   changed: (draw: () => void) => void, say: (words: string) => void, again: () => void}} Desk
 */

/** @param {HTMLElement} box */
export function open(box) {
  const screen = new Screen(box);
  window.addEventListener("popstate", () => screen.route());
  follow((name) => screen.heard(name));
  return screen.route();
}

class Screen {
  /** @param {HTMLElement} box */
  constructor(box) {
    /** @type {Words} */
    this.words = JSON.parse(document.querySelector("[data-sop-words]")?.textContent ?? "{}");
    this.title = /** @type {HTMLElement} */ (document.querySelector("article h1"));
    this.topic = document.querySelector("[data-md-component=header-topic]:last-child .md-ellipsis");
    this.name = this.title.textContent ?? "";
    this.body = make("div", { class: "sop-run__body" });
    this.live = make("p", { class: "sop-run__live", role: "status" });
    box.replaceChildren(this.body, this.live);
    this.light = new Light();
    this.list = /** @type {HTMLElement | null} */ (document.querySelector("[data-sop-drills]")); // all there are
    /** @type {Session | null} */
    this.session = null;
    this.safe = true;
    /** @type {(() => void)[]} */
    this.draws = [];
  }

  /** Show what the address asks for: ?p= what can be rehearsed of a procedure, ?r= a drill, or all. */
  route() {
    const asked = new URLSearchParams(location.search);
    const [procedure, id] = [asked.get("p"), asked.get("r")];
    this.session = id ? sessionOf(id) : null;
    if (this.session) return this.#draw(false);
    return procedure ? this.#choose(procedure) : this.#home();
  }

  /** Another window changed something. @param {string} name */
  heard(name) {
    if (!this.session || name !== `drill/${this.session.id}`) return;
    this.#take(sessionOf(this.session.id));
  }

  /** @param {What} what */
  #send(what) {
    if (!this.session) return;
    const done = happen(this.session, /** @type {import("./model.js").Event} */ ({ ...what, at: Date.now() }));
    this.safe = done?.safe ?? true;
    this.#take(done?.session ?? null);
  }

  /** Go on with a drill as it is by now; null where it was deleted. @param {Session | null} now */
  #take(now) {
    const before = this.session;
    if (!now) return this.#go("?");
    this.session = now;
    if (before?.ended === now.ended) this.draws.forEach((draw) => draw());
    else this.#draw(true);
    return undefined;
  }

  #home() {
    this.session = null;
    this.#show(homeView(sessions(), damaged(), this.words, this.#to()), this.name, true);
  }

  /** @param {string} procedure */
  async #choose(procedure) {
    const { words } = this;
    try {
      const deck = await fetchDeck(procedure);
      const open = sessions().filter((one) => one.procedure === procedure && one.ended === undefined);
      this.#show(chooseView(deck, open, words, { ...this.#to(), begin: (place, part) => {
        const session = begin(deck, place, part, newId(procedure, Date.now()), Date.now());
        this.safe = save(session);
        this.#go(`?r=${session.id}`);
      } }), deck.title);
    } catch (error) {
      this.#lost(error instanceof Unknown);
    }
  }

  #to() {
    return {
      open: (/** @type {Session} */ one) => this.#go(`?r=${one.id}`),
      remove: (/** @type {Session} */ one) => { remove(one); this.route(); },
      clear: (/** @type {string[]} */ names) => { clear(names); this.route(); },
    };
  }

  /** @param {string} address */
  #go(address) {
    history.pushState(null, "", address);
    this.route();
    this.#focus();
  }

  /** @param {boolean} unknown  there is none, now or another time */
  #lost(unknown) {
    const { words } = this;
    this.#show([
      make("p", { class: "sop-run__changed" }, unknown ? words.unknown : words["no-data"]),
      make("div", { class: "sop-run__others" },
        !unknown && make("button", { type: "button", class: "sop-run__next", onclick: () => this.route() }, words.retry),
        make("a", { class: "sop-run__small", href: "?" }, words.all)),
    ], this.name);
  }

  /** @param {boolean} moved  whether the reader is taken to another screen */
  #draw(moved) {
    const { words } = this, session = /** @type {Session} */ (this.session);
    this.draws = [];
    /** @type {Desk} */
    const desk = {
      session: () => /** @type {Session} */ (this.session), words, send: (what) => this.#send(what),
      changed: (draw) => { this.draws.push(draw); draw(); },
      say: (told) => { this.live.textContent = told; },
      again: () => this.#go(`?p=${session.procedure}`),
    };
    const view = session.ended === undefined ? partView(desk) : resultView(desk);
    this.#show([
      !this.safe && make("p", { class: "sop-run__changed" }, words["not-kept"]), ...view,
      make("div", { class: "sop-run__others sop-run__leave" },
        make("a", { class: "sop-run__small", href: session.head.page }, words["to-page"]),
        make("a", { class: "sop-run__small", href: "?" }, words.all)),
      make("p", { class: "sop-run__private sop-no-print" }, words.private),
    ], session.head.title);
    if (moved) this.#focus();
    if (session.ended === undefined) this.#compare(session);
  }

  /** Say so where the handbook has changed since the drill began. @param {Session} session */
  async #compare({ id, procedure, head }) {
    const deck = await fetchDeck(procedure).catch(() => null); // out of reach: what is kept will do
    if (!deck || deck.edition === head.edition || this.session?.id !== id) return;
    this.body.prepend(make("p", { class: "sop-run__changed", role: "status" }, this.words.changed));
  }

  /** @param {Part[]} parts @param {string} title @param {boolean} [listed]  above a list of all there are */
  #show(parts, title, listed = false) {
    const under = this.session !== null && this.session.ended === undefined;
    this.title.textContent = title;
    if (this.topic) this.topic.textContent = title;
    document.title = `${title} · ${this.name}`;
    if (this.list) this.list.hidden = !listed;
    this.body.replaceChildren(make("div", {}, ...parts));
    this.light.keep(under);
  }

  #focus() {
    window.scrollTo(0, 0);
    this.title.tabIndex = -1;
    (/** @type {HTMLElement | null} */ (this.body.querySelector("h2[tabindex]")) ?? this.title).focus({ preventScroll: true });
  }
}
