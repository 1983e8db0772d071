"""
What a result rests on, and whether it comes out again.

A result says what was asked, and has a hash of all that its figures follow from.  The same question asked of
the same plan and data gives the same bytes, on any machine.
"""
