"""Neovim and Emacs with the settings that the guide gives: they start the server, and show what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.documents import ROOT

GUIDE = ROOT / "docs" / "guia" / "editores.md"
PLAN = """plan "PEI"
  periodo: 2024 a 2025
objetivo OEI.01 "Salud"
indicador IND.01.OEI.01 "Porcentaje de controles"
  fórmula: A / 50
  donde:
    A "Controles hechos" = hechos
  unidad: porcentaje
  sentido: hacia arriba
  logros: 2024: 80%; 2025: 90%
variable hechos = 30
"""
PATIENCE = 120  # seconds, on a busy machine
NEEDED = (0, 11)

# `PEI_NVIM` names another Neovim than that of the path.
NEOVIM = """
local function wait(holds, what)
  if not vim.wait(100000, holds, 50) then error('never: ' .. what) end
end
local function ask(method, line, character, more)
  local params = vim.tbl_extend('force', {
    textDocument = vim.lsp.util.make_text_document_params(0),
    position = { line = line, character = character },
  }, more or {})
  local found = vim.lsp.buf_request_sync(0, method, params, 100000) or error('no answer: ' .. method)
  local _, answer = next(found)
  return answer.result
end
local ok, told = pcall(function()
  wait(function() return #vim.lsp.get_clients({ bufnr = 0 }) > 0 end, 'a client')
  wait(function() return #vim.diagnostic.get(0) > 0 end, 'findings')
  local findings = vim.tbl_map(function(each) return { each.lnum, each.code } end, vim.diagnostic.get(0))
  local hover = ask('textDocument/hover', 10, 10)
  local offered = ask('textDocument/completion', 8, 11)
  local labels = vim.tbl_map(function(each) return each.label end, offered.items or offered)
  vim.api.nvim_win_set_cursor(0, { 11, 10 })
  vim.lsp.buf.rename('controles')
  local function renamed() return vim.fn.getline(11):find('controles', 1, true) ~= nil end
  wait(renamed, 'the new name')
  return {
    type = vim.bo.filetype, findings = findings, hover = hover.contents.value, labels = labels,
    lines = { vim.fn.getline(7), vim.fn.getline(11) },
    hints = vim.lsp.inlay_hint.is_enabled({ bufnr = 0 }),
  }
end)
vim.fn.writefile({ vim.json.encode(ok and told or { error = tostring(told) }) }, vim.env.PEI_TOLD)
vim.cmd('qall!')
"""
EMACS = """
(defun wait-for (what holds)
  (let ((end (+ (float-time) 100)))
    (while (and (not (funcall holds)) (< (float-time) end)) (accept-process-output nil 0.05))
    (unless (funcall holds) (error "never: %s" what))))
(defun diagnostics ()
  (mapcar (lambda (each) (list (line-number-at-pos (flymake-diagnostic-beg each)) (flymake-diagnostic-text each)))
          (flymake-diagnostics)))
(setq eglot-confirm-server-initiated-edits nil)
(find-file (getenv "PEI_FILE"))
(run-hooks 'post-command-hook)
(wait-for "a client" (lambda () (eglot-current-server)))
(wait-for "findings" (lambda () (flymake-start) (flymake-diagnostics)))
(let* ((findings (diagnostics)) labels hover)
  (goto-char (point-min)) (search-forward "variable hech")
  (setq hover (plist-get (jsonrpc-request (eglot-current-server) :textDocument/hover
                          (eglot--TextDocumentPositionParams)) :contents))
  (goto-char (point-min)) (search-forward "sentido: ")
  (setq labels (all-completions "" (nth 2 (eglot-completion-at-point))))
  (goto-char (point-min)) (search-forward "variable hech")
  (eglot-rename "controles")
  (with-temp-file (getenv "PEI_TOLD")
    (insert (json-encode (list (cons 'type "pei") (cons 'findings (apply #'vector findings))
                               (cons 'hover (plist-get hover :value))
                               (cons 'labels (apply #'vector (mapcar #'substring-no-properties labels)))
                               (cons 'text (with-current-buffer (find-file-noselect (getenv "PEI_FILE"))
                                             (buffer-string))))))))
(kill-emacs 0)
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a plan with a mistake, where `pei` on the path is that of these tests and settings are nobody's."""
    for name in ("bin", "plan", "home"):
        (tmp_path / name).mkdir()
    command = tmp_path / "bin" / "pei"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pei_dsl "$@"\n', "utf-8")
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    file = tmp_path / "plan" / "plan.pei"
    file.write_text(PLAN, "utf-8")
    monkeypatch.setenv("PATH", f"{command.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("PEI_FILE", str(file))
    monkeypatch.setenv("PEI_TOLD", str(tmp_path / "told.json"))
    return file


def settings(heading: str) -> str:
    """Return the settings that the guide gives under a heading."""
    found = re.search(rf"### {heading}[^\n]*\n.*?```text\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert found, heading
    return found[1]


def told_by(*command: str) -> dict[str, Any]:
    """Return what an editor wrote of what it was shown."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    told = Path(os.environ["PEI_TOLD"])
    assert told.exists(), done.stdout + done.stderr
    found: dict[str, Any] = json.loads(told.read_text("utf-8"))
    assert "error" not in found, found
    return found


def neovim() -> str:
    """Return a Neovim that can use what the guide gives; skips where there is none."""
    program = os.environ.get("PEI_NVIM") or shutil.which("nvim")
    told = (
        subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
        if program
        else None
    )
    version = re.search(r"NVIM v(\d+)\.(\d+)", told.stdout) if told else None
    if program is None or version is None or (int(version[1]), int(version[2])) < NEEDED:
        pytest.skip("Neovim was not tried: there is none of 0.11 or later; name one in PEI_NVIM")
    return program


def emacs() -> str:
    """Return an Emacs that has eglot; skips where there is none."""
    program = shutil.which("emacs")
    has = ["--batch", "-f", "package-initialize", "--eval", "(require 'eglot)"]
    if program is None or subprocess.run([program, *has], capture_output=True, check=False).returncode:
        pytest.skip("Emacs was not tried: it takes one with eglot: apt-get install emacs-nox elpa-eglot")
    return program


def test_neovim_does_what_the_guide_says(plan: Path, tmp_path: Path) -> None:
    program, start, check = neovim(), tmp_path / "init.lua", tmp_path / "check.lua"
    start.write_text(settings("Neovim"), "utf-8")
    check.write_text(NEOVIM, "utf-8")

    told = told_by(program, "--headless", "-u", str(start), str(plan), "-S", str(check))

    assert told["type"] == "pei"
    assert told["hints"] is True
    assert told["findings"] == [[8, "PEI117"]]
    assert "hechos" in str(told["hover"])
    assert {"ascendente", "descendente"} <= set(told["labels"])
    assert told["lines"] == ['    A "Controles hechos" = controles', "variable controles = 30"]


@pytest.mark.usefixtures("plan")
def test_emacs_does_what_the_guide_says(tmp_path: Path) -> None:
    program, start, check = emacs(), tmp_path / "init.el", tmp_path / "check.el"
    start.write_text(settings("Emacs"), "utf-8")
    check.write_text(EMACS, "utf-8")

    told = told_by(program, "--batch", "-f", "package-initialize", "-l", str(start), "-l", str(check))

    [[line, text]] = told["findings"]
    assert line == 9
    assert "hacia arriba" in text
    assert "hechos" in str(told["hover"])
    assert {"ascendente", "descendente"} <= set(told["labels"])
    assert "= controles\n" in str(told["text"])
    assert "variable controles = 30" in str(told["text"])
