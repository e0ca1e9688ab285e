// @ts-check
/** What can be done with a procedure: begin to carry it out, or read it in large type. */

import { keep, recall } from "./device.js";

const CLASS = "sop-reading";

/** @param {HTMLElement} box */
export function open(box) {
  const start = /** @type {HTMLAnchorElement} */ (box.querySelector("[data-sop-start]"));
  start.search = `?p=${box.dataset.sopActions}`;
  const button = /** @type {HTMLButtonElement} */ (box.querySelector("[data-sop-reader]"));
  const names = { off: button.textContent ?? "", on: button.dataset.sopOff ?? "" };
  const root = document.documentElement;

  /** @param {boolean} on */
  const turn = (on) => {
    root.classList.toggle(CLASS, on);
    button.textContent = on ? names.on : names.off;
    button.setAttribute("aria-pressed", String(on));
  };

  button.addEventListener("click", () => {
    const on = !root.classList.contains(CLASS);
    const stay = inView();
    turn(on);
    keep("reader", on);
    stay();
  });
  // What large type leaves out is shown when a link leads to it.
  window.addEventListener("hashchange", () => {
    if (!root.classList.contains(CLASS) || target()?.checkVisibility() !== false) return;
    turn(false);
    target()?.scrollIntoView();
  });
  if (recall("reader") === true) {
    turn(true);
    target()?.scrollIntoView();
  }
  for (const part of [start, button]) part.hidden = false;
}

/** The part of the page that the address names. */
function target() {
  return document.getElementById(decodeURIComponent(location.hash.slice(1)));
}

/** Remember which step is in view; what is returned brings it back there. */
function inView() {
  const top = 60; // below the header
  const steps = [...document.querySelectorAll(".sop-step-title")];
  const step = steps.filter((one) => one.getBoundingClientRect().top < innerHeight / 2).at(-1);
  if (!step || scrollY === 0) return () => window.scrollTo(0, 0);
  const before = Math.max(step.getBoundingClientRect().top, top);
  return () => window.scrollBy(0, step.getBoundingClientRect().top - before);
}
