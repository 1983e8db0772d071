// The extension for VS Code: it starts `pei lsp`, and shows the pages that explain.

const vscode = require("vscode");
const { LanguageClient, State } = require("vscode-languageclient/node");

const SCHEME = "pei-pagina";
const pages = new Map();
let client;

/** Begin: called when the first plan is opened. */
async function activate(context) {
  context.subscriptions.push(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      provideTextDocumentContent: (uri) => pages.get(uri.path) ?? "",
    }),
    vscode.commands.registerCommand("pei.reiniciar", async () => {
      await stop();
      await start();
    }),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("pei.orden")) await vscode.commands.executeCommand("pei.reiniciar");
    }),
  );
  await start();
}

/** End: called when the window closes. */
async function deactivate() {
  await stop();
}

/** A client whose troubles are in its output: a box is for what a person can do something about. */
class QuietClient extends LanguageClient {
  error(message, data) {
    super.error(message, data, false);
  }
}

async function start() {
  const settings = vscode.workspace.getConfiguration("pei");
  const command = settings.get("orden") || "pei";
  client = new QuietClient(
    "pei",
    "PEI",
    { command, args: ["lsp"] },
    {
      documentSelector: [{ language: "pei" }],
      initializationOptions: { idioma: settings.get("idioma"), periodo: settings.get("periodo") },
      synchronize: { configurationSection: "pei" },
      middleware: { executeCommand: explained },
      revealOutputChannelOn: 4, // never
    },
  );
  client.registerFeature(showsPages);
  try {
    await client.start();
  } catch (error) {
    await refused(command, error);
  }
}

async function stop() {
  if (client?.state === State.Running) await client.stop();
  client = undefined;
}

/** Tells the server that this client shows the pages that a command gives. */
const showsPages = {
  fillClientCapabilities: (capabilities) => {
    capabilities.experimental = { ...capabilities.experimental, peiPages: true };
  },
  initialize: () => {},
  getState: () => ({ kind: "static" }),
  clear: () => {},
};

/** Show what a command of the server explains as a page beside the text. */
async function explained(name, args, next) {
  const text = await next(name, args);
  if (typeof text !== "string" || !text) return text;
  const path = `/${String(args[0]).replace(/[^\w.-]/g, "_")}.md`;
  pages.set(path, text);
  const uri = vscode.Uri.from({ scheme: SCHEME, path, query: String(Date.now()) });
  await vscode.commands.executeCommand("markdown.showPreviewToSide", uri);
  return text;
}

/** Say that `command` cannot be started, and what helps. */
async function refused(command, error) {
  const settings = "Abrir la configuración";
  const told = `No se pudo iniciar «${command} lsp». Instale pei con: pip install "pei_dsl[lsp]", o escriba en pei.orden dónde está. ${error?.message ?? error}`;
  if ((await vscode.window.showErrorMessage(told, settings)) === settings) {
    await vscode.commands.executeCommand("workbench.action.openSettings", "pei.orden");
  }
}

module.exports = { activate, deactivate };
