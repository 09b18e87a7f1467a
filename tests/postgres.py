"""Run a command beside a throw-away PostgreSQL: `python tests/postgres.py COMMAND…`.

The cluster lives in a temporary folder, listens on a free port of 127.0.0.1 only, and is removed afterwards. The
command finds its address in HANSEI_TEST_DATABASE. Standard library only, so that it also runs before anything is
installed.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PASSWORD = "throw-away"


def binaries() -> Path | None:
    """Return the folder with the newest initdb on this machine, or None."""
    known = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    if known:
        return known[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def owner() -> str | None:
    """Return the user the cluster must run as: initdb refuses root. None: ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise SystemExit("PostgreSQL refuses to run as root and this machine has no user postgres or nobody.")


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster and yield its address; stop and remove it in the end."""
    folder = binaries()
    if folder is None:
        raise SystemExit(
            "PostgreSQL's server programs are missing: install them (apt-get install postgresql), then repeat."
        )
    home = Path(tempfile.mkdtemp(prefix="hansei-postgres-", dir="/tmp"))
    user = owner()
    if user is not None:
        shutil.chown(home, user)
    port = free_port()
    _initialise(folder, home, user)
    server = _start(folder, home, user, port)
    try:
        _wait_until_ready(folder, home, user, port, server)
        yield f"postgresql://hansei:{PASSWORD}@127.0.0.1:{port}/postgres"
    finally:
        server.send_signal(signal.SIGINT)  # fast shutdown: clients are disconnected
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
        shutil.rmtree(home, ignore_errors=True)


def _initialise(folder: Path, home: Path, user: str | None) -> None:
    secret = home / "password"
    secret.write_text(PASSWORD)
    if user is not None:
        shutil.chown(secret, user)
    done = subprocess.run(
        [
            str(folder / "initdb"),
            f"--pgdata={home / 'data'}",
            "--username=hansei",
            f"--pwfile={secret}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        user=user,
        cwd=home,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        shutil.rmtree(home, ignore_errors=True)
        raise SystemExit(f"PostgreSQL could not make a cluster: {done.stderr.strip() or done.stdout.strip()}")


def _start(folder: Path, home: Path, user: str | None, port: int) -> subprocess.Popen[bytes]:
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": home,
        # Nothing here has to survive a power cut.
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": 60,
        "timezone": "UTC",
    }
    log = (home / "log").open("wb")
    return subprocess.Popen(
        [
            str(folder / "postgres"),
            "-D",
            str(home / "data"),
            *(f"--{name}={value}" for name, value in settings.items()),
        ],
        user=user,
        cwd=home,
        stdout=log,
        stderr=subprocess.STDOUT,
        # A group of its own: Ctrl-C must not end the cluster before the tests that use it.
        start_new_session=True,
    )


def _wait_until_ready(folder: Path, home: Path, user: str | None, port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        asked = subprocess.run(
            [str(folder / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port), "-t", "1"], user=user, cwd=home
        )
        if asked.returncode == 0:
            return
        try:
            server.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            continue
        break
    log = (home / "log").read_text(errors="replace").strip().splitlines()
    raise SystemExit(f"PostgreSQL did not start: {log[-1] if log else 'it said nothing'}")


def main() -> int:
    if len(sys.argv) < 2:
        raise SystemExit("usage: python tests/postgres.py COMMAND…")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is removed then, too
    with cluster() as address:
        return subprocess.run(sys.argv[1:], env={**os.environ, "HANSEI_TEST_DATABASE": address}).returncode


if __name__ == "__main__":
    sys.exit(main())
