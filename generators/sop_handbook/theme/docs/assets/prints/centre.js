// @ts-check
/** The print centre: what is typed or chosen is listed, what is ticked is packed. */

import { make, show } from "../lib/dom.js";
import { fill } from "../lib/text.js";
import { Choice, sizeOf } from "./choice.js";
import { find, setOf, shelf, titleOf } from "./find.js";
import { mustOf, setView } from "./set.js";

/** @typedef {import("./find.js").Group} Group */
/** @typedef {import("./find.js").Item} Item */
/** @typedef {import("./find.js").Shelf} Shelf */

const ROOT = new URL("../../handbook/", import.meta.url);
const PORTION = 48; // tiles that are shown at once
const MOST_AT_ONCE = 100; // of many roles; more is chosen by what it is
const FIELDS = ["q", "role", "industry", "kind"];
const SET = "set"; // asks for a role, and chooses what somebody new in it needs

class Centre {
  /** @type {Promise<Shelf> | undefined} */
  #shelf;
  /** @type {import("./find.js").List | undefined} */
  #found;
  #shown = PORTION;
  /** What tells the boxes that are shown what is chosen now. @type {(() => void)[]} */
  #boxes = [];

  /** @param {HTMLElement} page @param {HTMLElement} plain what stands below while nothing is asked */
  constructor(page, plain) {
    this.page = page;
    this.plain = plain;
    /** @param {string} name */
    const part = (name) => /** @type {HTMLElement} */ (page.querySelector(`[data-part=${name}]`));
    this.status = part("status");
    this.found = part("found");
    this.more = part("more");
    this.clear = part("clear");
    this.form = /** @type {HTMLFormElement} */ (page.querySelector("form"));
    this.roles = /** @type {HTMLElement | null} */ (document.querySelector("[data-sop-prints-new]"));
    // A stick brings no files to scripts.
    this.choice = location.protocol === "file:" ? null
      : new Choice(part("chosen"), page.dataset, {
        root: ROOT, list: () => /** @type {import("./find.js").List} */ (this.#found), wanted: () => this.#wanted(), changed: () => this.#tick(), told: (roles) => this.#mark(roles),
      });
    for (const told of this.roles?.querySelectorAll("[data-sop-prints-packs]") ?? []) show(told, Boolean(this.choice));
    for (const told of this.roles?.querySelectorAll("[data-sop-prints-alone]") ?? []) show(told, !this.choice);
  }

  listen() {
    this.form.addEventListener("input", () => this.#asked());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      /** @type {HTMLElement | null} */ (this.found.querySelector("li > a"))?.focus();
    });
    this.clear.addEventListener("click", () => {
      this.form.reset();
      this.#asked();
      this.#field("q").focus();
    });
    this.more.addEventListener("click", () => this.#go());
    window.addEventListener("hashchange", () => this.#follow());
    for (const link of document.querySelectorAll("[data-sop-choose]")) {
      link.addEventListener("click", (event) => {
        const held = event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey);
        if (held) return;
        event.preventDefault();
        const asked = link.getAttribute("data-sop-choose") ?? "";
        if (decodeURIComponent(location.hash) === `#${asked}`) this.#follow(); // pressed again
        else location.hash = asked;
      });
    }
    this.#follow();
  }

  /** @param {string} name */
  #field(name) {
    return /** @type {HTMLInputElement | HTMLSelectElement} */ (this.form.elements.namedItem(name));
  }

  #wanted() {
    const [q, role, industry, kind] = FIELDS.map((name) => this.#field(name).value.trim());
    return { q, role, industry, kind };
  }

  /** Take what an address asks for; one that names no field is a place on the page. */
  #follow() {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (asked.has(SET)) asked.set("role", asked.get(SET) ?? "");
    if (FIELDS.some((name) => asked.has(name))) {
      for (const name of FIELDS) this.#field(name).value = asked.get(name) ?? "";
      this.#show(asked.has(SET));
      this.page.scrollIntoView();
    } else if (this.#asks()) this.#show(); // the browser came back to what was typed
  }

  #asks() {
    return Object.values(this.#wanted()).some(Boolean);
  }

  /** Say in the address what is asked for, so that it can be handed on. */
  #asked() {
    const told = Object.entries(this.#wanted()).filter(([, value]) => value);
    const hash = told.length ? `#${new URLSearchParams(told)}` : "";
    history.replaceState(history.state, "", location.pathname + location.search + hash);
    this.#show();
  }

  /** @param {boolean} [set]  whether what is for somebody new is chosen, too */
  #show(set = false) {
    this.#shown = PORTION;
    return this.#list(set);
  }

  async #list(set = false) {
    const asks = this.#asks();
    show(this.clear, asks);
    if (!asks) {
      this.found.replaceChildren();
      this.status.textContent = "";
      show(this.more, false);
      show(this.plain);
      this.#others(false);
      return;
    }
    try {
      this.#shelf ??= this.#fetched();
      const ready = await this.#shelf;
      const wanted = this.#wanted();
      this.#boxes = [];
      const whole = wanted.role && !wanted.q && !wanted.kind ? setOf(ready, wanted.role) : [];
      if (set) this.choice?.take(mustOf(whole), true);
      this.#draw(this.#asks() ? find(ready, wanted) : [], this.choice && whole.length ? this.#set(whole, this.choice) : null);
    } catch {
      this.#shelf = undefined;
      this.status.textContent = this.page.dataset.failed ?? "";
    }
  }

  async #fetched() {
    const response = await fetch(new URL("prints/list.json", ROOT), { cache: "no-cache" });
    if (!response.ok) throw new Error(`${response.status}`);
    this.#found = await response.json();
    return shelf(/** @type {import("./find.js").List} */ (this.#found));
  }

  /** @param {Group[]} groups @param {HTMLElement | null} set  what is for somebody new, before all else */
  #draw(groups, set) {
    const every = groups.flatMap((group) => group.items);
    let room = this.#shown;
    const parts = [];
    for (const group of groups) {
      const items = group.items.slice(0, room);
      if (items.length) parts.push(this.#group(group, items));
      room -= items.length;
    }
    const { found = "", none = "", everything = "" } = this.page.dataset;
    // What many roles need nobody wants as a whole, unless that is little.
    const whole = parts.length > 1 && (this.#wanted().role || every.length <= MOST_AT_ONCE) ? this.#all({ title: everything, items: every }) : null;
    const first = this.#wanted().role ? [set, set && this.roles, whole] : [];
    show(this.plain, !every.length);
    this.#others(Boolean(set));
    this.found.replaceChildren(...[...first, ...parts, this.#wanted().role ? null : whole].flatMap((one) => one ?? []));
    this.status.textContent = every.length ? fill(found, { count: every.length }) : none;
    const left = every.length - this.#shown;
    this.more.textContent = fill(this.page.dataset.more ?? "", { count: Math.min(left, PORTION), left });
    show(this.more, left > 0);
  }

  /** Whoever else starts is chosen where the set of one is listed, else on the page itself. @param {boolean} below  the set */
  #others(below) {
    if (!this.roles) return;
    if (!below) this.plain.before(this.roles);
    show(this.roles, below || !this.plain.hidden);
  }

  async #go() {
    const before = this.#shown;
    this.#shown += PORTION;
    await this.#list();
    const links = /** @type {NodeListOf<HTMLElement>} */ (this.found.querySelectorAll("li > a"));
    links[before]?.focus();
  }

  /** @param {Group} group @param {Item[]} items */
  #group(group, items) {
    const title = group.page ? make("a", { href: addressOf(group.page) }, group.title) : group.title;
    return make("section", {}, make("h2", {}, title), this.#all(group),
      make("div", { class: "sop-files" }, make("ul", {}, items.map((item) => this.#tile(item, Boolean(group.page))))));
  }

  /** A button that takes all of a group, those too that are not shown yet. @param {Pick<Group, "items" | "title">} group */
  #all({ items, title }) {
    if (!this.choice || items.length < 2) return null;
    const words = fill(this.page.dataset.all ?? "", { count: items.length });
    const took = () => {
      this.choice?.take(items, true);
      this.#tick();
    };
    return make("p", {}, make("button", { type: "button", class: "sop-button sop-button--quiet", "aria-label": `${title}：${words}`, onclick: took }, words));
  }

  /** @param {Group[]} groups @param {Choice} choice */
  #set(groups, choice) {
    const take = (/** @type {Item[]} */ items, /** @type {boolean} */ wanted) => {
      choice.take(items, wanted);
      this.#tick();
    };
    return setView(groups, this.page.dataset, { take, watch: (items, told) => this.#watch(items, told), ready: () => choice.zip.focus() });
  }

  #tick() {
    for (const box of this.#boxes) box();
  }

  /** Show which roles somebody new is in. @param {Set<string>} chosen */
  #mark(chosen) {
    for (const link of this.roles?.querySelectorAll("[data-sop-choose]") ?? []) {
      const role = new URLSearchParams(link.getAttribute("data-sop-choose") ?? "").get(SET) ?? "";
      if (chosen.has(role)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  /** Tell whether all of some prints are chosen, as long as they are shown. @param {Item[]} items @param {(chosen: boolean) => void} told */
  #watch(items, told) {
    const tell = () => told(items.every((item) => Boolean(this.choice?.has(item))));
    tell();
    this.#boxes.push(tell);
  }

  /** @param {Item} item @param {boolean} under  whether a heading says what it is about */
  #tile(item, under) {
    const { subject, kind, facts, size } = item;
    const text = under ? kind.title : titleOf(subject);
    const told = size ? `${facts} · ${sizeOf(size, this.page.dataset)}` : facts;
    return make("li", {}, this.#box(item), make("a", { href: new URL(item.path, ROOT).href }, text), make("br"), make("small", {}, told));
  }

  /** @param {Item} item */
  #box(item) {
    if (!this.choice) return null;
    const words = fill(this.page.dataset.pick ?? "", { title: `${titleOf(item.subject)} ${item.kind.title}` });
    const took = (/** @type {Event} */ { target }) => this.choice?.take([item], target instanceof HTMLInputElement && target.checked);
    const box = make("input", { type: "checkbox", "aria-label": words, onchange: took });
    this.#watch([item], (chosen) => { box.checked = chosen; });
    return make("label", { class: "sop-files__pick" }, box);
  }
}

/** @param {string} page  below the root, without an ending */
function addressOf(page) {
  const files = document.getElementById("sop-search")?.dataset.urls === "files";
  const folder = page.replace(/(^|\/)index$/, "");
  return new URL(`../${files ? `${page}.html` : folder && `${folder}/`}`, ROOT).href;
}

/** @param {HTMLElement} page */
export function connect(page) {
  const plain = /** @type {HTMLElement} */ (document.querySelector("[data-sop-prints-plain]"));
  new Centre(page, plain).listen();
}
