"""Sealing: what only the installation's key opens, and of which not even the length can be told.

The standard library has no cipher, so one is made of two of its parts: SHAKE-256 of key and nonce is a stream that is
laid over the text, and HMAC-SHA-256 over both proves that nobody changed them (encrypt, then authenticate).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterator
from typing import Any, Final

from django.conf import settings

NONCE: Final = 32
TAG: Final = 32
Said = dict[str, Any]


def seal(said: Said, size: int) -> bytes:
    """Return what was said, unreadable without the key and as long as everything else of this size."""
    text = json.dumps(said, ensure_ascii=False).encode()
    if len(text) > size:
        raise ValueError(f"{len(text)} bytes do not go into a ballot of {size}")
    [key, *_older] = _keys()
    nonce = secrets.token_bytes(NONCE)
    hidden = _covered(text.ljust(size), key, nonce)
    return nonce + hidden + _tag(key, nonce + hidden)


def unseal(sealed: bytes) -> Said | None:
    """Return what was said; None where none of our keys opens it."""
    body, tag = sealed[:-TAG], sealed[-TAG:]
    for key in _keys():
        if hmac.compare_digest(_tag(key, body), tag):
            found: Said = json.loads(_covered(body[NONCE:], key, body[:NONCE]))
            return found
    return None


def _keys() -> Iterator[bytes]:
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield hmac.digest(str(secret).encode(), b"hansei.ballot", "sha256")


def _covered(text: bytes, key: bytes, nonce: bytes) -> bytes:
    stream = hashlib.shake_256(hmac.digest(key, b"cover", "sha256") + nonce).digest(len(text))
    return (int.from_bytes(text) ^ int.from_bytes(stream)).to_bytes(len(text))


def _tag(key: bytes, body: bytes) -> bytes:
    return hmac.digest(hmac.digest(key, b"tag", "sha256"), body, "sha256")
