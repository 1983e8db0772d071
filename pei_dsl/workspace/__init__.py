"""
The stages in order: texts → trees → plan → results.  The only layer that knows them all.

`loading` reads a folder or a text; `verbs` are what a host program calls.
"""
