// @ts-check
/** Brings checklists, large type, unfinished runs and carrying out step by step to the pages that have them. */

/** @param {string} mark @param {string} module */
async function bring(mark, module) {
  const box = /** @type {HTMLElement | null} */ (document.querySelector(mark));
  if (box) (await import(module)).open(box);
}

bring("[data-sop-ticks]", "./ticks.js");
bring("[data-sop-actions]", "./reader.js");
bring("[data-sop-open]", "./open.js");
bring("[data-sop-run]", "./screen.js");
