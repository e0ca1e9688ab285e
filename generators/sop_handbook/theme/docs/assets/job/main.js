// @ts-check
/** The reader's own role: chosen at home or on the role's page, marked wherever it is named. */

import { forget, keep, recall, taken } from "./memory.js";

/** @param {HTMLElement} box on the page of a role */
function offer(box) {
  const { sopPick: role = "", title = "" } = box.dataset;
  const part = (/** @type {string} */ name) => (
    /** @type {HTMLElement} */ (box.querySelector(`[data-part="${name}"]`))
  );
  /** @param {boolean} mine */
  const show = (mine) => {
    part("take").hidden = mine;
    part("mine").hidden = !mine;
  };
  part("take").addEventListener("click", () => {
    part("not-kept").hidden = keep(taken(role, title));
    show(true);
    part("undo").focus();
  });
  part("undo").addEventListener("click", () => {
    forget();
    show(false);
    part("take").focus();
  });
  document.addEventListener("sop-job", () => show(recall()?.role === role));
  show(recall()?.role === role);
  part("take").dispatchEvent(new Event("sop-heard"));
}

/** Mark the role where it is named, and put its duties first. @param {string} role */
function mark(role) {
  const template = document.getElementById("sop-mine");
  if (!(template instanceof HTMLTemplateElement)) return;
  const own = new RegExp(`/roles/${role}(/|\\.html)$`);
  /** @type {NodeListOf<HTMLAnchorElement>} */
  const links = document.querySelectorAll("article a[href*='roles/']");
  for (const link of links) {
    if (own.test(new URL(link.href).pathname)) link.append(template.content.cloneNode(true));
  }
  const duties = document.querySelector(`[data-sop-duties="${role}"]`);
  duties?.parentElement?.prepend(duties);
}

const home = document.querySelector("[data-sop-job]");
const pick = document.querySelector("[data-sop-pick]");
if (home instanceof HTMLElement) import("./home.js").then(({ connect }) => connect(home));
if (pick instanceof HTMLElement) offer(pick);
const job = recall();
if (job && !home) mark(job.role);
