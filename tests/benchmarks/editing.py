"""
Measure `pei lsp` as an editor speaks with it, on a plan of 1,000 indicators: `python3 -m tests.benchmarks.editing`.

The processor time that the server takes for each question, all its threads together, and how long the editor
waits by the clock; each is the median of several.  Nothing passes or fails.  Linux only: it reads /proc.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from lsprotocol import types

from tests.benchmarks.keystroke import plan_of
from tests.unit.lsp.test_server import Editor, editor, part

INDICATORS, TIMES = 1000, 10
TEXT = "objetivo-01.pei"


async def main() -> None:
    """Print every figure."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in plan_of(INDICATORS, 50).items():
            (root / name).write_text(text, "utf-8")
        rows = "2024-01-02,firme,sentenciado\n" * 50
        (root / "datos.csv").write_text(f"fecha,sentencia,condición\n{rows}", "utf-8")
        await asyncio.sleep(0.5)  # a file that was just written is not trusted to be as it was
        before = set(_processes())
        async with editor(root) as client:
            (process,) = set(_processes()) - before
            await _measure(client, process, (root / TEXT).as_uri(), (root / TEXT).read_text("utf-8"))


async def _measure(client: Editor, process: Path, uri: str, text: str) -> None:
    lines = text.splitlines()
    client.open(uri, text)
    await client.checked(uri, 1)
    written = next(number for number, line in enumerate(lines) if "responsable:" in line)
    formula = next(number for number, line in enumerate(lines) if "= contar(reingresos" in line)
    header = next(number for number, line in enumerate(lines) if line.startswith("indicador"))
    document = types.TextDocumentIdentifier(uri)
    at_name = types.Position(formula, lines[formula].index("reingresos") + 4)

    def typed() -> int:
        return client.write(uri, part(written, 24, 24, "x"))

    async def key() -> None:
        version = typed()
        await client.until(lambda: any(each.version == version for each in client.sent if each.uri == uri))

    async def completion() -> object:
        return await client.text_document_completion_async(types.CompletionParams(document, at_name))

    async def key_and_completion() -> object:
        typed()
        return await completion()

    async def hover() -> object:
        where = types.Position(header, len("indicador IND"))
        return await client.text_document_hover_async(types.HoverParams(document, where))

    async def arguments() -> object:
        return await client.text_document_signature_help_async(types.SignatureHelpParams(document, at_name))

    async def definition() -> object:
        return await client.text_document_definition_async(types.DefinitionParams(document, at_name))

    async def actions() -> object:
        params = types.CodeActionParams(document, types.Range(at_name, at_name), types.CodeActionContext([]))
        return await client.text_document_code_action_async(params)

    questions: list[tuple[str, Callable[[], Awaitable[object]], float]] = [
        ("completion", completion, 0.05),
        ("hover over an indicator, its calculation", hover, 0.05),
        ("arguments of a call", arguments, 0.05),
        ("definition", definition, 0.05),
        ("code actions", actions, 0.05),
        ("a key, to the findings of its text", key, 2),
        ("a key and completion at once", key_and_completion, 2),
    ]
    for name, question, rest in questions:
        costs, waits = [], []
        for _ in range(TIMES):
            spent, began = _spent(process), time.perf_counter()
            await question()
            costs.append(_spent(process) - spent)
            waits.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(rest)  # what is left of the check comes to its end
        print(
            f"{name:<44} {statistics.median(costs):7.1f} ms of the processor, "
            f"{statistics.median(waits):7.1f} ms by the clock",
            flush=True,
        )


def _processes() -> list[Path]:
    """Return the processes that this one started."""
    return [
        Path("/proc") / number
        for task in Path("/proc/self/task").iterdir()
        for number in (task / "children").read_text("ascii").split()
    ]


def _spent(process: Path) -> float:
    """Return how many milliseconds a process has computed."""
    return (
        sum(int((each / "schedstat").read_text("ascii").split()[0]) for each in (process / "task").iterdir())
        / 1e6
    )


if __name__ == "__main__":
    asyncio.run(main())
