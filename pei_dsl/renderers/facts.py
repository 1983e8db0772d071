"""What can be said of a plan or of one thing in it: what it is, how it is computed, what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra import display
from pei_dsl.diagnostics.catalogue import told
from pei_dsl.model import expressions as m
from pei_dsl.model.absence import Absence
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.keys import KeyKind, is_kind, key_of, kind_of, name_of
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import DataSource, Definition, Figure, Group, Indicator, Level, Plan
from pei_dsl.model.terms import term
from pei_dsl.model.units import Unit
from pei_dsl.renderers.branches import Branch, plain
from pei_dsl.renderers.tree import ARROWS, inputs
from pei_dsl.views import words
from pei_dsl.views.wording import Wording, said
from pei_dsl.workspace.inventory import Inventory


@attrs.frozen
class Entry:
    """
    A line of a description.

    Attributes:
        key: The key of its label.
        texts: What it says.
        is_list: Whether it says several things, each on its own line.
        data: The same for programs, where that is more than the texts.
    """

    key: str
    texts: tuple[str, ...]
    is_list: bool = False
    data: Any = None


@attrs.frozen
class Description:
    """
    What is said of one thing.

    Attributes:
        kind: `plan`, `objective`, `action`, `indicator`, `variable`, `series`, `function` or `source`.
        name: Its code or name.
        title: What it is called.
        entries: What is said of it, in order; nothing is said of what it does not have.
        rests_on: What it is computed from, transitively.
    """

    kind: str
    name: str
    title: str
    entries: tuple[Entry, ...]
    rests_on: tuple[Branch, ...] = ()


def known_names(plan: Plan) -> list[str]:
    """Return all that can be described, by code or name."""
    named = [each.name for key, each in plan.definitions.items() if is_kind(key, *_NAMED)]
    return list(dict.fromkeys([*plan.groups, *plan.indicators, *named, *plan.sources]))


_NAMED = (KeyKind.SERIES, KeyKind.VARIABLE, KeyKind.FUNCTION)

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


def describe(plan: Plan, held: Inventory, name: str, language: str = "es") -> list[Description]:
    """
    Return what is said of everything called `name`: a source and a series may share a name.

    Case and accents count only where two names differ by nothing else; an unknown name gives nothing.
    """
    known = known_names(plan)
    if name not in known:
        folded = vocabulary.fold(name)
        near = [each for each in known if vocabulary.fold(each) == folded]
        if len(near) != 1:
            return []
        name = near[0]
    maker = _Maker(plan, held, language, Wording.of(plan, language))
    found = []
    if name in plan.indicators:
        found.append(maker.indicator(plan.indicators[name]))
    if name in plan.groups:
        found.append(maker.group(plan.groups[name]))
    definitions = [
        each for key, each in plan.definitions.items() if each.name == name and is_kind(key, *_NAMED)
    ]
    # A function has an instance for each way it is called; its own text is the same in all.
    functions = [each for each in definitions if is_kind(each.key, KeyKind.FUNCTION)]
    found.extend(maker.definition(each) for each in definitions if each not in functions)
    if functions:
        found.append(maker.function(functions))
    if name in plan.sources:
        found.append(maker.source(plan.sources[name]))
    return found


def describe_plan(plan: Plan, held: Inventory, language: str = "es") -> Description:
    """Return the plan in a page: how much of everything it has, and what it lacks."""
    return _Maker(plan, held, language, Wording.of(plan, language)).whole()


@attrs.frozen
class _Told:
    """A text, or a list of them, with the same as data."""

    text: str | list[str]
    data: Any


_Said: TypeAlias = str | list[str] | _Told


@attrs.frozen
class _Maker:
    """Describes things of one plan."""

    plan: Plan
    held: Inventory
    language: str
    wording: Wording

    # ---- Kinds

    def whole(self) -> Description:
        """Describe the plan."""
        plan, held = self.plan, self.held
        entity = f"{plan.entity} ({plan.acronym})" if plan.acronym and plan.entity else plan.entity
        total = len(plan.indicators)
        kind = said("kind_source", self.language)
        return Description(
            "plan",
            "plan",
            plan.title,
            self._entries(
                ("entity", entity),
                ("years", _years(plan.period)),
                ("evaluated", _years(plan.evaluated_years)),
                ("resolution", plan.resolution),
                ("methodology", words.profile(plan.methodology, self.language)),
                ("documentation", plan.documentation),
                ("contents", self._contents()),
                ("units", self._units()),
                ("sources", [self._with_file(each).removeprefix(kind).strip() for each in plan.sources]),
                ("values", self._values()),
                ("lacking_formula", self._some(held.lacking_formula, of=total)),
                ("lacking_data", self._some(held.lacking_data, of=total)),
                ("lacking_goal", self._some(held.lacking_goal, of=total)),
                ("lacking_baseline", self._some(held.lacking_baseline, of=total)),
                ("lacking_responsible", self._some(held.lacking_responsible, of=total)),
                ("empty_groups", self._some(held.empty_groups)),
                ("lacking_file", self._some(held.lacking_file)),
                ("unused", self._some([self._called(each) for each in held.unused])),
            ),
        )

    def indicator(self, indicator: Indicator) -> Description:
        """Describe an indicator."""
        plan, key = self.plan, key_of(KeyKind.INDICATOR, indicator.code)
        group = plan.groups.get(indicator.group)
        registered = self.held.registered.get(indicator.code, {})
        baseline = indicator.baseline
        rank = indicator.relevance
        base = {baseline.period: baseline.figure} if baseline is not None else {}
        return Description(
            "indicator",
            indicator.code,
            indicator.title,
            self._entries(
                ("belongs_to", _titled(group) if group is not None else indicator.group),
                ("documentation", indicator.documentation),
                ("justification", indicator.justification),
                ("computed", self._computed(indicator)),
                ("where", self._where(indicator)),
                ("formula", " ".join(indicator.formula_text.split())),
                ("shown", self.wording.unit(indicator.unit, indicator.decimals)),
                ("direction", self._direction(indicator)),
                (
                    "relevance",
                    said(f"relevance_{rank.name.lower()}", self.language) if rank else "",
                ),
                ("weight", display.shown(indicator.weight) if indicator.weight is not None else ""),
                ("baseline", self._figures(base, indicator.unit)),
                ("goals", self._figures(indicator.goals, indicator.unit)),
                ("registered", self._figures(registered, indicator.unit)),
                ("data", self._data(key)),
                ("ficha_sources", "; ".join(indicator.sources)),
                ("database", indicator.database),
                ("collection", indicator.collection),
                ("responsible", indicator.responsible or (group.responsible if group is not None else "")),
                ("executing_unit", indicator.executing_unit),
                ("cost_center", indicator.cost_center),
                ("technical_notes", indicator.technical_notes),
                ("limitations", indicator.limitations),
                ("assumptions", indicator.assumptions),
                ("lacking", self._lacking(indicator)),
                ("used_by", self._users(key)),
            ),
            inputs(key, plan, self.held.uses),
        )

    def group(self, group: Group) -> Description:
        """Describe an objective or an action."""
        plan = self.plan
        own = [each for each in plan.indicators.values() if each.group == group.code]
        actions = [each for each in plan.groups.values() if each.parent == group.code]
        parent = plan.groups.get(group.parent)
        branches = tuple(self._branch(each) for each in own)
        return Description(
            "objective" if group.level is Level.OBJECTIVE else "action",
            group.code,
            group.title,
            self._entries(
                ("belongs_to", _titled(parent) if parent is not None else ""),
                ("description", group.description),
                ("documentation", group.documentation),
                ("class", group.type_class),
                ("priority", str(group.priority) if group.priority is not None else ""),
                ("aligns_with", "; ".join(group.aligns_with)),
                ("responsible", group.responsible),
                ("indicators", _all_titled(own)),
                ("actions", _all_titled(actions)),
            ),
            branches,
        )

    def _branch(self, indicator: Indicator) -> Branch:
        key = key_of(KeyKind.INDICATOR, indicator.code)
        below = inputs(key, self.plan, self.held.uses)
        arrow = ARROWS[indicator.direction]
        return Branch(key, "indicator", indicator.code, indicator.title, arrow, parts=below)

    def definition(self, definition: Definition) -> Description:
        """Describe a variable or a series."""
        key, expression = definition.key, definition.expression
        unit = str(definition.unit) if definition.unit is not None else ""
        given = "" if definition.type is ValueType.NUMBER else str(told(term(definition.type), self.language))
        return Description(
            "series" if is_kind(key, KeyKind.SERIES) else "variable",
            definition.name,
            definition.title,
            self._entries(
                ("computed", self.wording.formula(expression) if expression is not None else ""),
                ("formula", " ".join(definition.text.split())),
                ("gives", given),
                ("unit", unit),
                ("figures", self._figures(definition.figures, definition.unit)),
                ("data", self._data(key)),
                ("declared", _place(definition)),
                ("used_by", self._users(key)),
            ),
            inputs(key, self.plan, self.held.uses),
        )

    def function(self, calls: Sequence[Definition]) -> Description:
        """Describe a function of the plan by all its calls."""
        users = dict.fromkeys(text for each in calls for text in self._users(each.key))
        return Description(
            "function",
            calls[0].name,
            calls[0].title,
            self._entries(
                ("formula", " ".join(calls[0].text.split())),
                ("declared", _place(calls[0])),
                ("used_by", list(users)),
            ),
        )

    def source(self, source: DataSource) -> Description:
        """Describe a source: its file, its columns, and who reads which."""
        key = key_of(KeyKind.SOURCE, source.name)
        lacks = source.name in self.held.lacking_file
        return Description(
            "source",
            source.name,
            source.title,
            self._entries(
                ("description", source.description),
                ("documentation", source.documentation),
                ("file", source.file or said("no_file", self.language)),
                ("file_state", said("file_lacking", self.language) if lacks and source.file else ""),
                ("columns", [self._column(source, each) for each in source.columns]),
                ("coverage", _years(source.coverage)),
                ("responsible", source.responsible),
                ("read_by", self._readers(key)),
                ("used_by", self._users(key)),
            ),
        )

    # ---- Parts of a description

    def _entries(self, *given: tuple[str, _Said]) -> tuple[Entry, ...]:
        """Return entries for what there is to say."""
        made = []
        for key, value in given:
            data = value.data if isinstance(value, _Told) else None
            written = value.text if isinstance(value, _Told) else value
            texts = [plain(each) for each in ([written] if isinstance(written, str) else written)]
            if any(texts):
                made.append(Entry(key, tuple(texts), isinstance(written, list), data))
        return tuple(made)

    def _contents(self) -> _Told:
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
        }
        texts = [self._count(name, number) for name, number in counts.items() if number]
        return _Told(", ".join(texts), {_JSON_COUNTS[name]: number for name, number in counts.items()})

    def _count(self, name: str, number: int) -> str:
        return said(f"count_{name}_{'one' if number == 1 else 'many'}", self.language, {"count": number})

    def _units(self) -> _Told:
        """Return how many indicators there are of each unit, the most frequent first."""
        counts: dict[str, int] = {}
        for each in self.plan.indicators.values():
            word = vocabulary.UNITS.named(each.unit.kind).spanish
            counts[word] = counts.get(word, 0) + 1
        ordered = sorted(counts.items(), key=lambda pair: -pair[1])
        return _Told(", ".join(f"{word} {number}" for word, number in ordered), dict(ordered))

    def _some(self, names: Sequence[str], *, of: int = 0) -> _Told:
        """Return how many and which; all of many are not listed."""
        listed = said("all_of_them", self.language) if len(names) == of > MAX_LISTED else ", ".join(names)
        return _Told(f"{len(names)}: {listed}" if names else "", list(names))

    def _values(self) -> _Told:
        keys = [key for key in self.plan.definitions if is_kind(key, KeyKind.SERIES, KeyKind.VARIABLE)]
        names = [self.plan.definitions[key].name for key in keys]
        more = [said("more", self.language, {"count": len(names) - MAX_NAMES})] if names[MAX_NAMES:] else []
        return _Told(", ".join([*names[:MAX_NAMES], *more]), names)

    def _computed(self, indicator: Indicator) -> str:
        formula = indicator.formula
        if formula is None or isinstance(formula, m.Hole):
            return said("not_computed" if formula is None else "to_be_written", self.language)
        own = self.plan.definitions.get(formula.key) if isinstance(formula, m.Reference) else None
        if own is not None and own.key in indicator.where and own.expression is not None and not own.title:
            formula = own.expression
        text = self.wording.formula(formula)
        return f"{text}, {self.wording.unit(indicator.unit)}"

    def _where(self, indicator: Indicator) -> list[str]:
        """Return what each name under `donde:` stands for."""
        lines = []
        for key in indicator.where:
            definition = self.plan.definitions[key]
            title = f" «{definition.title}»" if definition.title else ""
            expression = definition.expression
            if isinstance(expression, m.Reference) and is_kind(
                expression.key, KeyKind.SERIES, KeyKind.VARIABLE
            ):
                text = self._called(expression.key, known=definition.title)
            else:
                text = self.wording.formula(expression) if expression is not None else ""
            lines.append(f"{definition.name}{title}: {text}")
        return lines

    def _direction(self, indicator: Indicator) -> _Told:
        direction = indicator.direction.name.lower()
        text = f"{ARROWS[indicator.direction]} {said(f'direction_{direction}', self.language)}"
        if indicator.aggregation is not None:
            text += f"; {said(f'aggregation_{indicator.aggregation.name.lower()}', self.language)}"
        return _Told(text, str(indicator.direction))

    def _figures(self, figures: Mapping[Period, Figure], unit: Unit | None) -> _Told:
        texts = [f"{period}: {self._figure(figures[period], unit)}" for period in sorted(figures)]
        return _Told(" · ".join(texts), {str(period): _data(figures[period]) for period in sorted(figures)})

    def _figure(self, figure: Figure, unit: Unit | None) -> str:
        if isinstance(figure.value, Absence):
            return words.reason(figure.value, self.language)
        if unit is None:
            text = display.grouped(figure.value, figure.decimals)
        else:
            text = words.in_unit(figure.value, unit, figure.decimals)
        return (
            f"{text} ({words.word(figure.quality.name.lower(), self.language)})" if figure.quality else text
        )

    def _data(self, key: str) -> list[str]:
        """Return the sources and series that `key` rests on, with where their figures are."""
        lines = []
        for each in self.held.uses.below(key):
            if is_kind(each, KeyKind.SOURCE):
                lines.append(self._with_file(name_of(each)))
            elif is_kind(each, KeyKind.SERIES):
                figures = self.plan.definitions[each].figures
                periods = ", ".join(str(period) for period in sorted(figures)) or "—"
                lines.append(f"{self._called(each)}: {periods}")
        return lines

    def _with_file(self, name: str) -> str:
        source = self.plan.sources[name]
        where = source.file or said("no_file", self.language)
        lacks = bool(source.file) and name in self.held.lacking_file
        mark = f" ({said('file_lacking', self.language)})" if lacks else ""
        return f"{self._called(key_of(KeyKind.SOURCE, name))}: {where}{mark}"

    def _lacking(self, indicator: Indicator) -> _Told:
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
        return _Told(text, [_JSON_LACKS[key] for key in lacks])

    def _users(self, key: str) -> list[str]:
        """Return the indicators and variables that rest on `key`, near ones first."""
        lines = []
        for user in self.held.uses.above(key):
            definition = self.plan.definitions[user]
            if is_kind(user, KeyKind.INDICATOR):
                lines.append(
                    f"{definition.name}: {definition.title}" if definition.title else definition.name
                )
            elif is_kind(user, KeyKind.VARIABLE):
                lines.append(self._called(user))
        return lines

    def _readers(self, key: str) -> list[str]:
        """Return who reads the source `key` itself, each with its columns."""
        lines = []
        for user in self.held.uses.users.get(key, ()):
            definition = self.plan.definitions[user]
            columns = ", ".join(self.held.uses.columns[user, key])
            kind, _, rest = user.partition(":")
            owner = f"{rest.rpartition(':')[0]}, {definition.name}" if kind == "donde" else self._called(user)
            lines.append(f"{owner}: {columns}" if columns else owner)
        return lines

    def _column(self, source: DataSource, name: str) -> str:
        column = source.columns[name]
        text = f"{name}: {column.unit or said(f'type_{column.type.name.lower()}', self.language)}"
        marks = {"dates_rows": source.time, "marks_quality": source.quality}
        told = [said(key, self.language) for key, each in marks.items() if each == name]
        return f"{text} ({', '.join(told)})" if told else text

    def _called(self, key: str, known: str = "") -> str:
        """Return what kind of thing `key` is, its name and its title, unless that is `known`."""
        kind, _, name = key.partition(":")
        if kind == "indicador":
            return name
        title = (
            self.plan.sources[name].title
            if is_kind(key, KeyKind.SOURCE)
            else self.plan.definitions[key].title
        )
        word = {"fuente": "source", "serie": "series", "función": "function"}.get(kind, kind)
        name = name.partition(":")[0]
        return (
            f"{said(f'kind_{word}', self.language)} {name}{f' «{title}»' if title and title != known else ''}"
        )


def _titled(thing: Group | Indicator) -> _Told:
    return _Told(f"{thing.code}: {thing.title}", thing.code)


def _all_titled(things: Sequence[Group | Indicator]) -> _Told:
    return _Told([f"{each.code}: {each.title}" for each in things], [each.code for each in things])


def _data(figure: Figure) -> dict[str, str | None]:
    """Return a figure for programs: exact, or why it is absent, and its mark."""
    quality = str(figure.quality) if figure.quality is not None else None
    if isinstance(figure.value, Absence):
        return {"valor": None, "nd": str(figure.value.reason), "calidad": quality}
    return {"valor": display.exact(figure.value), "nd": None, "calidad": quality}


def _years(period: tuple[Period, Period] | None) -> str:
    if period is None:
        return ""
    first, last = period
    return str(first) if first == last else f"{first} – {last}"


def _place(definition: Definition) -> str:
    place = definition.declared_at
    if place.source is None:
        return ""
    return f"{place.source.name}:{place.source.position(place.span.start).line}"
