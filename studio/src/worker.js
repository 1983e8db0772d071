// The session in a worker of the browser: Python runs here, and nothing goes anywhere else.

const PACKAGES = "/lib/pei";
let answered = null;
let pyodide = null;
const waiting = [];
const loaded = new Map();
let busy = false;
let resting = 0;

self.onmessage = ({ data }) => {
  waiting.push(data);
  setTimeout(work, 0); // what else came meanwhile is answered together
};

async function work() {
  if (busy || !waiting.length) return;
  busy = true;
  try {
    answered ??= await begin();
    const batch = waiting.splice(0);
    const messages = [];
    for (const each of batch) {
      if (each.control) await obey(each);
      else messages.push(each);
    }
    for (const name of needed(messages)) await load(name);
    if (messages.length) {
      const told = answered(JSON.stringify(messages));
      for (const each of JSON.parse(told)) self.postMessage(JSON.parse(each));
      clearTimeout(resting);
      resting = setTimeout(rest, 250);
    }
  } catch (error) {
    self.postMessage({ type: "refused", key: "failed", message: String(error) });
  } finally {
    busy = false;
    if (waiting.length) setTimeout(work, 0);
  }
}

/** Tell what takes longer, if nothing else came meanwhile. */
function rest() {
  if (busy || waiting.length) return;
  for (const each of JSON.parse(answered(""))) self.postMessage(JSON.parse(each));
  load("later").catch(() => {}); // who needs it tries again, and is told
}

/** Start Python with our package, and give what answers messages. */
async function begin() {
  const python = await import("./pyodide/pyodide.mjs");
  pyodide = await python.loadPyodide({ indexURL: new URL("./pyodide/", self.location.href).href });
  pyodide.FS.mkdirTree("/planes");
  await load("python");
  pyodide.runPython(`import sys; sys.path.insert(0, "${PACKAGES}")`);
  return pyodide.runPython(`
from pei_dsl.studio.carrying import answering
answering("/planes")
`);
}

/** Load a part of the program, once. */
function load(name) {
  if (!loaded.has(name)) {
    const part = fetchPart(name);
    loaded.set(name, part);
    part.catch(() => loaded.delete(name));
  }
  return loaded.get(name);
}

async function fetchPart(name) {
  const response = await fetch(new URL(`./${name}.zip`, self.location.href));
  if (!response.ok) return; // the folder was built without it: who needs it is told so
  pyodide.unpackArchive(await response.arrayBuffer(), "zip", { extractDir: PACKAGES });
  pyodide.runPython("import importlib; importlib.invalidate_caches()");
}

/** Name the parts that these messages need beside the first one. */
function needed(messages) {
  const found = new Set();
  for (const { type, kind } of messages) {
    // the page that begins and the example take what was imported for them when this was built
    if (type !== "hello" && !(type === "new" && kind === "example")) found.add("later");
    if (type === "drop" || (type === "new" && kind === "import")) found.add("excel");
    if (type === "download" && ["xlsx", "b7", "captura", "docx"].includes(kind)) found.add("excel");
  }
  return found;
}

/** Put a file of the person into the folder of the session, or give one out. */
async function obey({ control, path, bytes, serial }) {
  if (control === "put") {
    pyodide.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    pyodide.FS.writeFile(path, bytes);
  } else if (control === "get") {
    self.postMessage({ type: "given", serial, given: pyodide.FS.readFile(path) });
  } else if (control === "zip") {
    const made = pyodide.pyimport("pei_dsl.studio.zipped_plans").zipped_folder(path);
    self.postMessage({ type: "given", serial, given: made.toJs() });
    made.destroy();
  }
}
