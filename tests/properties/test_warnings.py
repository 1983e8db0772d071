"""Warnings do not depend on order, and silencing or weighing one changes that one only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import pei_dsl
from pei_dsl.analysis.lints.all_lints import WARNINGS
from pei_dsl.analysis.lints.silencing import silence
from pei_dsl.diagnostics import Diagnostic, Severity
from pei_dsl.diagnostics.text import render
from pei_dsl.source import Source
from pei_dsl.syntax.parse import parse as parse_plan
from pei_dsl.workspace.settings import SEVERITIES, parse
from tests import strategies
from tests.example_counts import examples


def found(project: strategies.Project, text: str | None = None) -> tuple[Diagnostic, ...]:
    """Return the warnings about a project, as its text or another."""
    loaded = pei_dsl.load_text(text if text is not None else project.text)
    return pei_dsl.lint(loaded, data=project.rows, values=project.values)


def told(findings: Iterable[Diagnostic]) -> Counter[str]:
    """Return what `findings` say, whatever their place."""
    return Counter(
        repr((each.code, each.variant, each.severity, sorted(each.params.items()))) for each in findings
    )


@given(strategies.projects(), st.randoms(use_true_random=False))
def test_the_order_of_declarations_does_not_matter(project: strategies.Project, random: object) -> None:
    declarations = list(project.declarations)
    random.shuffle(declarations)  # type: ignore[attr-defined]  # a random.Random
    other = attrs.evolve(project, declarations=tuple(declarations))

    assert told(found(project)) == told(found(other))


@settings(max_examples=examples(50))
@given(strategies.projects(), st.data())
def test_what_a_comment_allows_is_gone_and_nothing_else(
    project: strategies.Project, data: st.DataObject
) -> None:
    before = found(project)
    if not before:
        return
    chosen = data.draw(st.sampled_from(before))
    start = chosen.primary.span.start
    lengths = [len(each) + 1 for each in project.declarations]
    number = next(i for i in range(len(lengths)) if start < sum(lengths[: i + 1]))
    declarations = list(project.declarations)
    declarations[number] = f'# pei: permite {chosen.code} "está bien"\n{declarations[number]}'
    reach = range(sum(lengths[:number]), sum(lengths[: number + 1]))
    gone = [each for each in before if each.code == chosen.code and each.primary.span.start in reach]

    assert told(found(project, "\n".join(declarations))) == told(before) - told(gone)


@settings(max_examples=examples(50))
@given(strategies.projects(), st.sampled_from(WARNINGS), st.booleans(), st.data())
def test_an_allowance_survives_the_formatter(
    project: strategies.Project, code: str, inside: bool, data: st.DataObject
) -> None:
    """Above a declaration or in it, what was silent stays silent, and what was needless stays so."""
    number = data.draw(st.integers(0, len(project.declarations) - 1))
    header, _, fields = project.declarations[number].partition("\n")
    comment = f'# pei: permite {code} "está bien"'
    changed = f"{header}\n  {comment}\n{fields}" if inside else f"{comment}\n{header}\n{fields}"
    declarations = [*project.declarations[:number], changed, *project.declarations[number + 1 :]]
    text = "\n".join(declarations)

    assert told(found(project, pei_dsl.format_text(text))) == told(found(project, text))


@given(strategies.projects(), st.sampled_from(WARNINGS), st.sampled_from(list(SEVERITIES)))
def test_a_setting_weighs_its_own_code_only(project: strategies.Project, code: str, word: str) -> None:
    settings, problems = parse(Source.of("pei.toml", f'[avisos]\n{code} = "{word}"\n'))
    before = found(project)
    after = [each for one in before if (each := settings.apply(one)) is not None]

    assert not problems
    assert [each for each in before if each.code != code] == [each for each in after if each.code != code]
    assert {each.severity for each in after if each.code == code} <= {SEVERITIES[word]}
    assert (word == "no") <= (code not in {each.code for each in after})


@given(strategies.projects())
def test_every_warning_can_be_told_and_has_its_place(project: strategies.Project) -> None:
    for each in found(project):
        assert each.severity in {Severity.WARNING, Severity.NOTE}
        assert each.code in WARNINGS
        assert each.primary.source is not None
        assert render(each, "es")
        assert render(each, "en")


@given(strategies.hostile_texts)
def test_any_text_can_be_looked_at(text: str) -> None:
    for each in pei_dsl.lint(pei_dsl.load_text(text)):
        assert render(each)


@given(st.text('#pei: permiteallowPEI412,;y"«»\n ', max_size=60))
def test_any_comment_can_be_read(text: str) -> None:
    """What is no allowance is reported once at most, and nothing else comes of it."""
    file = parse_plan(Source.of("plan.pei", f'objetivo OEI.01 "Salud"\n  # {text}\n')).file
    problems = silence([], [file])

    assert {each.code for each in problems} <= {"PEI436", "PEI437", "PEI438"}


@given(st.text("[avisos]PEI412=\"'no.{}\n# 0", max_size=80) | st.text(max_size=60))
def test_any_settings_can_be_read(text: str) -> None:
    _, problems = parse(Source.of("pei.toml", text))

    assert {each.code for each in problems} <= {"PEI439"}
    assert all(render(each) for each in problems)
