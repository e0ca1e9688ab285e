// @ts-check
/** The reader's own role on the home page: choosing it, its procedures, what changed since. */

import { make } from "../lib/dom.js";
import { device } from "../lib/storage.js";
import { today } from "../lib/text.js";
import { addressOf, load } from "./data.js";
import { forget, keep, recall, recent as sharers, taken, visited } from "./memory.js";
import { pin, recent } from "./recent.js";
/** @typedef {import("./data.js").Job} Data */
/** @typedef {import("./memory.js").Job} Job */

/** @param {HTMLElement} box as pages/my-job.md.j2 has it, with all words */
export function connect(box) {
  const part = (/** @type {string} */ name) => (
    /** @type {HTMLElement} */ (box.querySelector(`[data-part="${name}"]`))
  );
  const select = /** @type {HTMLSelectElement} */ (box.querySelector("select"));
  const known = (/** @type {string | undefined} */ role) => [...select.options].some((option) => option.value && option.value === role);

  part("choose").addEventListener("submit", (event) => {
    event.preventDefault();
    const option = select.selectedOptions[0];
    if (!option?.value) return select.focus();
    take(taken(option.value, option.text));
  });
  part("others").addEventListener("click", () => {
    ask();
    select.focus();
  });
  part("undo").addEventListener("click", () => {
    forget();
    ask();
    select.focus();
    tell();
  });

  document.addEventListener("sop-job", () => { if (!recall()) ask(); });

  function ask() {
    part("choose").hidden = false;
    part("mine").hidden = true;
    fold(false);
    settle();
    offer();
  }

  /** What others need folds once one's own stands above. @param {boolean} folded */
  function fold(folded) {
    /** @type {NodeListOf<HTMLDetailsElement>} */
    const parts = document.querySelectorAll("details.sop-fold");
    for (const one of parts) one.open = !folded;
    document.documentElement.classList.remove("sop-mine");
  }

  /** All is there: remember the room it takes, for early.js. */
  function settle() {
    document.documentElement.style.removeProperty("--sop-room");
    if (part("mine").hidden) device.forget("room");
    else device.keep("room", box.offsetHeight);
  }

  function last() {
    const list = recent();
    part("recent").hidden = !list.length;
    part("seen").replaceChildren(...list.map(({ page, title, pinned }) => {
      const says = (pinned ? part("recent").dataset.unpin : part("recent").dataset.pin) ?? "";
      const turn = () => {
        pin(page, !pinned);
        last();
        /** @type {HTMLElement | null} */ (part("seen").querySelector(`[href="${addressOf(page)}"] + button`))?.focus();
      };
      return make("li", {}, link(title, page), button(says, turn, { "aria-label": `${says} ${title}` }));
    }));
  }

  /** Change to a role; what is known of the former one stays. @param {Job} job */
  function take(job) {
    part("not-kept").hidden = keep(job);
    tell();
    show(job);
    part("name").focus();
  }

  /** The other parts of the page follow. */
  function tell() {
    document.dispatchEvent(new Event("sop-job"));
  }

  /** Roles that share this device, one tap away. */
  function offer() {
    const chooses = !part("choose").hidden;
    const jobs = sharers().filter(({ role }) => known(role) && (chooses || role !== recall()?.role));
    part("sharers").replaceChildren(...jobs.map((job) => (
      make("li", {}, button(job.title, () => take(taken(job.role, job.title)))))));
    part("switch").hidden = !jobs.length;
  }

  /** @param {Job} job */
  async function show(job) {
    part("choose").hidden = true;
    part("mine").hidden = false;
    fold(true);
    offer();
    part("title").textContent = job.title;
    part("page").setAttribute("href", addressOf(`handbook/roles/${job.role}`));
    for (const name of ["procedures", "since", "nothing", "failed", "prints"]) part(name).hidden = true;
    try {
      const data = await load(job.role);
      if (recall()?.role === job.role || !part("not-kept").hidden) fill(data, visited(job, today(), data.news.map((one) => one.key)));
    } catch {
      part("failed").hidden = false;
    }
    settle();
  }

  /** @param {Data} data @param {Job} job */
  function fill(data, job) {
    keep({ ...job, title: data.title });
    part("title").textContent = data.title;
    part("procedures").replaceChildren(...data.procedures.map((one) => make("li", {}, link(one.title, one.page))));
    part("procedures").hidden = !data.procedures.length;
    part("prints").setAttribute("href", addressOf("handbook/prints/index", data.prints));
    part("prints").hidden = false;
    if (!job.before) return; // chosen today: there was no visit before
    const fresh = data.news.filter((one) => !job.known.includes(one.key));
    for (const day of box.querySelectorAll("time")) [day.dateTime, day.textContent] = [job.before, job.before];
    part("news").replaceChildren(...fresh.map(entryOf));
    part("since").hidden = !fresh.length;
    part("nothing").hidden = fresh.length > 0;
  }

  last();
  const mine = recall();
  if (mine && !known(mine.role)) {
    forget();
    part("forgotten").hidden = false;
  }
  if (mine && known(mine.role)) show(mine);
  else ask();
}

/** @param {import("./data.js").Entry} one */
function entryOf(one) {
  return make("li", {}, make("span", { class: "sop-kind" }, one.kind), " ", link(one.title, one.page, one.anchor), make("br"),
    make("span", {}, one.summary), make("br"), make("small", {}, `${one.day} · ${one.revision}`));
}

/** @param {string} text @param {() => void} onclick @param {Record<string, string>} [more] */
function button(text, onclick, more = {}) {
  return make("button", { type: "button", class: "sop-button sop-button--quiet", onclick, ...more }, text);
}

/** @param {string} text @param {string} page @param {string} [anchor] */
function link(text, page, anchor) {
  return make("a", { href: addressOf(page, anchor) }, text);
}
