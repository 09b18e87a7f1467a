"""The rights of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hansei.kernel import rights

SEE = rights.declare("mining.see", _("See data sets, measures and findings"), undivided=True)
IMPORT = rights.declare("mining.import", _("Import and remove data sets"), undivided=True)
EXPORT = rights.declare("mining.export", _("Take data sets out, with the names of people in them"), undivided=True)
NAMES = rights.declare("mining.names", _("See people in findings"), undivided=True)
COSTS = rights.declare("mining.costs", _("See what findings cost in money"), undivided=True)
DECIDE = rights.declare("mining.decide", _("Confirm and dismiss findings"), undivided=True)
