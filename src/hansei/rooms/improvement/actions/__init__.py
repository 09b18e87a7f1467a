"""Every way to change what this room owns, one module a record. Only these write."""

from hansei.rooms.improvement.actions.improvement import (
    Fields,
    choose_measure,
    close,
    edit,
    freeze_baseline,
    from_finding,
    move,
    propose,
    verify,
)

__all__ = [
    "Fields",
    "choose_measure",
    "close",
    "edit",
    "freeze_baseline",
    "from_finding",
    "move",
    "propose",
    "verify",
]
