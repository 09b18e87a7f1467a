"""Settings from the environment, read once, with errors a person can act on."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit


class BadSetting(SystemExit):
    """A setting that cannot be used. Starting stops here, with one sentence and exit code 1."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"Hansei cannot start: {name} {problem}")


@dataclass(frozen=True)
class Setting:
    """One environment variable: its name, default, and what it means (the reference is made from these)."""

    name: str
    default: str
    says: str


SETTINGS: dict[str, Setting] = {
    each.name: each
    for each in (
        Setting("HANSEI_HOME", "var", "Folder for the embedded database, files and Parquet segments."),
        Setting(
            "HANSEI_DATABASE",
            "",
            "Database address: empty for SQLite under HANSEI_HOME, or postgresql://user:password@host:port/name.",
        ),
        Setting("HANSEI_SECRET_KEY", "", "Signing key. Empty: made once and kept in HANSEI_HOME/secret_key."),
        Setting("HANSEI_HOSTS", "127.0.0.1,localhost,[::1]", "Host names this installation answers to, by comma."),
        Setting("HANSEI_ORIGINS", "", "Origins allowed to post over HTTPS, by comma, e.g. https://desk.example.org."),
        Setting("HANSEI_HTTPS", "no", "yes: cookies only over HTTPS and strict transport security."),
        Setting("HANSEI_ZONE", "UTC", "Time zone where neither the person nor their browser says one (IANA name)."),
        Setting("HANSEI_LANGUAGE", "en", "Default language: en, zh-hans, zh-hant or ru."),
        Setting("HANSEI_ATTACHMENT_SIZE", "25MiB", "Largest file that may be attached to a record."),
        Setting("HANSEI_ENGINE_MEMORY", "1GB", "Memory DuckDB may use in each process."),
        Setting("HANSEI_ENGINE_THREADS", "2", "Threads DuckDB may use in each process."),
        Setting("HANSEI_DEBUG", "no", "yes: show tracebacks in the browser. Never on a machine others can reach."),
        Setting(
            "HANSEI_ADDRESS",
            "",
            "Address of this site as readers open it, for links in mail: https://desk.example.org/.",
        ),
        Setting("HANSEI_MAIL_HOST", "", "Mail server that takes outgoing mail. Empty: no mail is sent."),
        Setting("HANSEI_MAIL_PORT", "587", "Port of the mail server."),
        Setting("HANSEI_MAIL_USER", "", "Name to sign in with at the mail server; empty: without signing in."),
        Setting("HANSEI_MAIL_PASSWORD", "", "Password at the mail server."),
        Setting("HANSEI_MAIL_TLS", "starttls", "starttls, tls (from the first byte) or no."),
        Setting("HANSEI_MAIL_FROM", "", "Sender of outgoing mail; empty: hansei at the host of HANSEI_ADDRESS."),
        Setting(
            "HANSEI_LINK_DAYS", "400", "Days from sending for which the links of minutes and reports in mail open."
        ),
        Setting("HANSEI_HEALTH_TOKEN", "", "Bearer token with which a monitor reads the figures of /health.json."),
        Setting("HANSEI_LOG", "text", "Form of the log on standard error: text or json."),
        Setting("HANSEI_ACCOUNT", "", "Account (e-mail) with whose rights `hansei data` acts; empty: the system."),
        Setting("HANSEI_PASSWORD", "", "Password for `hansei account add` where nobody is there to be asked."),
    )
}


def read(name: str) -> str:
    """Return the setting's text, or its default."""
    return os.environ.get(name, SETTINGS[name].default).strip()


def read_bool(name: str) -> bool:
    text = read(name).lower()
    if text not in {"yes", "no", "true", "false", "1", "0"}:
        raise BadSetting(name, f"is “{text}”; write yes or no.")
    return text in {"yes", "true", "1"}


def read_int(name: str) -> int:
    text = read(name)
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise BadSetting(name, f"is “{text}”; write a whole number from 1.")
    return int(text)


def read_list(name: str) -> list[str]:
    return [part.strip() for part in read(name).split(",") if part.strip()]


def read_origins(name: str) -> list[str]:
    origins = read_list(name)
    for each in origins:
        if not re.fullmatch(r"https?://[^/\s]+", each):
            raise BadSetting(name, f"holds “{each}”; write scheme and host, e.g. https://desk.example.org.")
    return origins


def read_address(name: str) -> str:
    """Return the address with a slash at its end, or nothing."""
    text = read(name)
    if text and not re.fullmatch(r"https?://[^/\s]+(/\S*)?", text):
        raise BadSetting(name, f"is “{text}”; write scheme and host, e.g. https://desk.example.org/.")
    return f"{text.rstrip('/')}/" if text else ""


def read_memory(name: str) -> str:
    text = read(name)
    if not re.fullmatch(r"[1-9]\d{0,8}(\.\d+)? ?([KMGT]i?)B", text, re.ASCII):
        raise BadSetting(name, f"is “{text}”; write a size such as 500MB or 2GB.")
    return text


def read_size(name: str) -> int:
    """Return a size in bytes."""
    text = read_memory(name)
    number, unit = re.sub(r"[A-Za-z ]+$", "", text), text[-3:].strip()
    power = "KMGT".index(unit.lstrip("0123456789. ")[0]) + 1
    return int(float(number) * (1024 if "i" in unit else 1000) ** power)


def read_choice(name: str, choices: tuple[str, ...]) -> str:
    text = read(name)
    if text not in choices:
        raise BadSetting(name, f"is “{text}”; choose one of {', '.join(choices)}.")
    return text


DATABASE_FORM = "must read postgresql://user:password@host:port/name, or be empty."
SHORTEST_KEY = 20  # a key that can be guessed signs anybody in


def database(home: Path) -> dict[str, object]:
    """Return Django's DATABASES entry for HANSEI_DATABASE."""
    address = read("HANSEI_DATABASE")
    if not address:
        return sqlite(home / "hansei.sqlite3")
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise BadSetting("HANSEI_DATABASE", DATABASE_FORM) from None
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise BadSetting("HANSEI_DATABASE", DATABASE_FORM)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Compiling a query takes longer than any of ours runs.
        "OPTIONS": {"options": "-c timezone=UTC -c jit=off"},
    }


def sqlite(path: Path) -> dict[str, object]:
    """An embedded database in which "acknowledged is never lost" includes power: WAL, synchronous FULL."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        # A file in tests as in life: in memory, threads would not lock each other as they do there.
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                "PRAGMA secure_delete=ON; PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def read_secret(name: str) -> str:
    """Return a secret, or empty where none is set; refuse one that can be guessed."""
    given = read(name)
    if given and len(given) < SHORTEST_KEY:
        raise BadSetting(name, f"is too short; write {SHORTEST_KEY} characters or more, or none.")
    return given


def secret_key(home: Path) -> str:
    """Return HANSEI_SECRET_KEY, or the key kept under `home`, made on first use."""
    if given := read_secret("HANSEI_SECRET_KEY"):
        return given
    kept = home / "secret_key"
    try:
        found = kept.read_text().strip()
    except FileNotFoundError:
        return _make_secret_key(kept)
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting("HANSEI_HOME", f"holds {kept}, which cannot be read.") from error
    if len(found) < SHORTEST_KEY:
        raise BadSetting("HANSEI_HOME", f"holds {kept}, which is cut short; delete it and a new one is made.")
    return found


def _make_secret_key(kept: Path) -> str:
    import secrets

    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        # Two processes may start at once: only one creates the file, the other reads it.
        descriptor = os.open(kept, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return kept.read_text().strip()
    except OSError as error:
        raise BadSetting("HANSEI_HOME", f"names {kept.parent}, which cannot be written to.") from error
    with os.fdopen(descriptor, "w") as file:
        file.write(key := secrets.token_urlsafe(48))
    return key
