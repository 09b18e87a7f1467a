"""Sealing: what only the installation's key opens, and of which not even the length can be told."""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Iterator
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE: Final = 12
Said = dict[str, Any]


def seal(said: Said, size: int) -> bytes:
    """Return what was said, unreadable without the key and as long as everything else of this size."""
    text = json.dumps(said, ensure_ascii=False).encode()
    if len(text) > size:
        raise ValueError(f"{len(text)} bytes do not go into a ballot of {size}")
    [cipher, *_older] = _ciphers()
    nonce = secrets.token_bytes(NONCE)
    return nonce + cipher.encrypt(nonce, text.ljust(size), None)


def unseal(sealed: bytes) -> Said | None:
    """Return what was said; None where none of our keys opens it."""
    for cipher in _ciphers():
        try:
            text = cipher.decrypt(sealed[:NONCE], sealed[NONCE:], None)
        except (InvalidTag, ValueError):
            continue
        found: Said = json.loads(text)
        return found
    return None


def _ciphers() -> Iterator[AESGCM]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield AESGCM(hmac.digest(str(secret).encode(), b"hansei.ballot", "sha256"))
