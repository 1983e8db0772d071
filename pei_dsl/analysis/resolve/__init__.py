"""From the tree of a declaration to its part of the model: fields, names, units, formulas."""
