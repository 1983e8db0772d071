"""A question to a plan as data: what a command was asked, so that it can be asked again."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any

import attrs

from pei_dsl.immutable import brief


class Asks(enum.StrEnum):
    """What is asked, as the command is called."""

    EVALUATION = "evaluar"
    BREAKDOWN = "desagregar"
    EXPLANATION = "explicar"
    GAPS = "brecha"
    AUDIT = "auditar"
    DESCRIPTION = "describir"
    TREE = "arbol"
    REPORT = "informe"
    FOLLOW_UP = "seguimiento"
    COMPARISON = "comparar"
    FICHAS = "ficha"
    EXPORT = "exportar"


SUBJECTS = {
    Asks.EVALUATION: "evaluation",
    Asks.BREAKDOWN: "breakdown",
    Asks.EXPLANATION: "explanation",
    Asks.GAPS: "gaps",
    Asks.AUDIT: "audit",
    Asks.DESCRIPTION: "description",
    Asks.TREE: "tree",
    Asks.REPORT: "document",
    Asks.FOLLOW_UP: "follow_up",
    Asks.COMPARISON: "comparison",
    Asks.FICHAS: "document",
    Asks.EXPORT: "export",
}
"""What each answer is to the registry of renderers."""


STDIN = "-"
"""What the text of standard input is called; a message calls it in the language of its reader."""


class UnknownQuestionError(ValueError):
    """What was read is no question that this version knows."""


def _member(name: str, default: object = "") -> Any:  # noqa: ANN401  (as attrs declares fields)
    return attrs.field(default=default, metadata={"member": name}, kw_only=True)


@attrs.frozen
class Question:
    """
    What is asked of a plan.  What a question does not use is empty.

    Attributes:
        asks: What is asked.
        periods: One period, or a range of them: `2024`, `2020..2024`; "" for none.
        code: A code or name; "" for the whole plan.
        codes: The indicators whose fichas are asked for; none is all.
        methodologies: Those to measure with; none is that of the plan.
        on: The day of the evaluation, `2024-07-31`; "" for none.
        in_force_on: The day on which the plan stood as it is asked, `2024-06-30`; "" for as it is.
        columns: By which figures are broken down.
        parts: Into which kind of period the periods are divided: `mes`; "" for none.
        color: The colour to reach; "" for the best.
        with_inputs: Whether what each indicator rests on is shown.
        engine: Who aggregates.
        language: Of the sentences in the result.
        before, after: Which plans are compared: a path from the folder of the plan, or `git:` and a commit;
            "" for the plan itself.
        since: Between which commits the history is looked through, `0a1…..9f8…`; "" for none.
        earlier_period, earlier_methodology: By which the earlier of both is measured, where that is another.
        earlier_in_force_on: The day on which the earlier of both stood, where that is another.
        order: The kinds of changes in the order in which they are read.
        renamed: The codes that the later plan has for others, `IND.02.OEI.01 = IND.01.OEI.02`.
        form: Which workbook is exported, `captura` or `b7`; "" for none.
        template: The Word file that a report was begun from, by its path from the folder of the plan.
        text: The one text that was read of the folder, "-" for standard input; "" for the whole folder.
    """

    __repr__ = brief

    asks: Asks
    periods: str = _member("periodo")
    code: str = _member("codigo")
    codes: tuple[str, ...] = _member("codigos", ())
    methodologies: tuple[str, ...] = _member("metodologias", ())
    on: str = _member("fecha")
    in_force_on: str = _member("vigente_al")
    columns: tuple[str, ...] = _member("por", ())
    parts: str = _member("partes")
    color: str = _member("color")
    with_inputs: bool = _member("dependencias", default=False)
    engine: str = _member("motor", "auto")
    language: str = _member("idioma", "es")
    before: str = _member("antes")
    after: str = _member("despues")
    since: str = _member("desde")
    earlier_period: str = _member("periodo_antes")
    earlier_methodology: str = _member("metodologia_antes")
    earlier_in_force_on: str = _member("vigente_al_antes")
    order: tuple[str, ...] = _member("lectura", ())
    renamed: tuple[str, ...] = _member("equivalen", ())
    form: str = _member("forma")
    template: str = _member("plantilla")
    text: str = _member("texto")


def compares(question: Question) -> bool:
    """Tell whether a question sets a plan beside another one, day, period or methodology."""
    given = (question.before, question.after, question.earlier_period, question.earlier_in_force_on)
    return question.asks is Asks.COMPARISON or any(given) or bool(question.earlier_methodology)


_MEMBERS = {each.metadata["member"]: each for each in attrs.fields(Question) if "member" in each.metadata}
_ASKS = "orden"


def question_to_json(question: Question) -> dict[str, Any]:
    """Return `question` as JSON: what is asked, and all that is not the usual."""
    made: dict[str, Any] = {_ASKS: str(question.asks)}
    for member, field in _MEMBERS.items():
        value = getattr(question, field.name)
        if value != field.default or member == "idioma":
            made[member] = [*value] if isinstance(value, tuple) else value
    return made


def question_of_json(data: object) -> Question:
    """
    Return the question that `question_to_json` gave.

    Raises:
        UnknownQuestionError: It is none, or one of a later version.
    """
    if not isinstance(data, Mapping) or data.get(_ASKS) not in [*Asks]:
        raise UnknownQuestionError(str(data)[:80])
    given: dict[str, Any] = {}
    for member, value in data.items():
        if member == _ASKS:
            continue
        field = _MEMBERS.get(member)
        if field is None or not _fits(value, field.default):
            raise UnknownQuestionError(str(member)[:80])
        given[field.name] = tuple(value) if isinstance(value, list) else value
    return Question(Asks(data[_ASKS]), **given)


def _fits(value: object, default: object) -> bool:
    """Tell whether JSON holds what a field takes that is usually `default`."""
    if isinstance(default, tuple):
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return type(value) is type(default)
