"""
What a plan declares beside figures, held against them: what is open, overdue, unsupported, unexplained.

The layer's promise: none of it changes a figure, and nothing is called missing that the plan does not owe.
"""
