"""
A web service: whoever posts the text of a plan gets its findings, or its results for a year.

    uvicorn service:app

The texts come from anywhere, so they may read nothing: no file, no database, whatever they name.
"""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

import pei_dsl

app = FastAPI(title="Planes")
LIMITS = pei_dsl.Limits(rows=100_000, cells=1_000_000, memory="512MB", seconds=5, findings=20)
LONGEST = 200_000


class Asked(BaseModel):
    """The text of a plan, rows of its sources, and registered values by indicator and period."""

    text: str = Field(max_length=LONGEST)
    rows: dict[str, list[dict[str, Any]]] = {}
    values: dict[str, dict[str, Any]] = {}


@app.post("/findings")
def findings(asked: Asked, language: str = "es") -> list[dict[str, Any]]:
    """Return what is found in the text."""
    return [told(each, language) for each in pei_dsl.load_text(asked.text).diagnostics]


@app.post("/results/{period}")
def results(period: str, asked: Asked, language: str = "es") -> dict[str, Any]:
    """Return the results of a period, and the findings about the rows."""
    loaded = pei_dsl.load_text(asked.text)
    try:
        measured = pei_dsl.evaluate(loaded, period, data=asked.rows, values=asked.values, reading=LIMITS)
    except pei_dsl.PlanError as error:
        raise HTTPException(422, [told(each, language) for each in error.findings]) from error
    except pei_dsl.RequestError as error:
        raise HTTPException(400, str(error)) from error
    return {
        "results": pei_dsl.evaluation_to_json(measured.evaluation, language),
        "findings": [told(each, language) for each in measured.diagnostics],
    }


def told(finding: pei_dsl.Diagnostic, language: str) -> dict[str, Any]:
    """Return a finding as people and programs read it."""
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "place": str(finding.location),
        "message": finding.message(language),
        "help": finding.help(language),
    }
