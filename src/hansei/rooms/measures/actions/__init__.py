"""Every way to change the catalogue."""

from hansei.rooms.measures.actions import (
    appraising,
    collecting,
    concerns,
    dashboards,
    desk,
    information,
    metrics,
    points,
    shipping,
    values,
    watching,
)

draft_metric = metrics.draft
edit_metric = metrics.edit
move_metric = metrics.move
set_formula = metrics.set_formula
note_concern = concerns.note
edit_concern = concerns.edit
move_concern = concerns.move
ship = shipping.ship
enter_values = values.enter_values
plan_collection = collecting.plan
edit_collection = collecting.edit
move_collection = collecting.move
note_failure = collecting.note_failure
tick_points = points.tick_points
change_points = points.change_points
note_signal = watching.note
edit_signal = watching.edit
find_signal = watching.find
act_on_signal = watching.act_on
dismiss_signal = watching.dismiss
lapse_signal = watching.lapse
move_signal = watching.move
set_desk = desk.set_desk
check_information = information.check
ask_appraisal = appraising.ask
approve_appraisal = appraising.approve
refuse_appraisal = appraising.refuse
draft_dashboard = dashboards.draft
edit_dashboard = dashboards.edit
move_dashboard = dashboards.move
share_dashboard = dashboards.share
stop_sharing_dashboard = dashboards.stop_sharing
count_view = dashboards.count_view
