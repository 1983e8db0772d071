"""How the site is built: `python3 dev.py docs` makes all pages into one, with warnings as errors."""

from __future__ import annotations

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

import pei_dsl
from pei_dsl.renderers.highlighting import PeiLexer

project = "pei_dsl"
author = "The pei_dsl authors"
release = version = pei_dsl.__version__
language = "en"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
html_theme = "furo"
html_title = f"pei_dsl {release}"
# The pages stand where people look for them, so that links between them are the same here and there.
root_doc = "docs/site/index"
include_patterns = [
    "docs/**",
    "README.md",
    "CHANGELOG.md",
    "grammar/README.md",
    "specs/**/README.md",
    "tests/conformance/README.md",
]
exclude_patterns = ["docs/conf.py"]

myst_heading_anchors = 4
default_role = "code"
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
autodoc_preserve_defaults = True
napoleon_google_docstring = True
napoleon_use_ivar = True
python_use_unqualified_type_names = True
suppress_warnings = [
    "myst.header",  # a page of a message begins below its title
    "myst.xref_missing",  # links to files that are no pages; tests/test_docs.py follows every link
    "misc.highlighting_failure",  # a fence may leave out lines, with …
]

# What fences hold beside languages that Pygments knows: tests/test_docs.py says what each is.
_FENCES = ("archivo", "diagnostics", "hoja", "nd", "values", "variable", "xlsx")


def setup(app: Sphinx) -> None:
    """Show plans in colours, and other fences of our own as plain text."""
    for name in _FENCES:
        app.add_lexer(name, TextLexer)
    for name in ("pei", "formatted"):
        app.add_lexer(name, PeiLexer)
