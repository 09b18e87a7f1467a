"""The names under which formats and databases declare a type."""

from __future__ import annotations

from typing import Final

_TYPES: Final = {
    "integer": "integer",
    "int": "integer",
    "bigint": "integer",
    "float": "float",
    "double": "float",
    "real": "float",
    "numeric": "float",
    "decimal": "float",
    "boolean": "boolean",
    "bool": "boolean",
    "time": "time",
    "date": "time",
    "datetime": "time",
    "timestamp": "time",
}


def declared_type(name: str | None) -> str:
    """A type of `log.OBJECT_VALUES`; what is not known is text.

    >>> declared_type("TIMESTAMP"), declared_type("VARCHAR(20)")
    ('time', 'string')
    """
    return _TYPES.get((name or "").split("(")[0].strip().lower(), "string")
