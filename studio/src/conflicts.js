// Two texts side by side: mine beside that of the disk, where another program changed it or where I did.

import { ask } from "./dialogs.js";
import { by, make } from "./dom.js";
import { say } from "./words.js";

/** Tell of the conflict, with a button that shows both sides. */
export function tellConflict(page, message) {
  const told = make("span", {}, say("conflict_notice", { file: message.file }));
  const button = make("button", { type: "button", onclick: () => settle(page, message) }, say("conflict_compare"));
  by("notice").replaceChildren(told, " ", button);
}

async function settle(page, message) {
  const taken = await chosen(page, message, {
    title: say("conflict_title", { file: message.file }),
    about: [say("conflict_about"), say("conflict_hint")],
    theirs: say("conflict_disk"),
    buttons: [say("conflict_take"), say("conflict_theirs")],
  });
  if (taken === null) return;
  page.send({ type: "settle", file: message.file, digest: message.digest });
  page.editor.rewrite(message.file, taken);
  page.notice("");
}

/** Show what I changed in a text since it was saved; piece by piece or all of it can be taken back. */
export async function showChanges(page) {
  const { editor, unsaved } = page;
  const file = unsaved.includes(editor.file) ? editor.file : unsaved[0];
  const { saved } = editor.files.get(file);
  const taken = await chosen(page, { file, base: saved, disk: saved }, {
    title: say("changes_title", { file }),
    about: [say("changes_about")],
    theirs: say("changes_saved"),
    buttons: [say("conflict_take"), say("changes_back")],
  });
  if (taken !== null) editor.rewrite(file, taken);
}

/** Return the text that somebody chooses; null for none. */
async function chosen(page, { file, base, disk }, { title, about, theirs, buttons }) {
  const { compare } = await import("./merge.js");
  const place = make("div", { class: "merge" });
  const heads = make("div", { class: "heads" }, make("span", {}, say("conflict_mine")), make("span", {}, theirs));
  const answer = ask(title, [...about.map((each) => make("p", {}, each)), heads, place], [
    ["mine", buttons[0]],
    ["disk", buttons[1]],
    ["", say("cancel")],
  ], { wide: true });
  const text = compare(place, {
    base, mine: page.editor.text(file) ?? "", disk,
    labels: { mine: say("conflict_mine"), disk: theirs, take: say("conflict_piece") },
    nonce: document.querySelector('meta[name="style-nonce"]')?.content,
  });
  const answered = await answer;
  if (!answered) return null;
  return answered === "mine" ? text() : disk;
}
