"""What stops setting up is said in one sentence, before anything is half done."""

from __future__ import annotations

import ast
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A tree with what the script reads, so that it never touches this one."""
    for name in ("scripts", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def set_up(clone: Path, *arguments: str, before: str = "") -> subprocess.CompletedProcess[str]:
    """Run the script after some mischief; offline, so that it stops at the first download at the latest."""
    script = clone / "scripts/setup.py"
    code = (
        f"import sys, runpy\n{before}\nsys.argv = {[str(script), *arguments]!r}\n"
        f"runpy.run_path({str(script)!r}, run_name='__main__')"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=clone,
        env={"PATH": os.defpath, "HOME": str(clone), "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "1"},
        capture_output=True,
        text=True,
    )


def test_an_old_python_is_named_with_what_to_install(clone: Path) -> None:
    done = set_up(clone, "run", before="sys.version_info = (3, 9, 18, 'final', 0)")
    assert done.returncode == 1
    assert "Hansei needs Python 3.11 or newer" in done.stderr
    assert "is 3.9; install a newer one (sudo apt-get install python3 python3-venv)" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_old_python_can_read_the_script_far_enough() -> None:
    ast.parse((ROOT / "scripts/setup.py").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_a_missing_venv_module_is_named_with_its_package(clone: Path) -> None:
    hidden = (
        "import importlib.util as u; found = u.find_spec\n"
        "u.find_spec = lambda name, *rest: None if name == 'ensurepip' else found(name, *rest)"
    )
    done = set_up(clone, "test", before=hidden)
    assert done.returncode == 1
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert done.stderr == f"Python's venv module is missing: sudo apt-get install python{version}-venv\n"


def test_a_taken_port_is_named_before_anything_is_installed(clone: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = set_up(clone, "run", "--port", str(port))
    assert done.returncode == 1
    assert done.stderr.startswith(f"Port {port} is in use; stop what uses it, or choose another: make run PORT=")
    assert not (clone / ".venv").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_named(clone: Path) -> None:
    clone.chmod(0o555)
    done = set_up(clone, "test")
    clone.chmod(0o755)
    assert done.returncode == 1
    assert done.stderr == f"{clone} cannot be written to; clone Hansei into a folder of your own.\n"


@pytest.mark.slow
def test_without_a_network_one_sentence_says_so(clone: Path) -> None:
    done = set_up(clone, "test")
    assert done.returncode == 1
    assert done.stderr == (
        "The set-up tools could not be installed: "
        "the package index cannot be reached; check the network, then repeat.\n"
    )


def test_a_step_runs_again_only_when_what_it_is_made_from_changed(clone: Path) -> None:
    told = set_up(
        clone,
        "run",
        "--help",
        before=(
            "from importlib.machinery import SourceFileLoader\n"
            f"s = SourceFileLoader('setting_up', {str(clone / 'scripts/setup.py')!r}).load_module()\n"
            "file = s.REQUIREMENTS / 'base.txt'\n"
            "first = s.step('x', [file]); s.done('x', [file]); second = s.step('x', [file])\n"
            "file.write_text('changed'); third = s.step('x', [file]); gone = s.step('x', [], there=False)\n"
            "print(first, second, third, gone); sys.exit()"
        ),
    )
    assert told.stdout == "True False True True\n", told.stderr
