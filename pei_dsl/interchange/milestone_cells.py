"""Milestones of goals in cells: a comment, `Hito: Reglamento aprobado`, or a text beside the word."""

from __future__ import annotations

import re

import attrs

from pei_dsl import vocabulary
from pei_dsl.interchange.cells import Cell
from pei_dsl.model.plan import Goal

_MARK = "Hito"
_COMMENT = re.compile(r"(?:hito|milestone)\s*:\s*(?P<text>.+)", re.IGNORECASE)
_BESIDE = re.compile(r"(?P<word>\w+)\s*(?:[\"“„«](?P<quoted>.+)[\"“”»]|:\s*(?P<bare>[^\s:].*))")


def comment_of(goal: Goal) -> str:
    """Return the comment that tells the milestone of a goal; "" where it has none."""
    return f"{_MARK}: {goal.note}" if goal.note else ""


def beside(word: str, goal: Goal) -> str:
    """Return the word of a goal with its milestone, as a plan writes it: `sí "Reglamento aprobado"`."""
    return f'{word} "{goal.note}"' if goal.note else word


def read(cell: Cell) -> tuple[str, Cell]:
    """Return the milestone that a cell tells, "" for none, and the cell without it."""
    if isinstance(cell.value, str):
        found = _BESIDE.fullmatch(cell.text)
        word = vocabulary.YES_NO.find(found["word"]) if found is not None else None
        if found is not None and word is not None:
            return (found["quoted"] or found["bare"]).strip(), attrs.evolve(cell, value=word.spanish)
    lines = cell.comment.split("\n")
    told = [found["text"].strip() for each in lines if (found := _COMMENT.fullmatch(each.strip()))]
    rest = "\n".join(each for each in lines if not _COMMENT.fullmatch(each.strip()))
    return (told[0], attrs.evolve(cell, comment=rest)) if told else ("", cell)
