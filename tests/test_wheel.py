"""The built wheel is complete: installed alone, far from the repository, it serves its pages."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    # The languages may not be compiled yet where only the tests were set up.
    subprocess.run([sys.executable, "scripts/messages.py"], cwd=ROOT, check=True)
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that holds the wheel and its locked requirements; returns its bin folder."""
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    assert uv, "uv is missing: `make test-slow` installs it"
    pip = [uv, "pip", "install", "-q", "--system-certs", "--python", str(folder / "bin/python")]
    subprocess.run([*pip, "--require-hashes", "-r", str(ROOT / "requirements/base.txt")], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    return folder / "bin"


def hansei(installed: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(installed / "hansei"), *arguments],
        cwd=home,
        env={"PATH": os.defpath, "HOME": str(home)},
        capture_output=True,
        text=True,
    )


def test_the_wheel_holds_assets_templates_languages_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "hansei/ui/static/vendor/htmx.min.js" in names
    assert "hansei/ui/static/vendor/tabler.min.css" in names
    assert "hansei/ui/static/vendor/LICENSES.txt" in names
    assert "hansei/ui/templates/ui/base.html" in names
    catalogues = [path.relative_to(ROOT / "src") for path in (ROOT / "src").rglob("LC_MESSAGES/*.po")]
    assert [path for path in catalogues if str(path.with_suffix(".mo")) not in names] == []
    assert [name for name in names if "/tests/" in name] == []
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_an_installed_wheel_serves_its_pages(installed: Path, tmp_path: Path) -> None:
    import hansei as package

    assert hansei(installed, tmp_path, "--version").stdout == f"hansei {package.__version__}\n"
    refused = hansei(installed, tmp_path, "serve", "--port", str(free_port()))
    assert refused.returncode == 1
    assert "run `hansei migrate` first" in refused.stderr

    migrated = hansei(installed, tmp_path, "migrate")
    assert migrated.returncode == 0, migrated.stderr
    assert (tmp_path / "var/hansei.sqlite3").exists()
    assert hansei(installed, tmp_path, "check").stdout == "Nothing is wrong.\n"

    port = free_port()
    server = subprocess.Popen(
        [str(installed / "hansei"), "serve", "--port", str(port)],
        cwd=tmp_path,
        env={"PATH": os.defpath, "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        page = fetch(f"http://127.0.0.1:{port}/sign-in/", server)
        assert "<form" in page
        assert "--tblr" in fetch(f"http://127.0.0.1:{port}/static/vendor/tabler.min.css", server)
    finally:
        server.terminate()
        said, _ = server.communicate(timeout=20)
    assert f"Hansei answers at http://127.0.0.1:{port}" in said
    assert server.returncode == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fetch(address: str, server: subprocess.Popen[str]) -> str:
    for _ in range(150):
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return str(answer.read().decode())
        except ConnectionRefusedError:
            time.sleep(0.1)
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            time.sleep(0.1)
    raise AssertionError(f"{address} did not answer")
