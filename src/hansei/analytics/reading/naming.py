"""Names of columns: none twice, however a source writes them."""

from __future__ import annotations


def free_name(name: str, taken: set[str]) -> str:
    """The name, or with a number behind it where it is taken. `taken` holds lower case and learns the new one.

    Names that differ in case only are one name to DuckDB.

    >>> taken = {"key"}
    >>> free_name("Key", taken), free_name("KEY", taken), free_name("Team", taken)
    ('Key (2)', 'KEY (3)', 'Team')
    """
    candidate, count = name, 2
    while candidate.lower() in taken:
        candidate, count = f"{name} ({count})", count + 1
    taken.add(candidate.lower())
    return candidate
