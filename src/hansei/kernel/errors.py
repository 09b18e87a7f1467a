"""Everything a person can be told "no" about. Doors turn these into pages, statuses, exit codes."""

from __future__ import annotations


class Refusal(Exception):
    """An action that may not happen. `code` is stable; the message says what to do next."""

    status = 409

    def __init__(self, code: str, message: str, **details: object) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return str(self.message)


class NotYet(Exception):
    """What was asked for is being computed: no refusal, it comes by itself. A door says so and asks again."""


class NotFound(Refusal):
    """There is no such record, or this person may not know that there is."""

    status = 404


class NotAllowed(Refusal):
    """The person lacks a right here."""

    status = 403


def lacks(right: str, **details: object) -> NotAllowed:
    """Return the refusal of somebody who does not hold a right; the log of accesses keeps which."""
    from django.utils.translation import gettext as _  # here: the command line knows refusals before it needs Django

    return NotAllowed(
        "right.missing",
        _("This needs the right “%(right)s”; ask an administrator for it.") % {"right": right},
        right=right,
        **details,
    )


class Outdated(Refusal):
    """Somebody changed the record since this person read it; the message says to compare, or to look again."""

    status = 412
