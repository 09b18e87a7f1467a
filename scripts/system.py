"""Make sure that programs of the system are there: `python scripts/system.py chromium postgresql …`.

What is missing is installed with apt where that is allowed (root), otherwise named with the command that installs it.
Nothing is skipped silently. Standard library only.
"""

from __future__ import annotations

import ctypes.util
import glob
import os
import shutil
import subprocess
import sys


def _program(*names: str) -> bool:
    return any(shutil.which(name) for name in names)


# name -> (is it there?, apt packages, what needs it)
PARTS = {
    "chromium": (
        lambda: (
            bool(os.environ.get("HANSEI_CHROMIUM"))
            or _program(
                "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"
            )
        ),
        ["chromium"],
        "the browser tests",
    ),
    "postgresql": (
        lambda: bool(glob.glob("/usr/lib/postgresql/*/bin/initdb")) or _program("initdb"),
        ["postgresql"],
        "the tests on PostgreSQL",
    ),
    "pango": (
        lambda: bool(ctypes.util.find_library("pango-1.0") and ctypes.util.find_library("pangoft2-1.0")),
        ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"],
        "PDF files",
    ),
    "java": (lambda: _program("java"), ["openjdk-17-jre-headless"], "the tests on Spark"),
    "fonts": (
        lambda: (
            "CJK" in subprocess.run(["fc-list"], capture_output=True, text=True).stdout
            if _program("fc-list")
            else False
        ),
        ["fontconfig", "fonts-noto-cjk", "fonts-dejavu-core"],
        "pictures and PDF files in Chinese",
    ),
}


def install(packages: list[str]) -> bool:
    """Install with apt; True when that worked."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    print(f"Installing {' '.join(packages)} …", flush=True)
    if subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0:
        return True
    # Lists of packages are often absent in a fresh machine's image.
    subprocess.run(["apt-get", "update"], env=quiet, stdout=subprocess.DEVNULL)
    return subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL).returncode == 0


def main(names: list[str]) -> int:
    missing = [name for name in names if not PARTS[name][0]()]
    packages = [package for name in missing for package in PARTS[name][1]]
    if packages:
        install(packages)
    still = [name for name in missing if not PARTS[name][0]()]
    for name in still:
        _, wanted, purpose = PARTS[name]
        print(f"{name} is missing, and {purpose} need it: sudo apt-get install {' '.join(wanted)}", file=sys.stderr)
    return 1 if still else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
