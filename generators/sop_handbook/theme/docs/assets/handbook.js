// @ts-check
/** What makes reading handier: copy buttons on phrases and commands, a hint on wide diagrams, on from former addresses. */

const SHOWN = 1500; // milliseconds that a button says it has copied

/**
 * Put text on the clipboard, also where the page is not served over https.
 * @param {string} text
 * @param {HTMLElement} within where the focus may go: a dialog that is open, or the page
 */
export async function copy(text, within = document.body) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.setAttribute("readonly", "");
  field.className = "sop-offscreen";
  within.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

/**
 * @param {HTMLButtonElement} button  that then says for a moment that it has copied
 * @param {string} text
 */
async function take(button, text) {
  button.dataset.label ??= button.textContent ?? "";
  await copy(text);
  button.textContent = button.dataset.done ?? "";
  setTimeout(() => { button.textContent = button.dataset.label ?? ""; }, SHOWN);
}

/**
 * @param {Element | null} box that shows the words
 * @param {string} words
 * @param {HTMLButtonElement} pattern as overrides/main.html has it
 */
function addButton(box, words, pattern) {
  const button = /** @type {HTMLButtonElement} */ (pattern.cloneNode(true));
  button.setAttribute("aria-label", `${button.textContent}：${words}`);
  button.addEventListener("click", () => take(button, words));
  box?.append(button);
}

/**
 * Say above a diagram that it goes on sideways, as long as it does.
 * @param {HTMLElement} box
 */
function watchDiagram(box) {
  const hint = box.parentElement?.querySelector(".sop-diagram__hint");
  if (!(hint instanceof HTMLElement)) return;
  new ResizeObserver(() => { hint.hidden = box.scrollWidth <= box.clientWidth; }).observe(box);
}

/** Ask for a clip again that did not come. @param {HTMLVideoElement} clip */
function fetchAgain(clip) {
  clip.parentElement?.querySelector(".sop-lost")?.remove();
  clip.load();
}

/** At a former address: on to where that is now, at the same step, with the same code to check. */
const now = document.querySelector("[data-sop-former] a");
if (now instanceof HTMLAnchorElement) {
  const there = new URL(now.href);
  there.search = location.search;
  there.hash = location.hash;
  location.replace(there);
}

/** @type {NodeListOf<HTMLElement>} */
const diagrams = document.querySelectorAll(".sop-diagram__desk");
/** @type {NodeListOf<HTMLElement>} */
const quotes = document.querySelectorAll(".sop-quote");
/** @type {NodeListOf<HTMLElement>} */
const commands = document.querySelectorAll(".sop-command > pre");
const template = document.querySelector("#sop-copy");
const pattern = template instanceof HTMLTemplateElement ? template.content.querySelector("button") : null;
diagrams.forEach(watchDiagram);
// A clip is on no device unless it was played there. One that does not come says so below it.
const lost = document.querySelector("#sop-lost");
document.addEventListener("error", ({ target }) => {
  if (!(target instanceof HTMLVideoElement && lost instanceof HTMLTemplateElement)) return;
  if (!target.parentElement?.querySelector(".sop-lost")) target.after(lost.content.cloneNode(true));
}, true);
addEventListener("online", () => document.querySelectorAll("video").forEach((clip) => { if (clip.error) fetchAgain(clip); }));
document.addEventListener("click", ({ target }) => {
  const button = target instanceof Element && target.closest("[data-sop-share]");
  if (button instanceof HTMLElement) import("./share.js").then(({ open }) => open(button));
  const clip = target instanceof Element && target.closest(".sop-lost button")?.closest("figure")?.querySelector("video");
  if (clip) {
    fetchAgain(clip);
    clip.play().catch(() => undefined);
  }
  const taken = target instanceof Element && target.closest("[data-sop-take]");
  if (taken instanceof HTMLButtonElement) take(taken, taken.previousElementSibling?.textContent ?? "");
});
for (const button of document.querySelectorAll("[data-sop-share]")) button.dispatchEvent(new Event("sop-heard"));
const narrow = document.querySelector("[data-sop-narrow]");
if (narrow instanceof HTMLFormElement) import("./narrow.js").then(({ connect }) => connect(narrow));
const prints = document.querySelector("[data-sop-prints]");
if (prints instanceof HTMLElement) import("./prints/centre.js").then(({ connect }) => connect(prints));
if (pattern) {
  quotes.forEach((one) => addButton(one.parentElement, (one.textContent ?? "").replace(/^“|”$/g, ""), pattern));
  commands.forEach((one) => addButton(one.parentElement, one.textContent ?? "", pattern));
}
