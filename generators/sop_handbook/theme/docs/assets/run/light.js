// @ts-check
/** Keeps the screen lit while someone works with both hands, where the device lets us. */

export class Light {
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
