"""The pages of docs/reference, made from what the code declares: `make reference` writes them.

A page names everything of its kind, and what has no meaning in words stops it: so nothing goes undocumented.
"""
