"""What people may do in this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hansei.kernel import rights

SEE = rights.declare("improvement.see", _("See and propose improvements"))
WORK = rights.declare("improvement.work", _("Work on improvements"))
CULTURE = rights.declare("improvement.names", _("See whom improvements depend on"))
