"""
What a page says, in a language, without layout.

The layer's promise: a view holds sentences, names and figures ready to be laid out, and each is said in one
place, so that two formats cannot say different things.
"""
