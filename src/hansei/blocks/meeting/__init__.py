"""Meeting: what every meeting has, whatever it is about.

A meeting belongs to a record of a room (a review, a forum), whose rights are its rights. The block keeps when and
where it is, who takes part and was there, the agenda, minutes written while it runs, what was agreed, and who has
acknowledged what changed. Actions that are not done are carried over to the next meeting of the same series and track.
"""
