"""Texts beside the plan that cannot be read: told with their place, left out of the report, never written over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pei_dsl.reports import texts_beside
from tests.cli.plans import GOOD_FILES
from tests.cli.test_report import write_in

if TYPE_CHECKING:
    from tests.cli.conftest import Run, Write

ASKED = ("informe", "plan", "--periodo", "2024", "-o")
TEXT = "textos/2024/4.md"
SOUND = "Se avanzó mucho."
UNREADABLE = {
    "PEI110": ("Primera frase.\n\nSe avanzó mucho.\n".encode("cp1252"), f"--> {TEXT}:3"),
    "PEI112": (b"PK\x03\x04\x00\x00", f"--> {TEXT}:1"),
    "PEI109": (b"mucho " * 200_000, f"--> {TEXT}"),
}


@pytest.mark.parametrize("kind", ["html", "md", "docx", "xlsx"])
@pytest.mark.parametrize("code", UNREADABLE)
def test_what_is_no_text_is_told_and_left_out(code: str, kind: str, run: Run, write: Write) -> None:
    data, place = UNREADABLE[code]
    write({**GOOD_FILES, TEXT: data})
    done = run(*ASKED, f"i.{kind}")

    assert done.code == 3
    assert f"error[{code}]" in done.err
    assert place in done.err
    assert "�" not in done.err
    if kind in {"html", "md"}:
        page = Path(f"i.{kind}").read_text("utf-8")
        assert "�" not in page
        assert "mucho" not in page


def test_what_cannot_be_opened_is_told(run: Run, write: Write) -> None:
    write({**GOOD_FILES, f"{TEXT}/otro.txt": "una carpeta"})
    done = run(*ASKED, "i.html")

    assert (done.code, "PEI123" in done.err, TEXT in done.err) == (3, True, True)


def test_a_sound_text_is_there_with_or_without_its_mark(run: Run, write: Write) -> None:
    for data in (SOUND.encode(), SOUND.encode("utf-8-sig")):
        write({**GOOD_FILES, TEXT: data})
        assert run(*ASKED, "i.md").code == 0
        assert f"\n{SOUND}\n" in Path("i.md").read_text("utf-8")


def test_a_text_may_be_as_long_as_a_text_may_be(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    write({**GOOD_FILES, TEXT: SOUND})
    length = len(SOUND.encode())
    monkeypatch.setattr(texts_beside, "BIGGEST_TEXT", length)
    assert run(*ASKED, "i.md").code == 0
    monkeypatch.setattr(texts_beside, "BIGGEST_TEXT", length - 1)
    assert run(*ASKED, "i.md").code == 3


@pytest.mark.parametrize("kind", ["html", "docx"])
def test_a_text_of_no_section_is_told_and_the_report_is_written(kind: str, run: Run, write: Write) -> None:
    """By what makes the report, by what lists what is pending, and by `revisar`, which keeps what it found."""
    write({**GOOD_FILES, "textos/2024/OEI.1.md": SOUND, "textos/2024-s1/4.md": SOUND, TEXT: SOUND})
    done = run(*ASKED, f"i.{kind}")
    told = "aviso[PEI125]: «textos/2024/OEI.1.md»"

    assert done.code == 0
    assert done.err.count("PEI125") == done.err.count(told) == 1
    assert "¿quiso decir grupo.OEI.01.md" in " ".join(done.err.split())
    if kind == "docx":
        pending = run(*ASKED, "i.docx", "--pendientes")
        assert (pending.code, pending.err.count("PEI125"), told in pending.err) == (0, 1, True)
    for _ in range(2):
        checked = run("revisar", "plan")
        assert (checked.code, checked.out.count("aviso[PEI125]")) == (1, 2), checked
        assert "muévalo a «textos/2024-S1/4.md»" in checked.out
    Path("plan/textos/2024/OEI.1.md").rename("plan/textos/2024/grupo.OEI.01.md")
    Path("plan/textos/2024-s1").rename("plan/textos/2024-S1")
    assert "PEI125" not in run("revisar", "plan").out
    assert "PEI125" not in run(*ASKED, f"i.{kind}").err


@pytest.mark.parametrize("code", UNREADABLE)
def test_what_is_no_text_is_not_written_over(code: str, run: Run, write: Write) -> None:
    data, _ = UNREADABLE[code]
    write(GOOD_FILES)
    assert run(*ASKED, "i.docx").code == 0
    write_in(Path("i.docx"), "4. Conclusiones", "Esto lo escribió alguien.")
    write({**GOOD_FILES, TEXT: data})
    done = run(*ASKED, "i.docx", "--recoger")

    assert done.code == 3
    assert code in done.err
    assert Path("plan", TEXT).read_bytes() == data


@pytest.mark.parametrize("code", UNREADABLE)
def test_a_report_in_word_that_is_there_is_brought_up_to_date_all_the_same(
    code: str, run: Run, write: Write
) -> None:
    data, _ = UNREADABLE[code]
    write(GOOD_FILES)
    assert run(*ASKED, "i.docx").code == 0
    write({**GOOD_FILES, TEXT: data})
    done = run(*ASKED, "i.docx")

    assert done.code == 3
    assert done.err.count(f"error[{code}]") == 1
