// What can be done at the line of the cursor: offered in a list, done by a click or Enter.

import { ask } from "./dialogs.js";
import { make } from "./dom.js";
import { say } from "./words.js";

/** Offer what can be done where the cursor is, and do what is chosen. */
export async function act(services, editor, page) {
  const at = editor.view.state.selection.main.head;
  const { file } = editor;
  const chosen = await new Promise((resolve) => {
    const list = new Offered(page.locked, resolve);
    services.offer(editor, at, (answer) => list.take(answer));
  });
  if (chosen === NOTHING) return page.tellOnce(say("no_actions"));
  if (chosen && SHOWN[chosen.kind]) SHOWN[chosen.kind](page, chosen.asks);
  else if (chosen) page.change({ type: "act", file, ...services.place(editor, at), ...chosen });
  if (chosen?.kind !== "explain_finding") editor.focus();
}

const NOTHING = {};

// These write nothing.
const SHOWN = {
  explain_finding: (page, code) => page.send({ type: "explain", code }),
  explain_figure: (page, code) => page.show({ view: "explanation", code }),
};

/** The list in its dialog; warnings that take longer add to it, and move nothing that stands there. */
class Offered {
  constructor(locked, resolve) {
    this.locked = locked;
    this.resolve = resolve;
    this.list = null;
    this.offered = [];
    this.isClosed = false;
  }

  take({ actions, complete }) {
    if (this.isClosed) return;
    const known = new Set(this.offered.map((each) => `${each.kind} ${each.title}`));
    const added = actions.filter((each) => (!this.locked || SHOWN[each.kind]) && !known.has(`${each.kind} ${each.title}`));
    if (!this.list && complete && !added.length) return this.#close(NOTHING);
    const first = !this.list;
    if (first) this.#open();
    this.offered.push(...added);
    this.list.append(...added.map((each) => make("li", {}, make("button", { type: "button", onclick: () => this.#close(each) }, each.title))));
    this.state.textContent = say(complete ? (this.offered.length ? "" : "no_actions") : "counts_not_yet");
    if (first) this.list.querySelector("button")?.focus();
  }

  #open() {
    this.list = make("ul", { class: "actions" });
    this.state = make("p", { class: "below", role: "status" });
    ask(say("actions_title"), [this.list, this.state], [["", say("close")]]).then(() => this.#close(null));
  }

  #close(chosen) {
    if (this.isClosed) return;
    this.isClosed = true;
    this.resolve(chosen);
    this.list?.closest("dialog")?.close();
  }
}
