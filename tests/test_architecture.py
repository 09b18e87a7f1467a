"""The rules a linter does not know. Each failure names the file, the line and the rule."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src/hansei"
ROOMS = PACKAGE / "rooms"
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
PUBLIC = {"actions", "queries", "events"}
READERS = {"queries", "views", "forms", "urls"}
BELOW_THE_VIEWS = {"actions", "queries", "models", "events", "followers"}
VAGUE_NAMES = {"utils", "util", "common", "manager", "managers", "helpers", "helper", "misc", "services", "mixins"}
LONGEST_FILE = 400


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository; outside a clone, every file of the package and the tests."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        ).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):
        return tuple(path for folder in ("src", "tests") for path in (ROOT / folder).rglob("*") if path.is_file())
    return tuple(ROOT / name for name in listed if name and (ROOT / name).is_file())


def product_modules() -> Iterator[Path]:
    """Python files of the product itself: neither tests nor migrations."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if not {"tests", "migrations"} & set(path.relative_to(PACKAGE).parts):
            yield path


def room_modules() -> Iterator[tuple[str, Path]]:
    for path in product_modules():
        if path.is_relative_to(ROOMS) and path.parent != ROOMS:
            yield path.relative_to(ROOMS).parts[0], path


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def runtime_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    typing_only = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.dump(block.test)
        for statement in block.body
        for node in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name


def test_rooms_meet_only_at_their_public_face() -> None:
    bad = []
    for room, path in room_modules():
        for line, target in runtime_imports(parsed(path)):
            parts = target.split(".")
            if parts[:2] != ["hansei", "rooms"] or len(parts) < 3 or parts[2] == room:
                continue
            if len(parts) < 4 or parts[3] not in PUBLIC:
                bad.append(f"{shown(path)}:{line} imports {target}; use its actions, queries or events")
    assert bad == []


def parts_of(path: Path) -> set[str]:
    """What a module is of its room: `queries`, as a file or as a folder of them."""
    return {path.stem, path.parent.name}


def test_only_actions_write() -> None:
    bad = [
        f"{shown(path)}:{node.lineno} calls .{node.func.attr}(); only actions write"
        for _, path in room_modules()
        if parts_of(path) & READERS
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in WRITES
        and any(word in ast.dump(node.func.value) for word in ("objects", "_default_manager"))
    ]
    assert bad == []


def test_no_signals_and_no_http_below_the_views() -> None:
    bad = []
    for _, path in room_modules():
        for line, target in runtime_imports(parsed(path)):
            if target.startswith(("django.db.models.signals", "django.dispatch")):
                bad.append(f"{shown(path)}:{line} uses Django signals; call it, or follow the event log")
            if target.startswith(("django.http", "django.shortcuts")) and parts_of(path) & BELOW_THE_VIEWS:
                bad.append(f"{shown(path)}:{line} knows the web; leave that to views.py")
    assert bad == []


def test_every_room_says_what_it_owns() -> None:
    bad = []
    for folder in sorted(path for path in ROOMS.iterdir() if (path / "__init__.py").exists() and path.name != "tests"):
        says = ast.get_docstring(parsed(folder / "__init__.py")) or ""
        if len(says.splitlines()) < 2:
            bad.append(f"{shown(folder)}/__init__.py: say in 3 to 6 lines what this room owns and what it does not")
    assert bad == []


def test_every_module_says_what_it_is_for() -> None:
    bad = [
        f"{shown(path)}: has no docstring"
        for path in product_modules()
        if path.name not in {"__init__.py", "__main__.py", "apps.py", "urls.py", "views.py", "forms.py", "admin.py"}
        and parsed(path).body
        and not ast.get_docstring(parsed(path))
    ]
    assert bad == []


def test_nothing_has_a_vague_name() -> None:
    bad = [shown(path) for path in product_modules() if VAGUE_NAMES & {path.stem, path.parent.name}]
    assert bad == []


def test_files_can_be_read_in_one_sitting() -> None:
    bad = [
        f"{shown(path)}: {lines} lines; make it a folder of the same name"
        for path in product_modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    ]
    assert bad == []


def test_no_module_catches_everything_but_at_the_outer_edge() -> None:
    """`except Exception` hides bugs; ruff's BLE finds it, and no comment may switch that off below the doors."""
    bad = [
        f"{shown(path)}:{number} switches BLE001 off; let a bug rise"
        for path in product_modules()
        if not path.is_relative_to(PACKAGE / "doors") and path.name not in {"loop.py", "followers.py", "jobs.py"}
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if "noqa" in line and "BLE001" in line
    ]
    assert bad == []


STYLE = re.compile(r"""<[a-z][^>]*\sstyle\s*=\s*["'{]""", re.IGNORECASE)
HANDLER = re.compile(r"""<[a-z][^>]*\s(?:on[a-z]+|hx-on[:\w-]*)\s*=\s*["'{]""", re.IGNORECASE)
INLINE = re.compile(r"<(?:style\b|script(?![^>]*\bsrc=)(?![^>]*\btype=[\"']application/json))", re.IGNORECASE)
# A file somebody opens alone, offline: it carries its styles with it and is served as a download only.
SELF_CONTAINED = {"report", "analyse"}


def test_templates_keep_the_content_security_policy() -> None:
    bad = []
    for path in sorted(PACKAGE.rglob("templates/**/*.html")):
        if SELF_CONTAINED & set(path.relative_to(PACKAGE).parts):
            continue
        text = path.read_text(encoding="utf-8")
        for rule, says in ((STYLE, "a style attribute"), (HANDLER, "an inline handler"), (INLINE, "an inline block")):
            for found in rule.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                bad.append(f"{shown(path)}:{line} has {says}; the policy refuses it")
    assert bad == []


def test_sentences_for_people_are_whole() -> None:
    """No f-string, no % and no .format inside a translation: translators need the sentence with named places."""
    bad = []
    for path in product_modules():
        for node in ast.walk(parsed(path)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            if node.func.id not in {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext"}:
                continue
            if isinstance(node.args[0], ast.JoinedStr | ast.BinOp | ast.Call):
                bad.append(f"{shown(path)}:{node.lineno} builds the sentence inside the translation")
    assert bad == []


# In pieces, so that this file passes its own test.
REGISTRIES = re.compile(
    "|".join(("registry" + r"\.npm", "pypi" + r"\.org", "files" + r"\.pythonhosted", "index" + "-url "))
)
MACHINES = re.compile("|".join(("/" + r"work/\w", "/" + r"home/\w", "/" + r"root/\w", "/" + "Users/")))
TEXTS = {
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".json",
    ".yaml",
    ".yml",
    ".html",
    ".css",
    ".js",
    ".mjs",
    ".sh",
    ".cfg",
    ".po",
    "",
}


def test_no_registry_address_and_no_machine_path_is_kept() -> None:
    bad = []
    for path in tracked():
        if path.suffix not in TEXTS or path.name == "LICENSE" or "vendor" in path.parts:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if found := REGISTRIES.search(line) or MACHINES.search(line):
                bad.append(f"{shown(path)}:{number} names {found.group()}")
    assert bad == []
