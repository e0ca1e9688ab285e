// @ts-check
/** Brings checklists, large type, unfinished runs and carrying out step by step to the pages that have them. */

import { device, follow } from "../lib/storage.js";

/** @param {string} mark @param {string} module */
async function bring(mark, module) {
  const box = /** @type {HTMLElement | null} */ (document.querySelector(mark));
  if (box) (await import(module)).open(box);
}

bring("[data-sop-ticks]", "./ticks.js");
bring("[data-sop-actions]", "./reader.js");
bring("[data-sop-open]", "./open.js");
bring("[data-sop-run]", "./screen.js");

/** What is personal in runs goes in time, on whatever page the device is. */
const guard = () => device.names("run/").length && import("./personal.js").then((own) => own.sweep());
guard();
document.addEventListener("visibilitychange", guard);
follow((name) => name.startsWith("run/") && guard());
