"""What each web worker of `hansei serve` loads: the application, and how the worker ends.

A worker leaves the terminal's process group: Ctrl-C reaches the parent alone, which then ends its workers one by one.
Told twice, by the terminal and by the parent, a worker would hang until it is killed.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

from django.core.wsgi import get_wsgi_application

END_WITH_PARENT = 1  # PR_SET_PDEATHSIG

os.setpgid(0, 0)
if sys.platform == "linux":
    # Without it, workers would keep the port when the parent is killed.
    ctypes.CDLL(None).prctl(END_WITH_PARENT, signal.SIGTERM)

application = get_wsgi_application()
