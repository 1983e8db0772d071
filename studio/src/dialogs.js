// Questions and tellings that stop the work: one dialog, answered by its buttons or Escape.

import { by, make } from "./dom.js";
import { say } from "./words.js";

let settle = null;

/** Show a dialog; its promise gives the value of the button, or "" where it was closed. */
export function ask(title, content, buttons, { wide = false } = {}) {
  const dialog = by("dialog");
  if (settle) settle("");
  const row = buttons.map(([value, label], index) =>
    make("button", { type: "button", autofocus: index === 0, onclick: () => answer(value) }, label),
  );
  dialog.className = wide ? "wide" : "";
  dialog.replaceChildren(
    make("h2", { id: "dialog-title" }, title),
    make("div", { class: "content" }, ...content),
    make("div", { class: "buttons" }, ...row),
  );
  if (!dialog.open) dialog.showModal();
  return new Promise((resolve) => (settle = resolve));
}

function answer(value) {
  const resolve = settle;
  settle = null;
  by("dialog").close();
  if (resolve) resolve(value);
}

/** Have the dialog answer "" when it is closed by Escape.  A closing is told with the next frame: another question may be open. */
export function watchDialog() {
  const dialog = by("dialog");
  dialog.addEventListener("close", () => settle && !dialog.open && answer(""));
}

/** Tell something in lines. */
export function tell(title, lines, options) {
  const list = make("ul", {}, ...lines.map((line) => make("li", {}, line)));
  return ask(title, [list], [["", say("close")]], options);
}

/** Ask for a text; "" where nobody gives one. */
export async function askText(label, value) {
  const input = make("input", { id: "asked", type: "text", value, autocomplete: "off" });
  input.addEventListener("keydown", (event) => event.key === "Enter" && (event.preventDefault(), answer("yes")));
  const field = make("div", { class: "field" }, make("label", { for: "asked" }, label), input);
  const done = await ask(label, [field], [
    ["yes", say("accept")],
    ["", say("cancel")],
  ]);
  return done ? input.value.trim() : "";
}
