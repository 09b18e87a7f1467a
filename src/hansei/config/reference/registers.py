"""What inputs and fields mean that come with every register: views, tags, files, custom fields, undo."""

from __future__ import annotations

from typing import Final

INPUTS: Final[dict[str, str]] = {
    "attachment": "The number of the file's use by this record.",
    "choices": "What may be chosen, a word each; a word that stays keeps its code.",
    "field": "The custom field's number.",
    "field.add.kind": "The record kind, e.g. `improvement`.",
    "field.add.names": "Language → name; one is enough.",
    "field.add.type": "`text`, `number`, `date`, `choice`, `yes_no` or `person`.",
    "field.change.names": "Language → name; one is enough.",
    "into": "The tag that stays and stands for both.",
    "is_pinned": "Whether it stands first in one's own list of views.",
    "is_retired": "Whether it is asked for and shown no more.",
    "is_shared": "Whether everybody who sees the register may use it.",
    "keeps": "What is kept of the list: filters, columns, order, shape; what the kind does not offer is left out.",
    "order": "Its place among the fields, the smallest first.",
    "path": "Path of the file, inside the folder for uploads; it is copied, not moved.",
    "record.attach.name": "What the file is called; folders and hidden signs are cut off.",
    "register.limit.kind": "The record kind, e.g. `improvement`.",
    "register.limit.most": "How many may be there at once, 1 to 999; 0: no limit.",
    "register.limit.seen": "The limit as the person saw it, 0 for none; another one by now is refused.",
    "register.limit.state": "The state's code, neither the first one nor an end.",
    "required_in": "States that a record enters only when the field is filled.",
    "tag": "The tag's number.",
    "trace": "The act's trace: what one person did at once has the same.",
    "values": "`custom.<number>` → value: a text, a number, an ISO day, a choice's code, yes or no, an account.",
    "view": "The saved view's number.",
    "view.change.name": "What it is called, in 1 to 80 characters.",
    "view.save.kind": "The record kind whose list it keeps, e.g. `improvement`.",
    "view.save.name": "What it is called, in 1 to 80 characters.",
    "words": "Free words; a word that is there already, in whatever case, is not made again.",
}

FIELDS: Final[dict[str, str]] = {
    "attachment": "The number of the file's use by this record.",
    "digest": "SHA-256 of the bytes.",
    "field_set.changed.field": "The custom field's number; in events of records it is called `custom.<number>`.",
    "field_set.changed.version": "The number of this version of the set.",
    "filters": "Name of the filter → code of what was chosen.",
    "is_pinned": "Whether it stands first in this person's list of views.",
    "is_retired": "Whether it is asked for and shown no more.",
    "is_shared": "Whether everybody may use it.",
    "record.attached.bytes": "Size of the file.",
    "records": "How many records had the tag that went.",
    "register.limit_set.now": "The limit by now; 0: none.",
    "register.limit_set.record_kind": "The record kind.",
    "register.limit_set.state": "The state that has the limit.",
    "register.limit_set.was": "The limit before; 0: none.",
    "shape": "How the records are seen: `list`, `board`, `calendar`, `matrix` or `timeline`.",
    "tag": "The tag's number.",
    "tag.merged.into": "The tag that stands for both.",
    "view": "The saved view's number.",
}
