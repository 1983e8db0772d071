// The page without a plan: what its forms say of the one to be made.

import { base64 } from "./files.js";

/** Return the message that has the plan made that a form of the first page describes. */
export async function newPlan(form) {
  const data = new FormData(form);
  const kind = form.dataset.start;
  const message = { type: "new", kind, folder: data.get("folder") ?? data.get("example") ?? data.get("import_folder") };
  if (kind === "new") {
    message.entity = data.get("entity");
    message.acronym = data.get("acronym");
    message.first = Number(data.get("first"));
    message.last = Number(data.get("last"));
  } else if (kind === "import") {
    const file = data.get("file");
    message.name = file.name;
    message.data = await base64(file);
  }
  return message;
}
