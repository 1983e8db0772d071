"""
One module for each lint: its check, under the module's own name, with what it declares of itself.

The promise: `registry` finds whatever stands here; the words and the case of each are on its page,
docs/diagnostics/PEInnn.md.
"""
