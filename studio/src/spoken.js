// The line that a screen reader reads: what changed in the figures, at most once a second.

import { by } from "./dom.js";

const EACH = 1000;
const SETTLED = 400; // half a figure is not told

export class Spoken {
  constructor(heard) {
    this.heard = heard;
    this.waiting = null;
    this.last = -EACH;
    this.timer = 0;
  }

  /** Say a sentence once the figures settle, a second after the last one; a newer one is said instead. */
  say(text, serial) {
    this.waiting = { text, serial };
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#now(), Math.max(SETTLED, this.last + EACH - performance.now()));
  }

  #now() {
    const { text, serial } = this.waiting;
    if (text) {
      by("status").textContent = text;
      this.last = performance.now();
    }
    this.heard(serial);
  }
}
