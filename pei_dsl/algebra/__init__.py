"""
The algebra of values: exact arithmetic, roundings, functions, and what absence does to each.

The layer's promise: every operation is total.  It gives a value or an `Absence` with its reason, never
an exception and never a float, whatever it is given.
"""
