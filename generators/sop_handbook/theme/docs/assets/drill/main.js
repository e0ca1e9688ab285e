// @ts-check
/** Brings a drill to the page that is for it. */

import { open } from "./screen.js";

const box = /** @type {HTMLElement | null} */ (document.querySelector("[data-sop-drill]"));
if (box) open(box);
