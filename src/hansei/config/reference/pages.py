"""Every page of the reference, by the name of its file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from hansei.config.reference import actions, commands, events, measures, rights, screens, settings

PAGES: Final[dict[str, Callable[[], str]]] = {
    "actions": actions.page,
    "commands": commands.page,
    "events": events.page,
    "measures": measures.page,
    "rights": rights.page,
    "screens": screens.page,
    "settings": settings.page,
}
