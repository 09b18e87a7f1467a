"""What people may do in this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hansei.kernel import rights

SEE = rights.declare("improvement.see", _("See and propose improvements"))
RANK = rights.declare("ranking.work", _("Rank improvements"), undivided=True)
WORK = rights.declare("improvement.work", _("Work on improvements"))
# Teams, their hours and the staff belong to no organisation, service or team of a record.
CULTURE = rights.declare("culture.see", _("See the culture of improving: teams, hours, thanks"), undivided=True)
RESERVE = rights.declare("culture.work", _("Note hours set aside for improving"), undivided=True)
DEPENDENCE = rights.declare("culture.names", _("See whom improvements depend on"), undivided=True)
