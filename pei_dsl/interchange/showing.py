"""What a host shows: a plan in words or as a tree, and any result in any format that it is written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO

from pei_dsl.auditing.contradictions import Audit
from pei_dsl.comparison.compared import Comparison
from pei_dsl.diagnostics import Diagnostic, pages
from pei_dsl.diagnostics.errors import RequestError
from pei_dsl.evaluation.breakdown import Breakdown
from pei_dsl.evaluation.checks import TestRun
from pei_dsl.evaluation.evaluation import Evaluation
from pei_dsl.evaluation.explain import Explanation, GroupExplanation
from pei_dsl.following.followed import FollowUp
from pei_dsl.gaps.missing import Gaps
from pei_dsl.interchange.importing import Imported
from pei_dsl.interchange.renderers import RENDERERS as OF_FILES
from pei_dsl.interchange.written import Export
from pei_dsl.renderers import facts, registry
from pei_dsl.renderers.facts import Description
from pei_dsl.renderers.registry import RENDERERS as OF_RESULTS
from pei_dsl.renderers.style import WIDTH, Style
from pei_dsl.views.document import Document
from pei_dsl.views.evaluations import Evaluations
from pei_dsl.views.findings_page import FindingsPage
from pei_dsl.views.tree_page import Tree, plan_tree
from pei_dsl.views.verification import Verification
from pei_dsl.workspace.host_requests import need_known
from pei_dsl.workspace.inventory import inventory
from pei_dsl.workspace.loaded import Loaded
from pei_dsl.workspace.loading import Checked
from pei_dsl.workspace.starting import MAX_YEARS, Answers
from pei_dsl.workspace.starting import new_plan as files_of_a_new_plan
from pei_dsl.workspace.verbs import Measured, Tested

RENDERERS = {**OF_RESULTS, **OF_FILES}

# What each result is to the registry of renderers.
SUBJECTS: Mapping[type, str] = {
    Evaluations: "evaluation",
    Breakdown: "breakdown",
    Explanation: "explanation",
    GroupExplanation: "explanation",
    Tree: "tree",
    Audit: "audit",
    FollowUp: "follow_up",
    Comparison: "comparison",
    Gaps: "gaps",
    FindingsPage: "findings",
    Export: "export",
    Imported: "import",
    Verification: "verification",
    Document: "document",
}
# What a sequence of results is, by what its members are.
SUBJECTS_OF_SEVERAL: Mapping[type, str] = {
    Description: "description",
    TestRun: "tests",
    Diagnostic: "findings",
    Evaluation: "evaluation",
}


def describe(loaded: Loaded, name: str | None = None, *, language: str = "es") -> tuple[Description, ...]:
    """
    Return what is said of the plan, or of everything in it called `name`: a source and a series may share it.

        >>> import pei_dsl
        >>> loaded = pei_dsl.load_text('objetivo OEI.01 "Salud"')
        >>> [each.title for each in pei_dsl.describe(loaded, "OEI.01")]
        ['Salud']

    Raises:
        RequestError: Nothing in the plan is called so.
    """
    held = inventory(loaded)
    if name is None:
        return (facts.describe_plan(loaded.plan, held, language),)
    found = facts.describe(loaded.plan, held, name, language)
    if not found:
        need_known("thing", name, [each for each in facts.known_names(loaded.plan) if each != name])
    return tuple(found)


def tree(
    loaded: Loaded,
    code: str | None = None,
    *,
    with_inputs: bool = False,
    evaluation: Evaluation | None = None,
    language: str = "es",
) -> Tree:
    """
    Return the plan as a tree.

    Args:
        loaded: The plan.
        code: Only this objective, action or indicator.
        with_inputs: Whether what each indicator rests on stands under it.
        evaluation: Figures to show beside each code, of `evaluate`; None for none.
        language: `es` or `en`.

    Raises:
        RequestError: There is no such code.
    """
    if code is not None:
        need_known("code", code, [*loaded.plan.groups, *loaded.plan.indicators])
    held = inventory(loaded)
    return plan_tree(loaded.plan, held, language, code=code, with_inputs=with_inputs, evaluation=evaluation)


def new_plan(entity: str, acronym: str, first: int, last: int) -> Mapping[str, str]:
    """
    Return the files of a small and complete new plan, by their path in its folder.

        >>> import pei_dsl
        >>> list(pei_dsl.new_plan("Municipalidad de Ayacucho", "MPH", 2025, 2030))
        ['plan.pei', 'datos/solicitudes.csv']

    Raises:
        RequestError: It would have no year, or more than fifteen.
    """
    if not 0 <= last - first < MAX_YEARS:
        raise RequestError("years", most=MAX_YEARS, first=first, last=last)
    return files_of_a_new_plan(Answers(entity, acronym, first, last))


def message_page(code: str, *, language: str = "es") -> str:
    """
    Return the page of a message in Markdown: what it means, a wrong text and a right one.

    Raises:
        RequestError: There is no such message.
    """
    page = pages.page(code, language)
    if page is None:
        need_known("message", code, pages.codes())
    return page or ""


def formats_of(shown: object) -> tuple[str, ...]:
    """
    Return the names of the formats that a result is written in, the usual one first.

    Raises:
        RequestError: It is no result.
    """
    subject, _ = _subject(shown)
    return tuple(each.name for each in registry.formats_of(subject, renderers=RENDERERS))


def render(
    shown: object,
    format_name: str | None = None,
    *,
    language: str = "es",
    width: int = WIDTH,
) -> str:
    """
    Return a result as text.

    Args:
        shown: What a verb returned: an evaluation or several, findings, an explanation, a tree, a breakdown…
        format_name: One of `formats_of(shown)`; None for the usual one.
        language: `es` or `en`.
        width: Columns that a page may take.

    Raises:
        NoRendererError: It is not written so, or as bytes (see `write`).
        RequestError: It is no result.
    """
    return "".join(render_parts(shown, format_name, language=language, width=width)).removesuffix("\n")


def render_parts(
    shown: object,
    format_name: str | None = None,
    *,
    language: str = "es",
    width: int = WIDTH,
) -> Iterator[str]:
    """Yield the text of a result a part at a time, as it is computed: see `render`, and `breaking_down`."""
    subject, page = _subject(shown)
    name = format_name or registry.formats_of(subject, renderers=RENDERERS)[0].name
    return registry.render(subject, name, page, Style(language, width), renderers=RENDERERS)


def write(shown: object, format_name: str, stream: BinaryIO, *, language: str = "es") -> None:
    """
    Write a result to `stream` in any format, also those of bytes: `parquet`, `xlsx`.

    Raises:
        MissingExtraError: A package is not installed that the format takes.
        NoRendererError: It is not written so.
        RequestError: It is no result.
    """
    subject, page = _subject(shown)
    registry.write(subject, format_name, page, Style(language), stream, renderers=RENDERERS)


def _subject(shown: object) -> tuple[str, object]:
    """Return what a result is to the registry, and the same as renderers take it."""
    match shown:
        case Measured():
            return _subject(shown.evaluation)
        case Evaluation():
            return "evaluation", Evaluations(((shown,),))
        case Checked() | Loaded():
            return "findings", FindingsPage(shown.diagnostics)
        case Diagnostic():
            return "findings", FindingsPage((shown,))
        case Tested() if shown:
            return "tests", shown.runs
        case Description():
            return "description", [shown]
        case list() | tuple() if shown:
            return _subject_of_several(shown)
    subject = SUBJECTS.get(type(shown))
    if subject is None:
        raise _no_result(shown)
    return subject, shown


def _subject_of_several(shown: Sequence[object]) -> tuple[str, object]:
    kinds = {type(each) for each in shown}
    subject = SUBJECTS_OF_SEVERAL.get(kinds.pop()) if len(kinds) == 1 else None
    if subject is None:
        raise _no_result(shown)
    if subject == "findings":
        return subject, FindingsPage([each for each in shown if isinstance(each, Diagnostic)])
    if subject == "evaluation":
        evaluations = [each for each in shown if isinstance(each, Evaluation)]
        runs = len(dict.fromkeys(each.methodology.name for each in evaluations))
        return subject, Evaluations.of(evaluations, max(1, len(evaluations) // runs))
    return subject, shown


def _no_result(shown: object) -> RequestError:
    return RequestError("no_result", type=type(shown).__name__)
