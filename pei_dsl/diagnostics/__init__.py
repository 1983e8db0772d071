"""
Findings as data: what was found, where, and how to mend it.

The layer's promise: a `Diagnostic` holds codes, places and parameters, never
prose.  The prose lives in `catalogues/`, in Spanish and English; `text` and
`json` are siblings that render the same data.
"""

from __future__ import annotations

from pei_dsl.diagnostics.finding import Diagnostic, Edit, Fix, Label, Severity

__all__ = ["Diagnostic", "Edit", "Fix", "Label", "Severity"]
