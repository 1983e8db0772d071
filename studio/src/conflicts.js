// A file that another program changed while it was being written: mine beside the disk's.

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
  const { compare } = await import("./merge.js");
  const place = make("div", { class: "merge" });
  const heads = make("div", { class: "heads" }, make("span", {}, say("conflict_mine")), make("span", {}, say("conflict_disk")));
  const about = make("p", {}, say("conflict_about"));
  const hint = make("p", { class: "below" }, say("conflict_hint"));
  const answer = ask(say("conflict_title", { file: message.file }), [about, hint, heads, place], [
    ["mine", say("conflict_take")],
    ["disk", say("conflict_theirs")],
    ["", say("cancel")],
  ], { wide: true });
  const text = compare(place, {
    base: message.base, mine: page.editor.text(message.file) ?? "", disk: message.disk,
    labels: { mine: say("conflict_mine"), disk: say("conflict_disk"), take: say("conflict_piece") },
    nonce: document.querySelector('meta[name="style-nonce"]')?.content,
  });
  const chosen = await answer;
  if (!chosen) return;
  const taken = chosen === "mine" ? text() : message.disk;
  if (message.digest) page.send({ type: "settle", file: message.file, digest: message.digest });
  page.editor.rewrite(message.file, taken);
  page.notice("");
}
