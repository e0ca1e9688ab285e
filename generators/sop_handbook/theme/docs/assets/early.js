// @ts-check
/**
 * Before anything is drawn: what the device keeps can be asked for, the box of the reader's role gets the room that it took last time,
 * a procedure is in large type for who reads so, and no press of a button is lost while scripts are on their way.
 */
(() => {
  // Where storage is forbidden, even asking for it is an error, at which the theme would stop.
  for (const name of /** @type {const} */ (["localStorage", "sessionStorage"])) {
    try {
      void window[name];
    } catch {
      const nothing = () => null;
      const refuse = () => { throw new DOMException(name, "SecurityError"); };
      Object.defineProperty(window, name, { value: { length: 0, key: nothing, getItem: nothing, setItem: refuse, removeItem: nothing } });
    }
  }
  // Whatever listens to a button from now on says so with the event "sop-heard".
  /** @type {WeakSet<EventTarget>} */
  const pressed = new WeakSet();
  document.addEventListener("click", ({ target }) => {
    const button = target instanceof Element && target.closest("button");
    if (button) pressed.add(button);
  }, true);
  document.addEventListener("sop-heard", ({ target }) => {
    if (target instanceof HTMLElement && pressed.delete(target)) target.click();
  }, true);
  // Pictures of steps, far below, and those that stand for clips are not fetched before somebody scrolls.
  const root = document.documentElement;
  const release = () => {
    root.classList.remove("sop-sparing");
    for (const clip of /** @type {NodeListOf<HTMLVideoElement>} */ (document.querySelectorAll("video[data-poster]"))) clip.poster = clip.dataset.poster ?? "";
  };
  for (const name of ["scroll", "beforeprint", "click"]) addEventListener(name, release, { once: true });
  try {
    const own = /** @type {HTMLScriptElement} */ (document.currentScript);
    const recall = (/** @type {string} */ name) => (
      localStorage.getItem(`sop:${new URL("../", own.src).pathname}:${name}`));
    if ("largeType" in own.dataset) root.classList.add(recall("reader") === "true" ? "sop-reading" : "sop-sparing");
    const room = Number(recall("room"));
    if (!room) return;
    root.style.setProperty("--sop-room", `${room}px`);
    root.classList.add("sop-mine");
  } catch {
    // Nothing is remembered here.
  }
})();
