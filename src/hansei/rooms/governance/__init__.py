"""Governance: who decides what, what was decided, and which risks stand over everything that is done.

Owns deputies too: who acts for somebody that is away, in what, from when until when. They stand here, on the lowest
floor that decides anything, and not in the kernel: all that a deputy does is a decision, or a check that must be
independent of the work, and whatever asks for either asks this room already. Seeing and working stay one's own rights,
so the floors below need no deputies; a backup for somebody's post is staffing, not this.

Owns risks with their scores and escalations, the appetite for risk, the matrix of decision rights with who holds
which role, and the decision log. Does not own what is decided about: an upper room asks who decides, and says what was
decided.
"""
