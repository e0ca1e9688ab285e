// @ts-check
/**
 * Before anything is drawn: the box of the reader's role gets the room that it took last time, and
 * a procedure is in large type for who reads so.
 */
(() => {
  try {
    const own = /** @type {HTMLScriptElement} */ (document.currentScript);
    const root = document.documentElement;
    const recall = (/** @type {string} */ name) => (
      localStorage.getItem(`sop:${new URL("../", own.src).pathname}:${name}`));
    root.classList.toggle("sop-reading", "largeType" in own.dataset && recall("reader") === "true");
    const room = Number(recall("room"));
    if (!room) return;
    root.style.setProperty("--sop-room", `${room}px`);
    root.classList.add("sop-mine");
  } catch {
    // Nothing is remembered here.
  }
})();
