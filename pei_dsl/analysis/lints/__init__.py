"""
Warnings: what a plan may say, and what planners nearly always say by mistake.

The layer's promise: a lint is a function from a `Subject` to findings; it changes nothing, never raises, and
each finding points into the plan's texts, so that a comment there can silence it.
"""
