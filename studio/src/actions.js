// What can be done at the line of the cursor: offered in a list, done by a click or Enter.

import { ask } from "./dialogs.js";
import { make } from "./dom.js";
import { say } from "./words.js";

/** Offer what can be done where the cursor is, and do what is chosen. */
export async function act(services, editor, page) {
  const at = editor.view.state.selection.main.head;
  const file = editor.file;
  const found = (await services.ask("actions", editor, at)) ?? [];
  const offered = page.locked ? found.filter((each) => SHOWN[each.kind]) : found;
  if (!offered.length) return page.tellOnce(say("no_actions"));
  const chosen = offered[await choice(offered)];
  if (chosen && SHOWN[chosen.kind]) SHOWN[chosen.kind](page, chosen.asks);
  else if (chosen) page.change({ type: "act", file, ...services.place(editor, at), ...chosen });
  if (chosen?.kind !== "explain_finding") editor.focus();
}

// These write nothing.
const SHOWN = {
  explain_finding: (page, code) => page.send({ type: "explain", code }),
  explain_figure: (page, code) => page.show({ view: "explanation", code }),
};

/** Return the number of what is chosen in a dialog, "" for nothing. */
async function choice(offered) {
  const buttons = offered.map((each, number) => make("button", { type: "button", "data-number": number }, each.title));
  const list = make("ul", { class: "actions" }, ...buttons.map((each) => make("li", {}, each)));
  let chosen = "";
  list.addEventListener("click", (event) => {
    const number = event.target.closest("button")?.dataset.number;
    if (number === undefined) return;
    chosen = number;
    list.closest("dialog").close();
  });
  const answer = ask(say("actions_title"), [list], [["", say("close")]]);
  buttons[0].focus();
  await answer;
  return chosen;
}
