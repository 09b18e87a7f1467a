"""The only writers of data sets, extracts and decisions on findings."""

from hansei.rooms.mining.actions.exports import export_data_set
from hansei.rooms.mining.actions.findings import (
    confirm_finding,
    dismiss_finding,
    open_names,
    open_ticket_names,
    reopen_finding,
    set_scan_settings,
)
from hansei.rooms.mining.actions.imports import discard_extract, finish_import, import_extract, upload_extract
from hansei.rooms.mining.actions.mapping import look_at_extract, map_extract, repair_extract, simulate_extract
from hansei.rooms.mining.actions.progress import cancel_work
from hansei.rooms.mining.actions.removal import finish_removal, remove_data_set

__all__ = [
    "cancel_work",
    "confirm_finding",
    "discard_extract",
    "dismiss_finding",
    "export_data_set",
    "finish_import",
    "finish_removal",
    "import_extract",
    "look_at_extract",
    "map_extract",
    "open_names",
    "open_ticket_names",
    "remove_data_set",
    "reopen_finding",
    "repair_extract",
    "set_scan_settings",
    "simulate_extract",
    "upload_extract",
]
