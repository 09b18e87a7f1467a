"""Every way to change the catalogue."""

from hansei.rooms.measures.actions import concerns, metrics, shipping

draft_metric = metrics.draft
edit_metric = metrics.edit
move_metric = metrics.move
set_formula = metrics.set_formula
note_concern = concerns.note
edit_concern = concerns.edit
move_concern = concerns.move
ship = shipping.ship
