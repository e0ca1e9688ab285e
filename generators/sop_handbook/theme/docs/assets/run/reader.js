// @ts-check
/** What can be done with a procedure: begin to carry it out, or read it in large type. */

import { recall as mine } from "../job/memory.js";
import { seen } from "../job/recent.js";
import { device } from "../lib/storage.js";
import { fill } from "../lib/text.js";
import { speaker } from "./speak.js";

const CLASS = "sop-reading";

/** @param {HTMLElement} box */
export function open(box) {
  const start = /** @type {HTMLAnchorElement} */ (box.querySelector("[data-sop-start]"));
  tell(start, box.dataset);
  const button = /** @type {HTMLButtonElement} */ (box.querySelector("[data-sop-reader]"));
  const names = { off: button.textContent ?? "", on: button.dataset.off ?? "" };
  const root = document.documentElement;

  const aloud = /** @type {HTMLButtonElement} */ (box.querySelector("[data-sop-speak]"));
  speaker(aloud, fromHere);

  /** @param {boolean} on */
  const turn = (on) => {
    if (!on && aloud.getAttribute("aria-pressed") === "true") aloud.click();
    root.classList.toggle(CLASS, on);
    button.textContent = on ? names.on : names.off;
    button.setAttribute("aria-pressed", String(on));
  };

  const site = new URL("../../", import.meta.url).href;
  seen(location.href.split(/[?#]/)[0].slice(site.length).replace(/(\/|\.html)$/, ""), document.querySelector("h1")?.textContent ?? "");
  button.addEventListener("click", () => {
    const on = !root.classList.contains(CLASS);
    const stay = inView();
    turn(on);
    device.keep("reader", on);
    stay();
  });
  // What large type leaves out is shown when a link leads to it.
  const reveal = () => {
    if (!root.classList.contains(CLASS) || target()?.checkVisibility() !== false) return;
    turn(false);
    target()?.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  turn(device.recall("reader") === true); // early.js has set the type already
  reveal();
  button.dispatchEvent(new Event("sop-heard"));
}

/** Say how many runs of the procedure wait to be finished. @param {HTMLElement} start @param {DOMStringMap} of */
async function tell(start, { sopActions, unfinished = "" }) {
  if (!device.names("run/").length) return;
  const { waiting } = await import("./run_store.js");
  const count = waiting(mine()?.role, sopActions).length;
  if (count) start.append(fill(unfinished, { count }));
}

/** The part of the page that the address names. */
function target() {
  return document.querySelector(":target");
}

/** The headings of what comes before and of the steps; and whether one has come into view. */
const titles = () => /** @type {HTMLElement[]} */ ([...document.querySelectorAll("#before, .sop-step-title")]);
/** @param {HTMLElement} one */
const inSight = (one) => one.getBoundingClientRect().top < innerHeight / 2;

/** What is to be read aloud, from the one in view, as far as they show. */
function fromHere() {
  const all = titles();
  const first = all.filter(inSight).length - 1;
  return all.slice(Math.max(first, 0)).map((at) => {
    const body = /** @type {HTMLElement | null} */ (at.nextElementSibling);
    let text = `${at.innerText}\n${body?.innerText ?? ""}`;
    // That there is a command is said before it.
    for (const one of /** @type {NodeListOf<HTMLElement>} */ (body?.querySelectorAll(".sop-command") ?? [])) text = text.replace(one.innerText, "");
    return { text, at };
  });
}

/** Remember which one is in view; what is returned brings it back there. */
function inView() {
  const top = 60; // below the header
  const step = titles().filter(inSight).at(-1);
  if (!step || scrollY === 0) return () => window.scrollTo(0, 0);
  const before = Math.max(step.getBoundingClientRect().top, top);
  return () => window.scrollBy(0, step.getBoundingClientRect().top - before);
}
