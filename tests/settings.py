"""The product's settings, in a folder of this test process alone."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

_home = tempfile.mkdtemp(prefix="hansei-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
# Never the developer's own installation.
os.environ["HANSEI_HOME"] = _home
_kept = {
    "HANSEI_CHROMIUM",
    "HANSEI_HOME",
    "HANSEI_PEER_PYTHON",
    "HANSEI_SHARED",
    "HANSEI_SPARK_PYTHON",
    "HANSEI_TEST_DATABASE",
}
for _name in [name for name in os.environ if name.startswith("HANSEI_") and name not in _kept]:
    del os.environ[_name]
os.environ["HANSEI_DATABASE"] = os.environ.get("HANSEI_TEST_DATABASE", "")

from hansei.config.settings import *  # noqa: E402, F403
from hansei.config.settings import DATABASES  # noqa: E402

_database: dict[str, Any] = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    # A file, as in production: the live server's threads open connections of their own.
    _database["TEST"] = {"NAME": str(Path(_home) / "test.sqlite3")}
    # Nothing here has to survive a power cut, and syncing would take most of the time.
    _database["OPTIONS"]["init_command"] = _database["OPTIONS"]["init_command"].replace("FULL", "OFF")

# A busy machine is slow: no test of a page sees it before its figures are there.
RESULT_WAIT_SECONDS = 60
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
