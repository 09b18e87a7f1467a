"""Settings come from the environment, are documented, and a wrong one is named in one sentence."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hansei.config import environment

ROOT = Path(__file__).parents[4]


def test_no_setting_is_read_that_is_not_declared() -> None:
    """Only the settings and the commands read the environment, and only names that the reference explains."""
    read = set()
    for path in (ROOT / "src/hansei").rglob("*.py"):
        if "tests" not in path.parts:
            read |= set(re.findall(r"[\"'](HANSEI_[A-Z_]+)[\"']", path.read_text(encoding="utf-8")))
    assert read - set(environment.SETTINGS) == set()


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("HANSEI_DEBUG", "perhaps", "HANSEI_DEBUG is “perhaps”; write yes or no."),
        ("HANSEI_LANGUAGE", "tlh", "HANSEI_LANGUAGE is “tlh”; choose one of en, zh-hans, zh-hant, ru."),
        ("HANSEI_ZONE", "Mars/Base", "HANSEI_ZONE is “Mars/Base”; write an IANA name such as Europe/Berlin."),
        ("HANSEI_ENGINE_THREADS", "many", "HANSEI_ENGINE_THREADS is “many”; write a whole number from 1."),
        ("HANSEI_DATABASE", "mysql://x/y", "HANSEI_DATABASE must read postgresql://user:password@host:port/name"),
        ("HANSEI_HOME", "/proc/nowhere", "HANSEI_HOME names /proc/nowhere, which cannot be written to."),
        ("HANSEI_ZONE", "Europe", "HANSEI_ZONE is “Europe”; write an IANA name such as Europe/Berlin."),
        ("HANSEI_DATABASE", "postgresql://u@h:99999999/x", "HANSEI_DATABASE must read postgresql://user:password@host"),
        ("HANSEI_HOME", "/etc/passwd", "HANSEI_HOME holds /etc/passwd/secret_key, which cannot be read."),
        ("HANSEI_SECRET_KEY", "short", "HANSEI_SECRET_KEY is too short; write 20 characters or more, or none."),
        ("HANSEI_ENGINE_MEMORY", "1GB'; --", "HANSEI_ENGINE_MEMORY is “1GB'; --”; write a size such as 500MB or 2GB."),
        ("HANSEI_HOSTS", ",", "HANSEI_HOSTS names no host, so nobody could be answered."),
        ("HANSEI_ORIGINS", "desk.example.org", "HANSEI_ORIGINS holds “desk.example.org”; write scheme and host"),
        ("HANSEI_LOG", "xml", "HANSEI_LOG is “xml”; choose one of text, json."),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(tmp_path: Path, name: str, value: str, says: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import hansei.config.settings"],
        env={
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join(sys.path),
            "HANSEI_HOME": str(tmp_path),
            name: value,
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"Hansei cannot start: {says}")
    assert len(done.stderr.strip().splitlines()) == 1


def test_the_signing_key_is_made_once_and_kept_private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HANSEI_SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path / "new")
    assert environment.secret_key(tmp_path / "new") == first
    assert len(first) >= 50
    assert (tmp_path / "new/secret_key").stat().st_mode & 0o777 == 0o600
