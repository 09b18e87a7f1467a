"""Write a run's files whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from hansei.analytics.whole import whole


class CannotWrite(Exception):
    """A file we were asked to write cannot be written. The message says which and what to do."""


def refuse_inputs(outputs: Sequence[Path], inputs: Sequence[Path]) -> None:
    """Refuse outputs that would replace an input, replace each other, or have no folder to go to."""
    taken = {path.resolve() for path in inputs}
    for path in outputs:
        if path.resolve() in taken:
            raise CannotWrite(f"{path} is read or written already by this run; choose another name for the output.")
        taken.add(path.resolve())
        if path.is_dir():
            raise CannotWrite(f"{path} is a folder; give the name of a file in it.")
        if not path.resolve().parent.is_dir():
            raise CannotWrite(f"The folder of {path} does not exist; create it first.")
        if not os.access(path.resolve().parent, os.W_OK):
            raise CannotWrite(f"The folder of {path} may not be written; choose another one.")


@contextmanager
def all_whole(paths: Sequence[Path]) -> Iterator[dict[Path, Path]]:
    """Give a temporary file beside each path; when the block succeeds all of them take their places.

    When it fails, the temporary files go and what stood there before stays as it was.
    """
    try:
        with ExitStack() as stack:
            yield {path: stack.enter_context(whole(path)) for path in paths}
    except OSError as error:
        raise CannotWrite(f"The output could not be written: {error.strerror or error}.") from error
