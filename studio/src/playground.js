// The page without a server: the session runs in a worker, and plans are folders of the person's own disk.

import { make } from "./dom.js";
import { run } from "./main.js";
import { say } from "./words.js";

class WorkerChannel {
  constructor() {
    this.heard = () => {};
    this.opened = () => {};
    this.lost = () => {};
    this.folders = new Map(); // path in the session → folder of the disk that may be written
    this.giving = 0; // what waits for the last of the texts that are saved together
    this.waiting = new Map();
    this.serial = 0;
  }

  start() {
    this.worker = new Worker(new URL("worker.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }) => this.#hear(data);
    this.opened();
  }

  send(message) {
    this.worker.postMessage(message);
  }

  #hear(message) {
    if (message.type === "given") {
      this.waiting.get(message.serial)?.(message.given);
      this.waiting.delete(message.serial);
      return;
    }
    if (message.type === "plan") this.path = message.path;
    this.heard(message);
    if (message.type === "saved") this.#keep(message.file);
  }

  /** Write what was saved to the person's disk: into the folder that was opened, or as a download. */
  async #keep(name) {
    const path = this.path;
    const folder = this.folders.get(path);
    if (!folder) return this.#give(path);
    const bytes = await this.#ask("get", `${path}/${name}`);
    let place = folder;
    const parts = name.split("/");
    for (const part of parts.slice(0, -1)) place = await place.getDirectoryHandle(part, { create: true });
    const stream = await (await place.getFileHandle(parts.at(-1), { create: true })).createWritable();
    await stream.write(bytes);
    await stream.close();
  }

  /** Download the plan as one zip, once for all texts that are saved together: a download has no folder. */
  #give(path) {
    clearTimeout(this.giving);
    this.giving = setTimeout(async () => {
      const address = URL.createObjectURL(new Blob([await this.#ask("zip", path)], { type: "application/zip" }));
      make("a", { href: address, download: `${path.split("/").at(-1)}.zip` }).click();
      setTimeout(() => URL.revokeObjectURL(address), 60000);
    }, 100);
  }

  #ask(control, path) {
    this.serial += 1;
    const { serial } = this;
    this.worker.postMessage({ control, path, serial });
    return new Promise((resolve) => this.waiting.set(serial, resolve));
  }

  // ---- Opening what is on the disk

  /** Return what is offered beside what the session offers. */
  offer() {
    const input = make("input", { type: "file", id: "folder", multiple: true, webkitdirectory: true });
    input.addEventListener("change", () => this.#upload([...input.files]));
    const open = make("button", { type: "button", id: "open-folder", onclick: () => this.#pick() }, say("open_folder"));
    return make(
      "section", {},
      make("h2", {}, say("open_folder")),
      make("p", {}, `${say("nowhere_sent")} ${say("open_folder_about")}`),
      globalThis.showDirectoryPicker
        ? open
        : make("div", { class: "field" }, make("label", { for: "folder" }, say("open_folder")), input),
    );
  }

  async #pick() {
    const folder = await globalThis.showDirectoryPicker({ mode: "readwrite" }).catch(() => null);
    if (!folder) return;
    const files = [];
    await walk(folder, "", files);
    const path = `/planes/${folder.name}`;
    this.folders.set(path, folder);
    await this.#put(path, files);
  }

  async #upload(files) {
    if (!files.length) return;
    const root = files[0].webkitRelativePath.split("/")[0];
    const pairs = files.map((file) => [file.webkitRelativePath.slice(root.length + 1), file]);
    await this.#put(`/planes/${root}`, pairs);
  }

  async #put(path, files) {
    for (const [name, file] of files) {
      if (name.split("/").some((part) => part.startsWith("."))) continue;
      const bytes = new Uint8Array(await file.arrayBuffer());
      this.worker.postMessage({ control: "put", path: `${path}/${name}`, bytes });
    }
    this.send({ type: "open", path });
  }
}

async function walk(folder, prefix, files) {
  for await (const [name, handle] of folder.entries()) {
    if (handle.kind === "directory") await walk(handle, `${prefix}${name}/`, files);
    else files.push([`${prefix}${name}`, await handle.getFile()]);
  }
}

run(new WorkerChannel());
