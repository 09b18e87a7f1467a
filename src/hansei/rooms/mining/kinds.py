"""The rights of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hansei.kernel import rights

SEE = rights.declare("mining.see", _("See data sets, measures and findings"))
IMPORT = rights.declare("mining.import", _("Import and remove data sets"))
EXPORT = rights.declare("mining.export", _("Take data sets out, with the names of people in them"))
NAMES = rights.declare("mining.names", _("See people in findings"))
DECIDE = rights.declare("mining.decide", _("Confirm and dismiss findings"))
