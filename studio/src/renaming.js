// Another name for what the cursor stands on: what that changes is shown before it is done.

import { ask, askText } from "./dialogs.js";
import { make } from "./dom.js";
import { say } from "./words.js";

/** Ask for another name, show every line that it changes, and have the page change them if it may. */
export async function rename(services, editor, page) {
  if (page.locked) return page.refuse(say("locked"));
  const at = editor.view.state.selection.main.head;
  const name = await services.ask("renamable", editor, at);
  if (!name) return page.tellOnce(say("nothing_there"));
  const wanted = await askText(say("rename_to", { name }), name);
  if (wanted && wanted !== name) {
    const found = await services.ask("renaming", editor, at, { name: wanted });
    if (found?.refused) page.refuse(say("change_refused", { why: found.refused }));
    else if (found && (await agreed(name, wanted, found)))
      page.change({ type: "rename", file: editor.file, name: wanted, ...services.place(editor, at) });
  }
  editor.focus();
}

function agreed(name, wanted, { lines, mentions }) {
  const changed = lines.map(({ file, line, before, after }) =>
    make("li", {}, `${file}:${line}`, make("del", {}, before), make("ins", {}, after)),
  );
  const staying = mentions.map((each) => make("li", {}, each));
  const list = make("ul", { class: "changes", tabindex: "0", "aria-label": say("rename_lines") }, ...changed);
  const files = new Set(lines.map((each) => each.file)).size;
  const counted = say("rename_counts", { lines: lines.length, files });
  const rest = staying.length ? [make("h3", {}, say("mentions_title")), make("ul", {}, ...staying)] : [];
  return ask(say("rename_title", { name, wanted }), [make("p", {}, counted), list, ...rest], [
    ["yes", say("rename_do")],
    ["", say("cancel")],
  ]);
}
