"""
What the figures printed in a report contradict: the plan's calculation, or each other.

The layer's promise: a rounding is no contradiction, and what is called one was compared with exact bounds.
"""
