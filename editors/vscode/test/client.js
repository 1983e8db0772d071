// Speak with `pei lsp` as VS Code's own library does, and print what it answers of a text.
// The command and its arguments follow the name of this file.

const { spawn } = require("node:child_process");
const rpc = require("vscode-jsonrpc/node");

const TEXT = `plan "PEI"
  periodo: 2024 a 2025
objetivo OEI.01 "Salud 😀"
indicador IND.01.OEI.01 "Porcentaje de controles"
  fórmula: A / 50
  donde: A "Hechos" = hechos
  unidad: porcentaje
  sentido: sube
  logros: 2024: 80%; 2025: 90%
variable hechos = 30
`;
const uri = "untitled:Untitled-1";

async function main() {
  const [command, ...args] = process.argv.slice(2);
  const server = spawn(command, args, { stdio: ["pipe", "pipe", "inherit"] });
  const reader = new rpc.StreamMessageReader(server.stdout);
  const connection = rpc.createMessageConnection(reader, new rpc.StreamMessageWriter(server.stdin));
  const shown = new Promise((resolve) => {
    connection.onNotification("textDocument/publishDiagnostics", ({ diagnostics }) => {
      if (diagnostics.length) resolve(diagnostics);
    });
  });
  connection.listen();
  const { capabilities } = await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: { experimental: { peiPages: true } },
    initializationOptions: { idioma: "es" },
  });
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "pei", version: 1, text: TEXT },
  });
  const document = { textDocument: { uri } };
  const diagnostics = await shown;
  const hover = await connection.sendRequest("textDocument/hover", { ...document, position: { line: 9, character: 12 } });
  const completion = await connection.sendRequest("textDocument/completion", {
    ...document,
    position: { line: 7, character: 11 },
  });
  const actions = await connection.sendRequest("textDocument/codeAction", {
    ...document,
    range: { start: { line: 7, character: 12 }, end: { line: 7, character: 12 } },
    context: { diagnostics: [] },
  });
  const page = await connection.sendRequest("workspace/executeCommand", {
    command: "pei.explicarMensaje",
    arguments: ["PEI117", uri],
  });
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  const code = await new Promise((resolve) => server.on("exit", resolve));
  const found = {
    encoding: capabilities.positionEncoding,
    codes: diagnostics.map((each) => each.code),
    hover: hover.contents.value,
    completion: completion.items.map((each) => each.label),
    actions: actions.map((each) => each.title),
    page: page.split("\n")[0],
    code,
  };
  process.stdout.write(JSON.stringify(found));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
