"""
The model: a plan with every name, unit and period settled.

The layer's promise: if a `Plan` exists, it can be evaluated.  No unresolved name, no unknown type;
everything is an immutable value, and places are no part of equality.
"""
