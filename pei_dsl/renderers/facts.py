"""What can be said of a plan or of one thing in it: what it is, how it is computed, what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.algebra import display
from pei_dsl.diagnostics.catalogue import told
from pei_dsl.immutable import brief
from pei_dsl.model.expressions import ValueType
from pei_dsl.model.follow_up import FollowedUp
from pei_dsl.model.keys import KeyKind, is_kind, key_of
from pei_dsl.model.plan import DataSource, Definition, Group, Indicator, Level, Plan
from pei_dsl.model.terms import term
from pei_dsl.model.versions import Version
from pei_dsl.numerals import thousands_beside
from pei_dsl.renderers.entries import REST, Entry, entries, years
from pei_dsl.renderers.fact_texts import Teller, all_titled, place, titled
from pei_dsl.renderers.follow_up_facts import facts_of, of_group, of_indicator
from pei_dsl.renderers.version_facts import amendments_of, facts_of_version
from pei_dsl.views import words
from pei_dsl.views.branches import Branch
from pei_dsl.views.tree_page import inputs
from pei_dsl.views.wording import Wording, said
from pei_dsl.workspace.inventory import Inventory


@attrs.frozen
class Description:
    """
    What is said of one thing.

    Attributes:
        kind: `plan`, `objective`, `action`, `indicator`, `variable`, `series`, `function`, `source`,
            `activity`, `evidence`, `factor`, `recommendation`, `commitment` or `version`.
        name: Its code or name.
        title: What it is called.
        entries: What is said of it, in order; nothing is said of what it does not have.
        rests_on: What it is computed from, transitively.
    """

    __repr__ = brief

    kind: str
    name: str
    title: str
    entries: tuple[Entry, ...]
    rests_on: tuple[Branch, ...] = ()


def known_names(plan: Plan) -> list[str]:
    """Return all that can be described, by code or name."""
    named = [each.name for key, each in plan.definitions.items() if is_kind(key, *_NAMED)]
    beside = [name for _, name, _ in plan.told]
    return list(dict.fromkeys([*plan.groups, *plan.indicators, *named, *plan.sources, *beside]))


_NAMED = (KeyKind.SERIES, KeyKind.VARIABLE, KeyKind.FUNCTION)


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
    maker = _Maker(Teller(plan, held, language, Wording.of(plan, language)))
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
    found.extend(maker.beside(kind, each) for kind, called, each in plan.told if called == name)
    return found


def describe_plan(plan: Plan, held: Inventory, language: str = "es") -> Description:
    """Return the plan in a page: how much of everything it has, and what it lacks."""
    return _Maker(Teller(plan, held, language, Wording.of(plan, language))).whole()


@attrs.frozen
class _Maker:
    """Describes things of one plan."""

    tell: Teller

    # ---- Kinds

    def whole(self) -> Description:
        """Describe the plan."""
        plan, held = self.tell.plan, self.tell.held
        both = plan.acronym and plan.entity
        entity = f"{plan.entity} ({plan.acronym})" if both else plan.entity or plan.acronym
        total = len(plan.indicators)
        kind = said("kind_source", self.tell.language)
        return Description(
            "plan",
            "plan",
            plan.title,
            entries(
                ("entity", entity),
                ("years", years(plan.period)),
                ("evaluated", years(plan.evaluated_years)),
                ("resolution", plan.resolution),
                REST,
                ("methodology", words.profile(plan.methodology, self.tell.language)),
                amendments_of("", self.tell),
                ("documentation", plan.documentation),
                ("contents", self.tell.contents()),
                ("units", self.tell.units()),
                ("sources", [self.tell.with_file(each).removeprefix(kind).strip() for each in plan.sources]),
                ("values", self.tell.values()),
                ("lacking_formula", self.tell.some(held.lacking_formula, of=total)),
                ("lacking_data", self.tell.some(held.lacking_data, of=total)),
                ("lacking_goal", self.tell.some(held.lacking_goal, of=total)),
                ("lacking_baseline", self.tell.some(held.lacking_baseline, of=total)),
                ("lacking_responsible", self.tell.some(held.lacking_responsible, of=total)),
                ("empty_groups", self.tell.some(held.empty_groups)),
                ("lacking_file", self.tell.some(held.lacking_file)),
                ("unused", self.tell.some([self.tell.called(each) for each in held.unused])),
                of=("plan", plan),
            ),
        )

    def indicator(self, indicator: Indicator) -> Description:
        """Describe an indicator."""
        plan, key = self.tell.plan, key_of(KeyKind.INDICATOR, indicator.code)
        group = plan.groups.get(indicator.group)
        registered = self.tell.held.registered.get(indicator.code, {})
        baseline = indicator.baseline
        rank = indicator.relevance
        base = {baseline.period: baseline.figure} if baseline is not None else {}
        return Description(
            "indicator",
            indicator.code,
            indicator.title,
            entries(
                ("belongs_to", titled(group) if group is not None else indicator.group),
                ("documentation", indicator.documentation),
                ("justification", indicator.justification),
                ("computed", self.tell.computed(indicator)),
                ("where", self.tell.where(indicator)),
                ("formula", " ".join(indicator.formula_text.split())),
                ("shown", self.tell.wording.unit(indicator.unit, indicator.decimals)),
                ("direction", self.tell.direction(indicator)),
                (
                    "relevance",
                    said(f"relevance_{rank.name.lower()}", self.tell.language) if rank else "",
                ),
                ("weight", display.shown(indicator.weight) if indicator.weight is not None else ""),
                ("baseline", self.tell.figures(base, indicator.unit)),
                ("goals", self.tell.figures(indicator.goals, indicator.unit)),
                ("registered", self.tell.figures(registered, indicator.unit)),
                ("data", self.tell.data(key)),
                ("ficha_sources", "; ".join(indicator.sources)),
                ("database", indicator.database),
                ("collection", indicator.collection),
                ("responsible", indicator.responsible or (group.responsible if group is not None else "")),
                ("executing_unit", indicator.executing_unit),
                ("cost_center", indicator.cost_center),
                ("technical_notes", indicator.technical_notes),
                ("limitations", indicator.limitations),
                ("assumptions", indicator.assumptions),
                ("examples", self.tell.examples(indicator)),
                REST,
                *of_indicator(indicator, self.tell),
                amendments_of(indicator.code, self.tell),
                ("lacking", self.tell.lacking(indicator)),
                ("used_by", self.tell.users(key)),
                of=("indicator", indicator),
            ),
            inputs(key, plan, self.tell.held.uses),
        )

    def group(self, group: Group) -> Description:
        """Describe an objective or an action."""
        plan = self.tell.plan
        own = [each for each in plan.indicators.values() if each.group == group.code]
        actions = [each for each in plan.groups.values() if each.parent == group.code]
        parent = plan.groups.get(group.parent)
        branches = tuple(self._branch(each) for each in own)
        kind = "objective" if group.level is Level.OBJECTIVE else "action"
        return Description(
            kind,
            group.code,
            group.title,
            entries(
                ("belongs_to", titled(parent) if parent is not None else ""),
                ("description", group.description),
                ("documentation", group.documentation),
                ("class", self.tell.type_class(group.type_class)),
                ("priority", str(group.priority) if group.priority is not None else ""),
                ("aligns_with", "; ".join(group.aligns_with)),
                ("responsible", group.responsible),
                REST,
                ("indicators", all_titled(own)),
                ("actions", all_titled(actions)),
                *of_group(group, self.tell),
                amendments_of(group.code, self.tell),
                of=(kind, group),
            ),
            branches,
        )

    def _branch(self, indicator: Indicator) -> Branch:
        key = key_of(KeyKind.INDICATOR, indicator.code)
        below = inputs(key, self.tell.plan, self.tell.held.uses)
        arrow = words.ARROWS[indicator.direction]
        return Branch(key, "indicator", indicator.code, indicator.title, arrow, parts=below)

    def definition(self, definition: Definition) -> Description:
        """Describe a variable or a series."""
        key, expression = definition.key, definition.expression
        given = (
            ""
            if definition.type is ValueType.NUMBER
            else str(told(term(definition.type), self.tell.language))
        )
        kind = "series" if is_kind(key, KeyKind.SERIES) else "variable"
        return Description(
            kind,
            definition.name,
            definition.title,
            entries(
                ("computed", self.tell.wording.formula(expression) if expression is not None else ""),
                ("formula", " ".join(definition.text.split())),
                ("gives", given),
                ("unit", self.tell.unit(definition.unit)),
                ("figures", self.tell.figures(definition.figures, definition.unit)),
                ("ficha_sources", "; ".join(definition.sources)),
                REST,
                ("data", self.tell.data(key)),
                ("declared", place(definition)),
                ("used_by", self.tell.users(key)),
                of=(kind, definition),
            ),
            inputs(key, self.tell.plan, self.tell.held.uses),
        )

    def function(self, calls: Sequence[Definition]) -> Description:
        """Describe a function of the plan by all its calls."""
        users = dict.fromkeys(text for each in calls for text in self.tell.users(each.key))
        return Description(
            "function",
            calls[0].name,
            calls[0].title,
            entries(
                ("formula", " ".join(calls[0].text.split())),
                ("declared", place(calls[0])),
                ("used_by", list(users)),
            ),
        )

    def source(self, source: DataSource) -> Description:
        """Describe a source: its file, its columns, and who reads which."""
        key = key_of(KeyKind.SOURCE, source.name)
        lacks = source.name in self.tell.held.lacking_file
        grouped_otherwise = source.thousands != thousands_beside(source.decimal)
        return Description(
            "source",
            source.name,
            source.title,
            entries(
                ("description", source.description),
                ("documentation", source.documentation),
                ("one_row_per", "" if source.rows_of is None else source.rows_of.text),
                ("file", source.file or ("" if source.rows_of else said("no_file", self.tell.language))),
                ("file_state", said("file_lacking", self.tell.language) if lacks and source.file else ""),
                ("columns", [self.tell.column(source, each) for each in source.columns]),
                ("omits", source.omits_text),
                ("header", self.tell.header(source)),
                ("coverage", years(source.coverage)),
                ("responsible", source.responsible),
                ("decimal", self.tell.sign(source.decimal) if source.decimal != "." else ""),
                ("thousands", self.tell.signs(source.thousands) if grouped_otherwise else ""),
                REST,
                ("read_by", self.tell.readers(key)),
                ("used_by", self.tell.users(key)),
                of=("source", source),
            ),
        )

    def beside(self, kind: str, thing: FollowedUp | Version) -> Description:
        """Describe something that is told beside figures: what is followed up, or a version."""
        named = attrs.asdict(thing, recurse=False)
        name = str(named.get("code") or named["name"])
        tell = self.tell
        facts = facts_of_version(thing, tell) if isinstance(thing, Version) else facts_of(thing, tell)
        return Description(kind, name, thing.title, entries(*facts, of=(kind, thing)))
