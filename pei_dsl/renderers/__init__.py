"""
Results for people and programs: table, Markdown, CSV, JSON, and the hand calculation.

The layer's promise: renderers only show.  No figure is computed here, and the symbol and the word always
stand beside a colour.
"""
