"""
Changes of a plan as values: a field, a figure, a title, a declaration, made as edits of its text.

The layer's promise: what a change is not about stays to the character, comments, order and form included;
making it and taking it back gives the same text; and what cannot be done so is refused, with its reason.
"""
