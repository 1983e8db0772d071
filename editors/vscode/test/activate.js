// Activate the built extension without VS Code: with an editor that has nothing, and remembers what it is told.
// The built file and the command that the setting `pei.orden` names follow the name of this file.

const Module = require("node:module");

const told = { errors: [], commands: [], providers: [] };
const [built, orden] = process.argv.slice(2);

/** Something that is whatever it is taken for: called, constructed, asked for anything. */
function anything(own = {}) {
  return new Proxy(function () {}, {
    get: (_, name) => {
      if (name in own) return own[name];
      if (name === Symbol.toPrimitive) return () => "";
      if (name === Symbol.iterator) return [][Symbol.iterator].bind([]);
      if (name === "then") return undefined;
      return anything();
    },
    apply: () => anything(),
    construct: () => anything(),
  });
}

class EventEmitter {
  event = () => ({ dispose() {} });
  fire() {}
  dispose() {}
}
const Uri = {
  parse: (text) => ({ toString: () => text, scheme: text.split(":")[0], path: text }),
  file: (file) => ({ toString: () => `file://${file}`, scheme: "file", path: file, fsPath: file }),
  from: (parts) => parts,
};
const configuration = { get: (name) => ({ orden, idioma: "es", periodo: "" })[name] };
const vscode = anything({
  EventEmitter,
  Uri,
  Disposable: class {
    dispose() {}
  },
  CancellationTokenSource: class {
    token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };
    cancel() {}
    dispose() {}
  },
  version: "1.91.0",
  env: { language: "es", appName: "", machineId: "" },
  commands: anything({
    registerCommand: (name) => (told.commands.push(name), { dispose() {} }),
    executeCommand: async () => {},
  }),
  window: anything({
    showErrorMessage: async (text) => void told.errors.push(text),
    visibleTextEditors: [],
    tabGroups: anything({ all: [] }),
  }),
  workspace: anything({
    getConfiguration: () => configuration,
    registerTextDocumentContentProvider: (scheme) => (told.providers.push(scheme), { dispose() {} }),
    textDocuments: [],
    notebookDocuments: [],
    workspaceFolders: undefined,
  }),
});
const load = Module._load;
Module._load = function (name, ...rest) {
  return name === "vscode" ? vscode : load.call(this, name, ...rest);
};

async function main() {
  const extension = require(built);
  await extension.activate({ subscriptions: [] });
  await extension.deactivate();
  process.stdout.write(JSON.stringify(told), () => process.exit(0));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
