"""What each column of a source means: inferred from names and values, shown, changed by a person, kept as YAML."""

from hansei.analytics.mapping.infer import infer
from hansei.analytics.mapping.model import (
    ColumnMapping,
    Mapping,
    MappingError,
    Problem,
    TableMapping,
    checked,
    from_yaml,
    refuse_unfit,
    to_yaml,
    without_samples,
)

__all__ = [
    "ColumnMapping",
    "Mapping",
    "MappingError",
    "Problem",
    "TableMapping",
    "checked",
    "from_yaml",
    "infer",
    "refuse_unfit",
    "to_yaml",
    "without_samples",
]
