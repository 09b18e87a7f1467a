"""What people fill in besides a record's own fields, one module a record."""

from hansei.rooms.improvement.forms.improvement import CloseForm, FindingForm, FreezeForm, MeasureForm, Versioned

__all__ = [
    "CloseForm",
    "FindingForm",
    "FreezeForm",
    "MeasureForm",
    "Versioned",
]
