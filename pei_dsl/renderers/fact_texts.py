"""The parts of a description: each fact of a plan as text, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import assert_never

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra import display
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.keys import KeyKind, is_kind, key_of, kind_of, name_of, names_of
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Column, DataSource, Definition, Figure, Goal, Group, Indicator, Level, Plan
from pei_dsl.model.units import NUMBER, Unit
from pei_dsl.numerals import SPACES
from pei_dsl.renderers.entries import Said, Told
from pei_dsl.renderers.evaluation_json import goal_to_json
from pei_dsl.syntax.line_tokens import quoted
from pei_dsl.views import words
from pei_dsl.views.wording import Wording, said
from pei_dsl.vocabulary import Argument, Word
from pei_dsl.workspace.inventory import Inventory

_JSON_COUNTS = {
    "objective": "objetivos",
    "action": "acciones",
    "indicator": "indicadores",
    "source": "fuentes",
    "series": "series",
    "variable": "variables",
    "function": "funciones",
    "register": "registros",
    "test": "pruebas",
    "activity": "actividades",
    "evidence": "evidencias",
    "factor": "factores",
    "recommendation": "recomendaciones",
    "commitment": "compromisos",
    "version": "versiones",
    "amendment": "cambios",
}
_JSON_LACKS = {
    "missing_formula": "formula",
    "missing_data": "datos",
    "missing_goal": "logros",
    "missing_baseline": "linea_de_base",
    "missing_responsible": "responsable",
}
# So many codes are still read one by one.
MAX_LISTED = 5
MAX_NAMES = 60


@attrs.frozen
class Teller:
    """Tells facts of one plan."""

    plan: Plan
    held: Inventory
    language: str
    wording: Wording

    def contents(self) -> Told:
        plan = self.plan
        levels = [each.level for each in plan.groups.values()]
        kinds = [kind_of(key) for key in plan.definitions]
        functions = {each.name for key, each in plan.definitions.items() if is_kind(key, KeyKind.FUNCTION)}
        counts = {
            "objective": levels.count(Level.OBJECTIVE),
            "action": levels.count(Level.ACTION),
            "indicator": len(plan.indicators),
            "source": len(plan.sources),
            "series": kinds.count(KeyKind.SERIES),
            "variable": kinds.count(KeyKind.VARIABLE),
            "function": len(functions),
            "register": len(plan.registers),
            "test": len(plan.tests),
            "activity": len(plan.activities),
            "evidence": len(plan.evidence),
            "factor": len(plan.factors),
            "recommendation": len(plan.recommendations),
            "commitment": len(plan.commitments),
            "version": len(plan.versions),
            "amendment": len(plan.amendments),
        }
        texts = [self.count(name, number) for name, number in counts.items() if number]
        return Told(", ".join(texts), {_JSON_COUNTS[name]: number for name, number in counts.items()})

    def count(self, name: str, number: int) -> str:
        return said(f"count_{name}_{'one' if number == 1 else 'many'}", self.language, {"count": number})

    def units(self) -> Told:
        """Return how many indicators there are of each unit, the most frequent first."""
        counts: dict[str, int] = {}
        for each in self.plan.indicators.values():
            counts[each.unit.kind] = counts.get(each.unit.kind, 0) + 1
        ordered = [
            (vocabulary.UNITS.named(kind), number)
            for kind, number in sorted(counts.items(), key=lambda pair: -pair[1])
        ]
        return Told(
            ", ".join(f"{self.word(word)} {number}" for word, number in ordered),
            {word.spanish: number for word, number in ordered},
        )

    def unit(self, unit: Unit | None) -> Said:
        """Return a unit, or nothing; programs get its words in the one spelling."""
        return "" if unit is None else Told(words.unit(unit, self.language), str(unit))

    def type_class(self, written: str) -> Told:
        """Return the class of an objective or action; programs get the spelling of plans."""
        word = vocabulary.CLASSES.find(written)
        return Told(written if word is None else self.word(word), written)

    def some(self, names: Sequence[str], *, of: int = 0) -> Told:
        """Return how many and which; all of many are not listed."""
        listed = said("all_of_them", self.language) if len(names) == of > MAX_LISTED else ", ".join(names)
        return Told(f"{len(names)}: {listed}" if names else "", list(names))

    def values(self) -> Told:
        keys = [key for key in self.plan.definitions if is_kind(key, KeyKind.SERIES, KeyKind.VARIABLE)]
        names = [self.plan.definitions[key].name for key in keys]
        more = [said("more", self.language, {"count": len(names) - MAX_NAMES})] if names[MAX_NAMES:] else []
        return Told(", ".join([*names[:MAX_NAMES], *more]), names)

    def computed(self, indicator: Indicator) -> str:
        formula = indicator.formula
        if formula is None or isinstance(formula, m.Hole):
            return said("not_computed" if formula is None else "to_be_written", self.language)
        own = self.plan.definitions.get(formula.key) if isinstance(formula, m.Reference) else None
        if own is not None and own.key in indicator.where and own.expression is not None and not own.title:
            formula = own.expression
        text = self.wording.formula(formula)
        return f"{text}, {self.wording.unit(indicator.unit)}"

    def where(self, indicator: Indicator) -> list[str]:
        """Return what each name under `donde:` stands for."""
        lines = []
        for key in indicator.where:
            definition = self.plan.definitions[key]
            title = f" «{definition.title}»" if definition.title else ""
            expression = definition.expression
            if isinstance(expression, m.Reference) and is_kind(
                expression.key, KeyKind.SERIES, KeyKind.VARIABLE
            ):
                text = self.called(expression.key, known=definition.title)
            else:
                text = self.wording.formula(expression) if expression is not None else ""
            lines.append(f"{definition.name}{title}: {text}")
        return lines

    def direction(self, indicator: Indicator) -> Told:
        direction = indicator.direction.name.lower()
        text = f"{words.ARROWS[indicator.direction]} {said(f'direction_{direction}', self.language)}"
        if indicator.aggregation is not None:
            text += f"; {said(f'aggregation_{indicator.aggregation.name.lower()}', self.language)}"
        return Told(text, str(indicator.direction))

    def figures(self, figures: Mapping[Period, Figure] | Mapping[Period, Goal], unit: Unit | None) -> Told:
        texts = [f"{period}: {self.figure(figures[period], unit)}" for period in sorted(figures)]
        return Told(" · ".join(texts), {str(period): _exact(figures[period]) for period in sorted(figures)})

    def figure(self, figure: Goal, unit: Unit | None) -> str:
        if isinstance(figure.value, Absence):
            return words.reason(figure.value, self.language)
        if unit is None and isinstance(figure.value, Fraction):
            text = display.grouped(figure.value, figure.decimals)
        else:
            text = words.in_unit(figure.value, unit or NUMBER, figure.decimals)
        if figure.note:
            text += f" «{figure.note}»"
        return (
            f"{text} ({words.word(figure.quality.name.lower(), self.language)})" if figure.quality else text
        )

    def data(self, key: str) -> list[str]:
        """Return the sources and series that `key` rests on, with where their figures are."""
        lines = []
        for each in self.held.uses.below(key):
            if is_kind(each, KeyKind.SOURCE):
                lines.append(self.with_file(name_of(each)))
            elif is_kind(each, KeyKind.SERIES):
                figures = self.plan.definitions[each].figures
                periods = ", ".join(str(period) for period in sorted(figures)) or "—"
                lines.append(f"{self.called(each)}: {periods}")
        return lines

    def with_file(self, name: str) -> str:
        source = self.plan.sources[name]
        where = source.file or said("no_file", self.language)
        if source.rows_of is not None:
            where = said("one_row_per", self.language, {"text": source.rows_of.text})
        lacks = bool(source.file) and name in self.held.lacking_file
        mark = f" ({said('file_lacking', self.language)})" if lacks else ""
        return f"{self.called(key_of(KeyKind.SOURCE, name))}: {where}{mark}"

    def lacking(self, indicator: Indicator) -> Told:
        held = self.held
        missing = {
            "missing_formula": held.lacking_formula,
            "missing_data": held.lacking_data,
            "missing_goal": held.lacking_goal,
            "missing_baseline": held.lacking_baseline,
            "missing_responsible": held.lacking_responsible,
        }
        lacks = [key for key, codes in missing.items() if indicator.code in codes]
        text = ", ".join(said(key, self.language) for key in lacks)
        return Told(text, [_JSON_LACKS[key] for key in lacks])

    def users(self, key: str) -> list[str]:
        """Return the indicators and variables that rest on `key`, near ones first."""
        lines = []
        for user in self.held.uses.above(key):
            definition = self.plan.definitions[user]
            if is_kind(user, KeyKind.INDICATOR):
                lines.append(
                    f"{definition.name}: {definition.title}" if definition.title else definition.name
                )
            elif is_kind(user, KeyKind.VARIABLE):
                lines.append(self.called(user))
        return lines

    def readers(self, key: str) -> list[str]:
        """Return who reads the source `key` itself, each with its columns."""
        lines = []
        for user in self.held.uses.users.get(key, ()):
            definition = self.plan.definitions[user]
            columns = ", ".join(self.held.uses.columns[user, key])
            inner = is_kind(user, KeyKind.WHERE)
            owner = f"{names_of(user)[0]}, {definition.name}" if inner else self.called(user)
            lines.append(f"{owner}: {columns}" if columns else owner)
        return lines

    def examples(self, indicator: Indicator) -> list[str]:
        """Return the examples of an indicator as written."""
        found = []
        for each in indicator.examples:
            written = each.declared_at.source
            text = written[each.declared_at.span] if written is not None else each.title
            head, *lines = (" ".join(line.split()) for line in text.splitlines())
            found.append(f"{head} {'; '.join(filter(None, lines))}".rstrip())
        return found

    def sign(self, written: str) -> str:
        """Return the word for a sign in numbers: `coma`."""
        signs = vocabulary.THOUSANDS_SIGNS
        word = signs.named("space") if written in SPACES else signs.find(written)
        assert word is not None, written
        return self.word(word)

    def signs(self, written: Iterable[str]) -> str:
        """Return the words for the signs between thousands, or that there is none."""
        words = dict.fromkeys(map(self.sign, written))
        return ", ".join(words) or self.word(vocabulary.THOUSANDS_SIGNS.named("none"))

    def header(self, source: DataSource) -> str:
        """Return in which rows the header of a source stands, as plans write it; "" for the first."""
        if source.header is None:
            return ""
        first, last = source.header
        if self.language == "es":
            return f"fila {first}" if first == last else f"filas {first} a {last}"
        return f"row {first}" if first == last else f"rows {first} to {last}"

    def word(self, word: Word) -> str:
        """Return a word of the language, in the language of the description."""
        return word.spanish if self.language == "es" else word.english_form

    def demands(self, column: Column) -> list[str]:
        """Return what a column demands of its cells, or says of its numbers, as a plan writes it."""
        found = []
        for word in vocabulary.COLUMN_OPTIONS:
            value = getattr(column, word.attribute)
            match word.argument:
                case Argument.NOTHING if value == word.sets:
                    found.append(self.word(word))
                case Argument.LIMIT if value is not None:
                    shown = display.shown(value) if isinstance(value, Fraction) else value.isoformat()
                    found.append(f"{self.word(word)} {shown}")
                case Argument.WHOLE if value:
                    found.append(f"{self.word(word)} {value}")
                case Argument.TEXT if value:
                    found.append(f"{self.word(word)} {quoted(value)}")
                case Argument.TEXTS | Argument.FORMATS if value:
                    found.append(f"{self.word(word)} {', '.join(map(quoted, value))}")
                case Argument.NOTHING | Argument.LIMIT | Argument.TEXTS | Argument.FORMATS:
                    pass  # not demanded
                case Argument.TEXT | Argument.WHOLE:
                    pass
                case _ as never:
                    assert_never(never)
        return found

    def column(self, source: DataSource, name: str) -> str:
        column = source.columns[name]
        if column.digits:
            kind = said("type_code", self.language, {"digits": column.digits})
        elif column.unit is None:
            kind = said(f"type_{column.type.name.lower()}", self.language)
        else:
            kind = words.unit(column.unit, self.language)
        text = f"{name}: {kind}"
        marks = {"dates_rows": source.time, "marks_quality": source.quality}
        told = [said(key, self.language) for key, each in marks.items() if each == name]
        text = "; ".join([text, *self.demands(column)])
        if column.formula is not None:
            text = f"{text} = {self.wording.formula(column.formula)}"
        return f"{text} ({', '.join(told)})" if told else text

    def called(self, key: str, known: str = "") -> str:
        """Return what kind of thing `key` is, its name and its title, unless that is `known`."""
        kind, name = kind_of(key), names_of(key)[0]
        if kind is KeyKind.INDICATOR:
            return name
        title = self.plan.sources[name].title if kind is KeyKind.SOURCE else self.plan.definitions[key].title
        word = kind.name.lower()
        return (
            f"{said(f'kind_{word}', self.language)} {name}{f' «{title}»' if title and title != known else ''}"
        )


def titled(thing: Group | Indicator) -> Told:
    """Return the code and title of `thing`; programs get the code."""
    return Told(f"{thing.code}: {thing.title}", thing.code)


def all_titled(things: Sequence[Group | Indicator]) -> Told:
    """Return codes and titles, a line each; programs get the codes."""
    return Told([f"{each.code}: {each.title}" for each in things], [each.code for each in things])


def _exact(figure: Goal) -> dict[str, str | dict[str, str] | None]:
    """Return a figure for programs: exact, or why it is absent, and its mark."""
    quality = str(figure.quality) if figure.quality is not None else None
    if isinstance(figure.value, Absence):
        return {"valor": None, "nd": str(figure.value.reason), "calidad": quality}
    return {"valor": goal_to_json(figure.value), "nd": None, "calidad": quality}


def place(definition: Definition) -> str:
    """Return the file and line that declare `definition`, or ""."""
    place = definition.declared_at
    if place.source is None:
        return ""
    return f"{place.source.name}:{place.source.position(place.span.start).line}"
