"""Reviews: packs for meetings with a customer and inside a team, filled from the measures of a data set.

Owns packs, their frozen figures and seals, comments on their sections, and the actions agreed in them. Does not own
the data sets and measures they are filled from (mining), or improvements (improvement).
"""
