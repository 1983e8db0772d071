// Files that come from outside: dropped on the page, or chosen where nothing can be dropped.

import { ask } from "./dialogs.js";
import { by } from "./dom.js";
import { base64, readFile } from "./files.js";
import { say } from "./words.js";

/** Have the page take what is dropped on it or chosen with its button. */
export function watchArrivals(page) {
  by("import").onclick = () => by("chosen").click();
  by("chosen").onchange = () => take(page, by("chosen").files).then(() => (by("chosen").value = ""));
  let depth = 0;
  const isOver = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const mayWrite = () => page.path !== "" && !page.locked;
  const shade = () => by("drop").classList.toggle("shown", depth > 0 && mayWrite());
  addEventListener("dragenter", (event) => isOver(event) && ((depth += 1), shade()));
  addEventListener("dragleave", (event) => isOver(event) && ((depth -= 1), shade()));
  addEventListener("dragover", (event) => isOver(event) && event.preventDefault(), true);
  const dropped = (event) => {
    if (!isOver(event)) return;
    event.preventDefault();
    event.stopPropagation();
    depth = 0;
    shade();
    if (mayWrite()) take(page, event.dataTransfer.files);
    else if (page.locked) page.refuse(say("locked"));
    else bringToStart(event.dataTransfer.files);
  };
  addEventListener("drop", dropped, true);
}

/** Without a plan, what is dropped is the workbook that a plan is to be made of. */
function bringToStart(files) {
  const form = by("start").querySelector('[data-start="import"]');
  if (!form) return;
  form.querySelector('[type="file"]').files = files;
  form.scrollIntoView({ block: "center" });
  form.querySelector('input:not([type="file"])').focus();
}

async function take(page, files) {
  for (const file of files) {
    if (file.name.toLowerCase().endsWith(".pei")) {
      page.takeText(file.name, (await readFile(file)).replace(/\r\n?/g, "\n"));
      continue;
    }
    if (!page.endings.some((each) => file.name.toLowerCase().endsWith(each))) {
      page.refuse(say("drop_refused", { name: file.name }));
      continue;
    }
    const as = await ask(say("drop_title", { name: file.name }), [], [
      ["matrix", say("drop_matrix")],
      ["data", say("drop_data")],
      ["", say("cancel")],
    ]);
    if (as) page.change({ type: "drop", name: file.name, as, data: await base64(file) });
  }
}
