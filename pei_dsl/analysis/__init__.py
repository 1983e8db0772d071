"""
From trees to the model: names, codes, types, units and periods are settled here.

The layer's promise: one cause gives one finding.  What could not be read or resolved stays out of the
model, and nothing more is said about what rests on it.
"""
