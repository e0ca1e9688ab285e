// @ts-check
/** What carrying out and rehearsing have in common: a page that a script fills, on a screen that stays lit. */

import { make } from "./dom.js";

/** The words of such a page, its title wherever that stands, its body. */
export class Frame {
  /** @param {HTMLElement} box */
  constructor(box) {
    /** @type {Record<string, any>} */
    this.words = JSON.parse(document.querySelector("[data-sop-words]")?.textContent ?? "{}");
    this.title = /** @type {HTMLElement} */ (document.querySelector("article h1"));
    this.topic = document.querySelector("[data-md-component=header-topic]:last-child .md-ellipsis");
    this.name = this.title.textContent ?? "";
    this.body = make("div", { class: "sop-run__body" });
    this.live = make("p", { class: "sop-run__live", role: "status" });
    box.replaceChildren(this.body, this.live);
    this.light = new Light();
  }

  /** @param {string} title */
  entitle(title) {
    this.title.textContent = title;
    if (this.topic) this.topic.textContent = title;
    document.title = `${title} · ${this.name}`;
  }

  /** @param {string} words  for those who listen */
  say(words) {
    this.live.textContent = words;
  }
}

/** Keeps the screen lit while someone works with both hands, where the device lets us. */
class Light {
  constructor() {
    this.wanted = false;
    /** @type {WakeLockSentinel | null} */
    this.lock = null;
    document.addEventListener("visibilitychange", () => this.keep(this.wanted));
  }

  /** @param {boolean} wanted */
  async keep(wanted) {
    this.wanted = wanted;
    if (!wanted) {
      await this.lock?.release();
      this.lock = null;
    } else if (document.visibilityState === "visible" && (!this.lock || this.lock.released)) {
      // Refused when the battery is low, or by an older browser: the device's own habit stays.
      this.lock = await navigator.wakeLock?.request("screen").catch(() => null) ?? null;
    }
  }
}
