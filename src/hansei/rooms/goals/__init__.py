"""Goals: what all the work is for, from the business purpose down to the metrics that show it, and back up.

Owns goal nodes with what contributes to what, scorecards as one view of them, and outcomes with the outputs that
brought them about. Does not own metrics and their values (measures), nor the improvements that serve a goal: these are
linked.
"""
