"""
From the model and rows to results: the reference evaluator, which defines the language.

The layer's promise: evaluation is total.  Every figure is exact, or an absence with its reason; nothing is
rounded but where the methodology says so, and every rounding can be shown.
"""
