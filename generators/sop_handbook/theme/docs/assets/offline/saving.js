// @ts-check
/** Saving whole industries, and the page that tells what is kept on this device. */

import { list, make, show } from "../lib/dom.js";
import { ROOT, ask, inForce } from "./ask.js";
/**
 * @typedef {{name: string, title: string, size: number, saved: boolean}} Industry
 * @typedef {{path: string, title: string, group: string}} Kept
 * @typedef {{industries: Industry[], pages: Kept[], prints: string[], size: number}} Holdings
 */

const TROUBLE = { QuotaExceededError: "full", VersionError: "outdated" };

const language = document.documentElement.lang;
const row = /** @type {HTMLTemplateElement} */ (document.querySelector("[data-sop-save-row]"));
const places = [...document.querySelectorAll("[data-sop-save]")];
const board = document.querySelector("[data-sop-place]");
const clear = /** @type {HTMLButtonElement | null} */ (document.querySelector("[data-sop-clear]"));

start();

async function start() {
  wanted();
  const worker = await inForce();
  const stick = location.protocol === "file:";
  for (const place of document.querySelectorAll("[data-sop-stick]")) show(place, stick);
  for (const place of document.querySelectorAll("[data-sop-unable]")) show(place, !stick && !worker);
  if (!worker) return;
  await draw(worker);
}

/** @param {ServiceWorker} worker */
async function draw(worker) {
  /** @type {Holdings} */
  const holdings = await ask(worker, { do: "list" });
  for (const place of places) {
    const name = place.getAttribute("data-sop-save");
    const chosen = holdings.industries.filter((industry) => !name || industry.name === name);
    place.replaceChildren(...chosen.map((industry) => rowOf(industry, worker, !name)));
    show(place);
  }
  if (board) drawBoard(board, holdings);
  if (clear) {
    clear.onclick = () => ask(worker, { do: "clear" }).then(() => draw(worker));
    show(clear);
  }
}

/**
 * @param {Industry} industry
 * @param {ServiceWorker} worker
 * @param {boolean} named whether to say which industry it is
 */
function rowOf(industry, worker, named) {
  const made = /** @type {HTMLElement} */ (document.importNode(row.content, true).firstElementChild);
  const bar = /** @type {HTMLProgressElement} */ (made.querySelector("progress"));
  const button = /** @type {HTMLElement | null} */ (made.querySelector("[data-do=save]"));
  fill(made, "title", named ? industry.title : "");
  for (const part of made.querySelectorAll("[data-alone]")) show(part, !named);
  if (named) button?.setAttribute("aria-label", `${button.firstChild?.textContent} ${industry.title}`);
  bar.setAttribute("aria-label", industry.title);
  made.dataset.name = industry.name;
  const idle = () => {
    fill(made, "size", megabytes(industry.size));
    state(made, industry.saved ? "saved" : "none");
  };
  idle();
  button?.addEventListener("click", async () => {
    state(made, "saving");
    says(made).focus();
    navigator.storage?.persist?.();
    try {
      await ask(worker, { do: "save", name: industry.name }, ({ done, size }) => { bar.value = done / size; });
      await redraw(made, worker);
    } catch (error) {
      const left = made.contains(document.activeElement);
      idle();
      state(made, TROUBLE[/** @type {keyof typeof TROUBLE} */ (/** @type {Error} */ (error).message)] ?? "cut");
      if (left) button.focus();
    }
  });
  made.querySelector("[data-do=drop]")?.addEventListener("click", async () => {
    await ask(worker, { do: "drop", name: industry.name });
    await redraw(made, worker);
  });
  return made;
}

/** Draw all anew; who was at a row is at its button then. @param {HTMLElement} made @param {ServiceWorker} worker */
async function redraw(made, worker) {
  const here = made.contains(document.activeElement);
  const place = made.parentElement;
  await draw(worker);
  if (!here) return;
  const row = [...place?.children ?? []].find((one) => one instanceof HTMLElement && one.dataset.name === made.dataset.name);
  /** @type {HTMLElement | null | undefined} */ (row?.querySelector("button:not([hidden])"))?.focus();
}

/** What a row tells, to be at while it is saved. @param {HTMLElement} made */
function says(made) {
  return /** @type {HTMLElement} */ (made.querySelector(".sop-save__says"));
}

/** Show what belongs to a state. @param {HTMLElement} made @param {string} name */
function state(made, name) {
  for (const part of made.querySelectorAll("[data-when]")) {
    show(part, part.getAttribute("data-when")?.split(" ").includes(name) === true);
  }
}

/** @param {Element} place @param {Holdings} holdings */
function drawBoard(place, { industries, pages, prints, size }) {
  const own = (/** @type {string} */ name) => pages.filter(({ group }) => group === name);
  const trades = industries.map(({ name, title }) => make("li", {}, link(`handbook/${name}/`, title), list("ul", own(name), pageLink)));
  const files = prints.map((path) => link(path, path.split("/").pop() ?? path));
  const others = [...own("common").map(pageLink), ...files].map((one) => make("li", {}, one));
  place.querySelector("[data-sop-pages]")?.replaceChildren(...trades, ...others);
  fill(place, "count", String(pages.length + files.length));
  fill(place, "size", megabytes(size));
  show(place);
}

/** @param {Kept} page */
function pageLink({ path, title }) {
  return link(path.replace(/index\.html$/, ""), title);
}

/** @param {string} path @param {string} text */
function link(path, text) {
  return make("a", { href: new URL(path, ROOT).href }, text);
}

/** Say that a page is not here, if that is why the reader is. */
async function wanted() {
  const page = new URLSearchParams(location.search).get("page");
  const note = document.querySelector("[data-sop-wanted]");
  if (!page || !note) return;
  const address = new URL(page, ROOT);
  if (!address.href.startsWith(ROOT.href)) return;
  const worker = await inForce();
  const about = worker && await ask(worker, { do: "about", page: address.href.split(/[?#]/)[0] });
  // Prints and other files are not listed, so that nobody can say which there are.
  const file = /\.(?!html$)\w+$/.test(address.pathname);
  const known = file ? "file" : String(!about || about.known);
  for (const part of note.querySelectorAll("[data-known]")) show(part, part.getAttribute("data-known")?.split(" ").includes(known) === true);
  for (const again of note.querySelectorAll("a[data-again]")) again.setAttribute("href", address.href);
  fill(note, "address", about?.title || readable(address.pathname.slice(ROOT.pathname.length)));
  show(note);
}

/** A path as it reads; one with a stray % stays as it is. @param {string} path */
function readable(path) {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** @param {Element} within @param {string} name @param {string} text */
function fill(within, name, text) {
  for (const place of within.querySelectorAll(`[data-${name}]`)) place.textContent = text;
}

/** @param {number} bytes */
function megabytes(bytes) {
  const format = { style: "unit", unit: "megabyte", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(language, /** @type {any} */ (format)).format(Math.max(0.1, bytes / 1e6));
}
