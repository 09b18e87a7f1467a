"""Every way to change goals, scorecards and outcomes."""

from hansei.rooms.goals.actions import contributions, nodes, outcomes, scorecards, starter

add = nodes.add
edit = nodes.edit
move = nodes.move
place = nodes.place
contribute = contributions.contribute
remove_contribution = contributions.remove
load_tree = starter.load_tree
load_scorecard = starter.load_scorecard
open_scorecard = scorecards.open_scorecard
edit_scorecard = scorecards.edit
move_scorecard = scorecards.move
note_outcome = outcomes.note
edit_outcome = outcomes.edit
move_outcome = outcomes.move
add_output = outcomes.add_output
remove_output = outcomes.remove_output
