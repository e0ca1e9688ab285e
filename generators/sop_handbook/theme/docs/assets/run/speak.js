// @ts-check
/**
 * Reads aloud with a Chinese voice that works on the device itself. Other voices would send what
 * is read to a server: where there is no own one, there is no button.
 */

const { speechSynthesis: synth } = window;
let turn = 0; // what an earlier reading still tells is of no interest

/**
 * A button that begins to read and stops; it shows once there is a voice for it.
 * @param {HTMLButtonElement} button with what it says while reading in data-off
 * @param {() => {text: string, at?: Element}[]} parts what to read, and where it stands
 * @param {boolean} [on] go on reading whatever comes, until it is pressed again
 * @returns {(() => void)} what is to be read has changed
 */
export function speaker(button, parts, on = false) {
  const label = button.textContent ?? "";
  /** @type {SpeechSynthesisVoice | undefined} */
  let voice;
  const speaking = () => button.getAttribute("aria-pressed") === "true";

  /** @param {boolean} now */
  const show = (now) => {
    button.setAttribute("aria-pressed", String(now));
    button.textContent = now ? button.dataset.off ?? "" : label;
  };

  const read = () => {
    const mine = ++turn;
    synth.cancel();
    const all = parts().filter(({ text }) => text.trim());
    all.forEach(({ text, at }, index) => {
      const spoken = new SpeechSynthesisUtterance(text);
      [spoken.voice, spoken.lang] = [/** @type {SpeechSynthesisVoice} */ (voice), voice?.lang ?? ""];
      spoken.onstart = () => { if (mine === turn) at?.scrollIntoView({ block: "start" }); };
      spoken.onend = () => { if (mine === turn && !on && index === all.length - 1) show(false); };
      synth.speak(spoken);
    });
  };

  const look = () => {
    const own = synth.getVoices().filter(({ lang, localService }) => localService && /^(zh|cmn)/i.test(lang));
    voice = own.find(({ lang }) => /cn|hans/i.test(lang)) ?? own[0];
    button.hidden = !voice;
  };

  button.addEventListener("click", () => {
    show(!speaking());
    if (speaking()) read();
    else hush();
  });
  addEventListener("pagehide", hush);
  if (synth) {
    look();
    synth.addEventListener?.("voiceschanged", look);
  }
  return () => { if (speaking()) read(); };
}

/** Be silent. */
export function hush() {
  turn += 1;
  synth?.cancel();
}
