"""
From texts to trees: blocks, the grammar, one finding per mistake, and back to text.

The layer's promise: parsing never fails.  Whatever the text, there is a tree of all that can be read, and
every character of the text belongs to one of its parts.  Only this layer knows Lark.
"""
