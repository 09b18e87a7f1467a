"""Set up and start: what `make run`, `make test` and `make wheel` do first.

Run by the system's own Python with nothing installed, so: standard library only, and syntax that an old Python can
still read far enough to say that it is too old. Each step leaves a stamp with the hash of what it was made from, and
is skipped while that has not changed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this file must be able to say so
    sys.stderr.write(
        "Hansei needs Python 3.11 or newer, and %s is %d.%d; install a newer one "  # noqa: UP031 - Python 2 reads it
        "(sudo apt-get install python3 python3-venv) or name it: make run SYSTEM_PYTHON=python3.12\n"
        % (sys.executable, sys.version_info[0], sys.version_info[1])
    )
    sys.exit(1)

import argparse
import hashlib
import importlib.util
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin/python"
STAMPS = VENV / "stamps"
REQUIREMENTS = ROOT / "requirements"
SYSTEM_CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"


class CannotSetUp(Exception):
    """Setting up stops here; the message is one sentence for a person."""


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["run", "test"])
    parser.add_argument("--port", type=int, default=8000)
    chosen = parser.parse_args()
    os.chdir(ROOT)
    try:
        return {"run": run, "test": prepare_tests}[chosen.what](chosen)
    except CannotSetUp as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped. What was finished is kept; the next start goes on from there.\n")
        return 130


def run(chosen):
    """Set up what is missing and become the server."""
    refuse_taken_port(chosen.port)
    refuse_read_only_folder()
    make_environment("base")
    build_assets()
    compile_messages()
    prepare_database()
    # The server takes this process's place: Ctrl-C and the exit code are its own.
    os.execve(PYTHON, [str(PYTHON), "-m", "hansei.doors.cli", "serve", "--port", str(chosen.port)], environment())


def prepare_tests(_):
    refuse_read_only_folder()
    make_environment("test")
    build_assets(for_tests=True)
    compile_messages()
    return 0


# What can be wrong before we begin


def refuse_taken_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CannotSetUp(
                f"Port {port} is in use; stop what uses it, or choose another: make run PORT={port + 1}"
            ) from None


def refuse_read_only_folder():
    try:
        STAMPS.parent.mkdir(exist_ok=True)
        probe = ROOT / ".venv" / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError:
        raise CannotSetUp(f"{ROOT} cannot be written to; clone Hansei into a folder of your own.") from None


def refuse_missing_venv():
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        package = "python{}.{}-venv".format(*sys.version_info[:2])
        raise CannotSetUp(f"Python's venv module is missing: sudo apt-get install {package}")


# The steps


def step(name, made_from, *, there=True):
    """Say whether the step must run: what it is made from has changed since its stamp, or what it makes is gone."""
    return not there or not stamp(name).exists() or stamp(name).read_text() != fingerprint(made_from)


def done(name, made_from):
    STAMPS.mkdir(parents=True, exist_ok=True)
    stamp(name).write_text(fingerprint(made_from))


def stamp(name):
    return STAMPS / name


def fingerprint(paths):
    """Hash the files' names and contents."""
    total = hashlib.sha256(sys.version.encode())
    for path in sorted(paths):
        total.update(str(path.relative_to(ROOT)).encode())
        total.update(path.read_bytes())
    return total.hexdigest()


def say(sentence):
    print(sentence, flush=True)


def environment():
    """Return the environment for our own commands: this tree, this virtual environment."""
    path = f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    # Behind a company's proxy only the system knows whom to trust; Node.js asks its own list alone.
    trusted = {"NODE_EXTRA_CA_CERTS": SYSTEM_CERTIFICATES} if Path(SYSTEM_CERTIFICATES).exists() else {}
    return {**trusted, **os.environ, "PATH": path, "PYTHONPATH": str(ROOT / "src"), "VIRTUAL_ENV": str(VENV)}


def call(command, failed, *, quiet=True):
    """Run a command; when it fails, show the end of what it said and stop with the sentence `failed`."""
    began = subprocess.run(
        [str(part) for part in command],
        env=environment(),
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    if began.returncode == 0:
        return
    if quiet:
        if looks_offline(began.stdout):
            raise CannotSetUp(f"{failed}: the package index cannot be reached; check the network, then repeat.")
        sys.stderr.write("\n".join(f"    {line}" for line in began.stdout.strip().splitlines()[-12:]) + "\n")
    raise CannotSetUp(f"{failed}; what it said stands above.")


def looks_offline(said):
    signs = (
        "Temporary failure in name resolution",
        "Name or service not known",
        "Network is unreachable",
        "Connection refused",
        "Failed to establish a new connection",
        "dns error",
        "client error (Connect)",
        "error sending request",
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ETIMEDOUT",
    )
    return any(sign in said for sign in signs)


def make_environment(which):
    """Create .venv and install the hash-locked requirements: `base`, or `test`, which holds base, too."""
    if step("environment", [], there=PYTHON.exists()):
        refuse_missing_venv()
        say("Creating the environment (.venv) …")
        shutil.rmtree(VENV, ignore_errors=True)
        call([sys.executable, "-m", "venv", VENV], "The environment could not be created")
        done("environment", [])
    tools = [REQUIREMENTS / "tools.txt"]
    if step("tools", tools):
        say("Installing the set-up tools …")
        call(
            [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", tools[0]],
            "The set-up tools could not be installed",
        )
        done("tools", tools)
    wanted = [REQUIREMENTS / f"{which}.txt"]
    if step(which, wanted):
        install(which, wanted[0])
        done(which, wanted)
    put_on_path()


def install(which, file):
    began = time.monotonic()
    say(f"Installing the requirements ({which}) …")
    call(
        [VENV / "bin/uv", "pip", "install", "-q", "--system-certs", "--python", PYTHON, "--require-hashes", "-r", file],
        "The requirements could not be installed",
    )
    say(f"  done in {time.monotonic() - began:.0f} s")


def put_on_path():
    """Give the environment the `hansei` command, running from this tree."""
    command = VENV / "bin/hansei"
    if not command.exists():
        site = next((VENV / "lib").glob("python3*/site-packages"))
        (site / "hansei.pth").write_text(f"{ROOT / 'src'}\n")
        command.write_text(f"#!{PYTHON}\nfrom hansei.doors.cli import main\n\nmain()\n")
        command.chmod(0o755)


def build_assets(*, for_tests=False):
    """Build the web assets: packages by lock file, then copies of their dist files."""
    made_from = [ROOT / name for name in ("package.json", "package-lock.json", "scripts/assets.py")]
    there = (ROOT / "src/hansei/ui/static/vendor/built").exists()
    name = "assets-tests" if for_tests else "assets"
    if not step(name, made_from, there=there):
        return
    say("Building the web assets …")
    more = ["--tests"] if for_tests else []
    call([PYTHON, "scripts/assets.py", *more], "The web assets could not be built")
    done(name, made_from)


def compile_messages():
    """Compile the languages: .po to .mo."""
    catalogues = sorted((ROOT / "src").rglob("locale/*/LC_MESSAGES/*.po"))
    there = all(path.with_suffix(".mo").exists() for path in catalogues)
    if step("messages", catalogues, there=there):
        say("Compiling the languages …")
        call([PYTHON, "scripts/messages.py"], "The languages could not be compiled")
        done("messages", catalogues)


def prepare_database():
    """Migrate, and create the demonstration organisation in an empty database."""
    command = [PYTHON, "-m", "hansei.doors.cli", "prepare", "--demonstration"]
    if subprocess.run([str(part) for part in command], env=environment(), stdin=subprocess.DEVNULL).returncode:
        raise CannotSetUp("The database could not be prepared; what it said stands above.")


if __name__ == "__main__":
    sys.exit(main())
