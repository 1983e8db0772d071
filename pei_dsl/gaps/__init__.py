"""
What is missing for a colour, exactly.

The layer's promise: the value that it names is the nearest one that suffices, or it says why there is none.
"""
