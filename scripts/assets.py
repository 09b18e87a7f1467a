"""Build the web assets: install the locked packages, copy what pages load to src/hansei/ui/static/vendor/.

Standard library only. Node.js and npm come from the system when they are new enough, else from the locked wheel.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "src/hansei/ui/static/vendor"
OLDEST_NODE = 20

# what pages load <- where its package keeps it
FILES = {
    "alpine.min.js": "@alpinejs/csp/dist/cdn.min.js",
    "dagre.min.js": "@dagrejs/dagre/dist/dagre.min.js",
    "echarts.min.js": "echarts/dist/echarts.min.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "sortable.min.js": "sortablejs/Sortable.min.js",
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
}


def main() -> int:
    tests_too = "--tests" in sys.argv
    if not installed(tests_too):
        install(tests_too)
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, source in FILES.items():
        copy(MODULES / source, VENDOR / name)
    (VENDOR / "LICENSES.txt").write_text(licences(), encoding="utf-8")
    # Last: only a complete folder carries it.
    (VENDOR / "built").write_text("")
    return 0


def installed(tests_too: bool) -> bool:
    """Say whether node_modules already holds what the lock file says, and what the tests need where they ask for it."""
    marks = (MODULES / ".hansei-tests",) if tests_too else (MODULES / ".hansei-pages", MODULES / ".hansei-tests")
    lock = (ROOT / "package-lock.json").read_bytes()
    return any(mark.exists() and mark.read_bytes() == lock for mark in marks)


def install(tests_too: bool) -> None:
    npm, node = find_npm()
    path = f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    command = [npm, "ci", "--no-progress", *([] if tests_too else ["--omit=dev"])]
    if subprocess.run(command, cwd=ROOT, env={**os.environ, "PATH": path}).returncode:
        raise SystemExit("npm could not install the locked packages.")
    shutil.copy(ROOT / "package-lock.json", MODULES / (".hansei-tests" if tests_too else ".hansei-pages"))


def find_npm() -> tuple[str, str]:
    """Return npm and node of the system, or of the wheel, which is installed when it is not there yet."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node and major(node) >= OLDEST_NODE:
        return npm, node
    scripts = Path(sys.executable).parent
    if not (scripts / "npm").exists():
        print(f"No Node.js {OLDEST_NODE} with npm here: taking it from the locked wheel.")
        pip = [sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*pip, "-r", str(ROOT / "requirements/node.txt")], check=True)
    return str(scripts / "npm"), str(scripts / "node")


def major(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.", said)
    return int(found.group(1)) if found else 0


def copy(source: Path, target: Path) -> None:
    """Copy a file without the pointer to its source map, which is not shipped."""
    text = source.read_text(encoding="utf-8")
    target.write_text(re.sub(r"(//|/\*)# sourceMappingURL=\S+(\s*\*/)?\s*$", "", text), encoding="utf-8")


def licences() -> str:
    """Return the licence texts of every package that pages load from."""
    packages = {"/".join(source.split("/")[: 2 if source.startswith("@") else 1]) for source in FILES.values()}
    parts = []
    for package in sorted(packages):
        told = json.loads((MODULES / package / "package.json").read_text(encoding="utf-8"))
        parts.append(f"{package} {told['version']}: {told['license']}")
        for file in sorted((MODULES / package).glob("[LN][IO][CT][EI]*")):
            if file.is_file():
                text = file.read_text(encoding="utf-8", errors="replace")
                parts.append(f"{package} {file.name}\n{'=' * 60}\n{text}")
    return "\n\n".join(parts)


if __name__ == "__main__":
    sys.exit(main())
