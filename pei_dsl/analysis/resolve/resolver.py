"""Formulas: from what is written to what is meant, with the type of every part."""

from __future__ import annotations

import attrs

from pei_dsl.analysis.resolve import memberships, operators, references
from pei_dsl.analysis.resolve.calls import call
from pei_dsl.analysis.resolve.own_figures import goal_in
from pei_dsl.analysis.resolve.resolution import Resolution, Scope
from pei_dsl.analysis.resolve.typed import BOOLEAN, NUMBER, TEXT, Typed, unknown
from pei_dsl.model import expressions as m
from pei_dsl.syntax import tree


@attrs.define
class Resolver(Resolution):
    """Turns trees into model expressions."""

    def resolve(self, node: tree.Expression, scope: Scope) -> Typed:
        """Return what `node` means in `scope`; report what is wrong in it."""
        match node:
            case tree.Number(value=value, percent=percent):
                return Typed(m.Number(value, percent, span=node.span), NUMBER, "percent" if percent else "")
            case tree.Text(value=text):
                return Typed(m.Text(text, span=node.span), TEXT)
            case tree.Date():
                return operators.date(self, node, scope)
            case tree.Name():
                return references.name(self, node, scope)
            case tree.Code():
                return references.code(self, node, scope)
            case tree.GoalIn():
                return goal_in(self, node, scope)
            case tree.Call():
                return call(self, node, scope)
            case tree.Sign():
                return operators.sign(self, node, scope)
            case tree.Chain():
                return operators.chain(self, node, scope)
            case tree.Power():
                base = self.expect(node.base, scope, NUMBER)
                exponent = self.expect(node.exponent, scope, NUMBER)
                return Typed(m.Power(base.node, exponent.node, span=node.span), NUMBER)
            case tree.Comparison():
                return operators.comparison(self, node, scope)
            case tree.Membership():
                return memberships.membership(self, node, scope)
            case tree.Negation():
                operand = self.expect(node.operand, scope, BOOLEAN)
                return Typed(m.Not(operand.node, span=node.span), BOOLEAN)
            case tree.Logic():
                operands = tuple(self.expect(each, scope, BOOLEAN).node for each in node.operands)
                return Typed(m.Logic(node.operator, operands, span=node.span), BOOLEAN)
            case tree.Group():
                return self.resolve(node.expression, scope)
            case tree.Range():
                return unknown(node.span)  # it stands in a list, which resolves its ends
            case tree.Hole() | tree.Broken():
                return unknown(node.span)
