"""Document: one description, drawn as a page, PDF, DOCX and XLSX, in any of the four languages.

A room describes a `Document` (sections of paragraphs, figures, tables, pictures and signatures) and asks for a form of
it. It owns the versions of its templates: texts and order of sections that an administrator writes. It owns no figures
and freezes nothing; rooms do.
Rooms use `hansei.blocks.document.api`.
"""
