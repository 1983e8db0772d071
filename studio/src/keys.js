// What the keyboard does, told in a dialog: nobody guesses it.

import { ask } from "./dialogs.js";
import { make } from "./dom.js";
import { say } from "./words.js";

const KEYS = [
  ["Escape", "keys_leave"],
  ["Ctrl-S", "save"],
  ["Ctrl-Z", "undo"],
  ["Ctrl-Y", "redo"],
  ["Ctrl-Space", "keys_complete"],
  ["Ctrl-.", "act"],
  ["F8", "keys_next"],
  ["Ctrl-F", "keys_find"],
  ["F12", "keys_define"],
  ["Shift-F12", "references_title"],
  ["F2", "keys_rename"],
  ["Shift-Alt-F", "format"],
  ["← →", "keys_views"],
  ["↑ ↓", "keys_grid"],
];

/** Tell which key does what. */
export function tellKeys() {
  const rows = KEYS.map(([key, what]) =>
    make("tr", {}, make("th", { scope: "row" }, make("kbd", {}, key)), make("td", {}, say(what))),
  );
  ask(say("keys_title"), [make("p", {}, say("keys_about")), make("table", { class: "keys" }, make("tbody", {}, ...rows))], [
    ["", say("close")],
  ]);
}
