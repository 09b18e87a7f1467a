"""The reference of rights: what each opens, who has it by a built-in role, which actions ask for it."""

from __future__ import annotations

from hansei.config.reference.text import MADE, table
from hansei.kernel.actions import ACTIONS
from hansei.kernel.people import BUILT_IN, gives
from hansei.kernel.rights import RIGHTS, UNDIVIDED
from hansei.ui.menu import ENTRIES

HEAD = f"""# Rights
A right is held through a role, somewhere: everywhere, in one organisation, service or team, or for what one asked for
oneself. What belongs to no organisation (data sets, reviews, accounts) is opened only by a right held *everywhere*.
Whoever lacks the right to see something is told that it is not there; an attempt is written to the access log.
Accounts with a built-in role are made by `hansei account add` ([commands](commands.md)).
{MADE}

"""


def page() -> str:
    """Return the page as Markdown."""
    columns = ["right", "lets a person", "must be held", *BUILT_IN, "menu", "actions that ask for it first"]
    return HEAD + table(columns, (_row(right) for right in RIGHTS))


def _row(right: str) -> list[str]:
    names = [f"`{each.name}`" for each in ACTIONS.values() if each.right == right]
    return [
        f"`{right}`",
        str(RIGHTS[right]),
        "everywhere" if right in UNDIVIDED else "where the record belongs",
        *("yes" if gives(role, right) else "" for role in BUILT_IN),
        ", ".join(str(entry.label) for entry in ENTRIES.values() if entry.right == right),
        ", ".join(names),
    ]
