"""Governance: who decides what, what was decided, and which risks stand over everything that is done.

Owns risks with their scores and escalations, the appetite for risk, the matrix of decision rights with who holds
which role, and the decision log. Does not own what is decided about: an upper room asks who decides, and says what was
decided.
"""
