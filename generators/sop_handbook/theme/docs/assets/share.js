// @ts-check
/** The link of one step: to copy, to hand to another app, and as a code to be scanned. */

import { copy } from "./handbook.js";

/** @param {HTMLElement} button  of a step, with its anchor in data-sop-share */
export async function open(button) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById("sop-share"));
  const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (dialog.querySelector(`[data-part=${name}]`));
  const anchor = button.dataset.sopShare ?? "";
  const title = document.getElementById(anchor)?.textContent?.trim() ?? "";
  const url = `${addressOf()}#${anchor}`;
  const words = `${title} · ${document.querySelector("h1")?.textContent}`;
  part("title").textContent = words;
  /** @type {HTMLInputElement} */ (part("address")).value = url;
  const [taken, send] = [part("copy"), part("send")];
  taken.textContent = taken.dataset.label ?? "";
  taken.onclick = async () => {
    await copy(url, dialog);
    taken.textContent = taken.dataset.done ?? "";
  };
  send.hidden = !navigator.share;
  // Whoever closes the sheet without sending has changed their mind.
  send.onclick = () => navigator.share({ title: words, url }).catch(() => {});
  part("close").onclick = () => dialog.close();
  part("scan").hidden = true;
  dialog.showModal();
  const code = await codeOf(anchor).catch(() => "");
  if (!code) return;
  /** @type {HTMLImageElement} */ (part("code")).src = `data:image/svg+xml,${encodeURIComponent(code)}`;
  part("scan").hidden = false;
}

/** The code of a step, drawn when the site was made; none where it has no address of its own.
 * @param {string} anchor @returns {Promise<string>} as SVG */
async function codeOf(anchor) {
  const id = /** @type {HTMLElement | null} */ (document.querySelector("[data-sop-actions]"))?.dataset.sopActions;
  if (!id || !document.querySelector("link[rel=canonical]")) return "";
  const got = await fetch(new URL(`../handbook/codes/${id}.json`, import.meta.url));
  const { size, strokes } = (await got.json())[anchor];
  const edge = 4; // modules of quiet around it
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-edge} ${-edge} ${size + 2 * edge} ${size + 2 * edge}"><path stroke="#000" d="${strokes}"/></svg>`;
}

/** Where the handbook lives, rather than where this copy was opened from. */
function addressOf() {
  /** @type {HTMLLinkElement | null} */
  const canonical = document.querySelector("link[rel=canonical]");
  return canonical?.href ?? location.href.split(/[?#]/)[0];
}
