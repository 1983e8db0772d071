"""
Aggregates over many rows: computed where the rows are, exactly as `data.aggregates` defines them.

The layer's promise: an engine scans, compares, counts and adds, and nothing else.  What comes home is small
and exact; means, ratios and whatever an engine would round are computed here, with fractions.
"""
