"""A site whose evaluation says what it rests on, so that who downloads it can compute it again."""

from __future__ import annotations

import json

from pei_dsl.data.reading import Reading
from pei_dsl.renderers import registry
from pei_dsl.renderers.style import Style
from pei_dsl.reports.publishing import Site, site_files
from pei_dsl.reports.report import gathered, report_of
from pei_dsl.reports.without_rows import without_rows
from pei_dsl.reproducing import sealing
from pei_dsl.reproducing.answering import answering, as_asked
from pei_dsl.reproducing.grounds import Basis
from pei_dsl.reproducing.question import Question
from pei_dsl.views.signature import signed
from pei_dsl.workspace.host_requests import day_of
from pei_dsl.workspace.loaded import Loaded


def published(loaded: Loaded, question: Question, reading: Reading) -> Site:
    """
    Return the site of the evaluation that `question` asks for, of one period.

    Raises:
        ChangedWhileReadError: A file changed meanwhile.
        PlanError: The plan has errors, or an act that changed it cannot be undone.
        RequestError: The plan has not what is asked for.
    """
    basis = Basis.of(loaded, question, reading.roots)
    stood = as_asked(loaded, question, reading.roots)
    with answering(loaded, question, basis.reading(reading), stood) as answer:
        parts = registry.render("evaluation", "json", answer.shown, Style(question.language))
        evaluated = "".join(sealing.sealed(parts, basis.fingerprints))
    material, found = gathered(
        stood,
        question.periods,
        methodology=question.methodologies[0] if question.methodologies else None,
        on=day_of(question.on or None),
        reading=reading,
        language=question.language,
    )
    public = without_rows(material)
    document = signed(report_of(stood, public), lambda: json.dumps(basis.fingerprints().to_json()))
    return Site(site_files(document, public, evaluated), (*found, *document.diagnostics))
