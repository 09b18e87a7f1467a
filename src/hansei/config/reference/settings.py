"""The reference of settings, from `environment.SETTINGS`."""

from __future__ import annotations

from hansei.config.environment import SETTINGS
from hansei.config.reference.text import MADE, table

HEAD = f"""# Settings
Everything an installation may change is an environment variable. A value that cannot be used stops the start with one
sentence.
{MADE}

"""


def page() -> str:
    """Return the page as Markdown."""
    rows = ([f"`{each.name}`", f"`{each.default}`" if each.default else "", each.says] for each in SETTINGS.values())
    return HEAD + table(["name", "default", "meaning"], rows)
