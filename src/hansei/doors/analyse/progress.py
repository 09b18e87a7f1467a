"""Say on standard error what is being done; stay silent where nobody watches."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

Tell = Callable[[str], None]

# The steps of a run in order; the bar moves by what each took of a run over 120,000 rows.
STEPS = {
    "read": 18,
    "map": 10,
    "shape": 20,
    "quality": 6,
    "measure": 24,
    "find": 14,
    "write": 8,
}


def words(step: str) -> str:
    return {
        "read": _("Reading"),
        "map": _("Understanding the columns"),
        "shape": _("Putting cases and steps together"),
        "quality": _("Checking the data"),
        "measure": _("Measuring"),
        "find": _("Looking for what comes back"),
        "write": _("Writing"),
    }[step]


@contextmanager
def watched(*, quiet: bool) -> Iterator[Tell]:
    """Give a function to call with each step's name when it begins."""
    if quiet or not sys.stderr.isatty():
        yield lambda step: None
        return
    # Rich takes a tenth of a second to import; a run in a pipe does not pay it for this.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=sum(STEPS.values()))
        done = 0

        def tell(step: str) -> None:
            nonlocal done
            bar.update(task, description=words(step), completed=done)
            done += STEPS[step]

        yield tell
