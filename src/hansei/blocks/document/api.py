"""What rooms use of this block: `from hansei.blocks.document import api as document`."""

from hansei.blocks.document.description import (
    Bullets,
    Cell,
    Document,
    Drawing,
    Figures,
    Paragraph,
    Section,
    Signature,
    Signatures,
    Table,
)
from hansei.blocks.document.layouts import Layout, Place, Slot, TemplateKind, declare, layout_of
from hansei.blocks.document.rendering import FORMS, LANGUAGES, File, Make, answer, asked_for, body, rendered

__all__ = [
    "FORMS",
    "LANGUAGES",
    "Bullets",
    "Cell",
    "Document",
    "Drawing",
    "Figures",
    "File",
    "Layout",
    "Make",
    "Paragraph",
    "Place",
    "Section",
    "Signature",
    "Signatures",
    "Slot",
    "Table",
    "TemplateKind",
    "answer",
    "asked_for",
    "body",
    "declare",
    "layout_of",
    "rendered",
]
