"""
Rows: read under a contract, and summed up.

The layer's promise: what does not keep the contract of its source is reported by file, row, column and
cell, never guessed at; no problem of one source stops another.
"""
