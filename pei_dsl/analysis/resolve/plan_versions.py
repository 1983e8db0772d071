"""Versions of a plan, and acts that changed something in it, resolved."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence

import attrs

from pei_dsl import vocabulary
from pei_dsl.analysis.findings import Findings
from pei_dsl.analysis.resolve.beside_fields import head, one_period, written_day
from pei_dsl.analysis.resolve.fields import Fields, read_fields, require
from pei_dsl.analysis.resolve.named_codes import NamedCode, code_named, official
from pei_dsl.analysis.resolve.symbols import Symbols, kind_of
from pei_dsl.diagnostics import Label
from pei_dsl.diagnostics.catalogue import Parameter
from pei_dsl.diagnostics.finding import replace
from pei_dsl.diagnostics.suggestion import nearest
from pei_dsl.model.periods import Period
from pei_dsl.model.plan import Plan
from pei_dsl.model.versions import Amendment, Version
from pei_dsl.source import Span
from pei_dsl.syntax import tree


def with_versions(plan: Plan, symbols: Symbols, findings: Findings) -> Plan:
    """Return `plan` with its versions and with what acts changed; report what is wrong in them."""
    reader = _Reader(symbols, findings)
    versions = {name: reader.version(each) for name, each in symbols.versions.items()}
    reader.check_order(versions)
    amendments = tuple(reader.amendment(each) for each in symbols.amendments)
    reader.check_repeated(amendments)
    return attrs.evolve(plan, versions=versions, amendments=amendments)


@attrs.frozen
class _Reader:
    """Reads the declarations of one plan."""

    symbols: Symbols
    findings: Findings

    # ---- Versions

    def version(self, declaration: tree.Declaration) -> Version:
        fields = self._fields(declaration)
        day = written_day(fields, "date")
        return Version(
            **head(fields),
            date=day.start if day is not None else None,
            in_force=fields.periods("in_force"),
            replaces=self._replaced(fields),
            folder_written=_folder(fields),
            equivalents=self._equivalents(fields),
            folder=posixpath.dirname(fields.source.name),
        )

    def _replaced(self, fields: Fields) -> str:
        """Return the name of the version that is replaced; report one that is none."""
        value, name = fields.value("replaces", tree.Texts), fields.text("replaces")
        known = self.symbols.versions
        if value is not None and name and name not in known and not self.symbols.may_declare(name, "version"):
            fixes = tuple(replace(fields.source, value.span, each) for each in nearest(name, known))
            params = {"name": name}
            self.findings.add(
                fields.source, value.span, "PEI201", "version", params=params, note="here", fixes=fixes
            )
        return name

    def _equivalents(self, fields: Fields) -> dict[str, str]:
        """Return what codes of this plan are called in the version: `IND.02.OEI.01 = IND.01.OEI.02; …`."""
        value = fields.value("equivalents", tree.Texts)
        found: dict[str, str] = {}
        for start, end in _parts(fields.source.text, value.span, ";,\n") if value is not None else ():
            span = Span(start, end)
            sides = [*_parts(fields.source.text, span, "=")]
            if len(sides) != 2:
                self._say(fields, span, "", {"written": fields.source[span][:60]})
                continue
            ours, theirs = (official(fields, Span(*each)) for each in sides)
            own, other = kind_of(ours), kind_of(theirs)
            if not other:
                self._say(fields, Span(*sides[1]), "code", {"written": fields.source[Span(*sides[1])][:60]})
            elif own and own != other:
                params = {"first": ours, "second": theirs}
                self._say(fields, span, "kinds", params)
            elif not self._is_known(fields, NamedCode(ours, Span(*sides[0]))):
                continue
            elif found.setdefault(ours, theirs) != theirs:
                self._say(fields, span, "twice", {"code": ours, "first": found[ours]})
        return found

    def check_order(self, versions: Mapping[str, Version]) -> None:
        """Report versions that replace one another in a circle, each circle once."""
        told: set[str] = set()
        for name in versions:
            path = [name]
            while (following := versions[path[-1]].replaces) in versions and following not in path:
                path.append(following)
            if following in path and following not in told:
                told.update(path)
                fields = read_fields(self.symbols.versions[following], Findings())
                value = fields.value("replaces", tree.Texts)
                assert value is not None
                self._say(fields, value.span, "circle", {"name": following})

    # ---- Acts

    def amendment(self, declaration: tree.Declaration) -> Amendment:
        fields = self._fields(declaration)
        for name in ("field", "date"):
            require(fields, name)
        word, day, period = fields.word("field"), written_day(fields, "date"), one_period(fields)
        named = code_named(fields, "of")
        code = named.code if named is not None and self._is_known(fields, named) else ""
        is_sound = (
            word is not None
            and (named is None or bool(code))
            and self._has_field(fields, code, word.name, period)
        )
        before = fields.value("before", tree.Texts)
        written = fields.texts("before")
        about = head(fields)
        about.pop("name")
        return Amendment(
            **about,
            code=code,
            field=word.name if word is not None and is_sound else "",
            period=period,
            before="; ".join(written) if before is not None else None,
            date=day.start if day is not None else None,
            before_at=fields.place(before.span if before is not None else fields.declaration.header.span),
        )

    def _has_field(self, fields: Fields, code: str, name: str, period: Period | None) -> bool:
        """Tell whether the field can have been changed; report one that is not there, and a period amiss."""
        field = vocabulary.field_named(name)
        kind = self._kind(code)
        span = fields.single["field"].span
        params: dict[str, Parameter] = {"field": field.spanish, "code": code or "plan"}
        if kind not in field.of:
            owners = [vocabulary.DECLARATIONS.named(each).spanish for each in field.of]
            self._say(fields, span, "field", {**params, "owners": ", ".join(owners)})
        elif field.kind == "FIGURES" and period is None and "period" not in fields.single:
            self._say(fields, fields.declaration.header.span, "period", params)
        elif field.kind != "FIGURES" and period is not None:
            self._say(fields, fields.single["period"].span, "needless", params)
        else:
            return field.kind != "FIGURES" or period is not None
        return False

    def _kind(self, code: str) -> str:
        if not code:
            return "plan"
        declaration = self.symbols.indicators.get(code) or self.symbols.groups.get(code)
        return declaration.kind if declaration is not None else ""

    def check_repeated(self, amendments: Sequence[Amendment]) -> None:
        """Report two acts of one day that changed the same: which came first is not known."""
        first: dict[object, tree.Declaration] = {}
        for declaration, each in zip(self.symbols.amendments, amendments, strict=True):
            if not each.is_complete:
                continue
            other = first.setdefault((each.target, each.date), declaration)
            if other is not declaration:
                self.findings.add(
                    declaration.source,
                    declaration.header.span,
                    "PEI238",
                    "same_day",
                    note="second",
                    related=(Label(other.source, other.header.span, "first"),),
                )

    # ---- Both

    def _fields(self, declaration: tree.Declaration) -> Fields:
        """Return the fields of a declaration; report one without a title."""
        header = declaration.header
        if header.title is None and not declaration.broken:
            params = {"code": header.name or header.keyword}
            self.findings.add(declaration.source, header.span, "PEI121", "title", params=params, note="here")
        return read_fields(declaration, self.findings)

    def _is_known(self, fields: Fields, named: NamedCode) -> bool:
        """Tell whether the plan has what a code names; report one that it has not."""
        known = {**self.symbols.groups, **self.symbols.indicators}
        if named.code in known:
            return True
        if not self.symbols.may_declare(named.code, "objective", "action", "indicator"):
            fixes = tuple(replace(fields.source, named.span, each) for each in nearest(named.code, known))
            params = {"name": named.code}
            self.findings.add(
                fields.source, named.span, "PEI201", "code", params=params, note="here", fixes=fixes
            )
        return False

    def _say(self, fields: Fields, span: Span, variant: str, params: Mapping[str, Parameter]) -> None:
        self.findings.add(fields.source, span, "PEI238", variant, params=params, note="here")


def _parts(text: str, span: Span, separators: str) -> list[tuple[int, int]]:
    """Return where the parts of `span` between `separators` stand, without the blanks around them."""
    found, start = [], span.start
    for place in [*(at for at in range(*span) if text[at] in separators), span.end]:
        piece = text[start:place]
        if piece.strip():
            begin = start + len(piece) - len(piece.lstrip())
            found.append((begin, begin + len(piece.strip())))
        start = place + 1
    return found


def _folder(fields: Fields) -> str:
    """Return the folder of a version as it is written; report several, of which none would be read."""
    folders = fields.texts("folder")
    if len(folders) > 1:
        value = fields.value("folder", tree.Texts)
        assert value is not None
        fields.findings.add(fields.source, value.span, "PEI118", "one_folder", note="here")
    return folders[0] if folders else ""
