// @ts-check
/**
 * Opens the search: by its button, by / or f, or by an address with ?q=. Everything else is
 * fetched when it is first wanted.
 */

// All at once, so that no module waits for the one that names it. The first one is the way in.
const PARTS = [
  "dialog", "answer", "asking", "engine", "rank", "match", "parts", "query", "result", "silence", "sounds", "text", "trail", "unsaid",
  "score",
  "../job/data", "../job/memory", "../lib/dom", "../lib/storage", "../lib/text",
];
const KEYS = ["/", "f"];

/** @type {Promise<import("./dialog.js").Dialog> | undefined} */
let dialog;

/** Fetch the search and what every query needs. */
function prepare() {
  dialog ??= Promise.all(PARTS.map((part) => import(`./${part}.js`))).then(([{ connect }]) => connect());
  dialog.catch(() => { dialog = undefined; });
  return dialog;
}

/**
 * Open at once, what is behind it when it has come: by then the reader may have closed it again.
 * @param {string} [query]
 */
async function open(query) {
  const box = /** @type {HTMLDialogElement} */ (document.getElementById("sop-search"));
  if (!box.open) box.showModal();
  try {
    const ready = await prepare();
    if (box.open) ready.open(query);
  } catch {
    const status = box.querySelector("[data-sop-status]");
    if (status instanceof HTMLElement) status.textContent = status.dataset.failed ?? "";
  }
}

/**
 * A field that was closed has the focus until the page is drawn anew; it takes none.
 * @param {EventTarget | null} target
 */
function takesKeys(target) {
  return target instanceof HTMLElement && !target.closest("dialog:not([open])")
    && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

document.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("[data-sop-search]");
  // The button itself opens it once this is over; opened here first, the browser would complain.
  if (button) setTimeout(open, 0, button.getAttribute("data-sop-search") || undefined);
});
for (const early of ["pointerover", "focusin", "touchstart"]) {
  document.addEventListener(early, (event) => {
    if (event.target instanceof Element && event.target.closest("[data-sop-search]")) prepare();
  }, { passive: true });
}
// Before the theme, which has keys of its own.
window.addEventListener("keydown", (event) => {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing;
  if (plain && KEYS.includes(event.key) && !takesKeys(event.target) && !document.querySelector("dialog[open]")) {
    event.preventDefault();
    event.stopPropagation();
    open();
  }
}, { capture: true });

const asked = new URLSearchParams(location.search).get("q");
// The browser itself opens it for those who are faster than this script.
if (document.querySelector("#sop-search[open]") || history.state?.sopSearch) open();
else if (asked) open(asked);
