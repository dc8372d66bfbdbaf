"""Private notes at rest: AES-GCM, bound to the row they belong to."""

import base64
import os
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12  # the size that AES-GCM is specified for


def seal(text: str, row: UUID) -> bytes:
    """Encrypt a note for one row; an empty note is empty bytes."""
    if not text:
        return b""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + _cipher().encrypt(nonce, text.encode(), row.bytes)


def unseal(sealed: bytes, row: UUID) -> str:
    """The note of this row; raises cryptography's InvalidTag when the bytes belong to another row or key."""
    if not sealed:
        return ""
    return _cipher().decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], row.bytes).decode()


def _cipher() -> AESGCM:
    return AESGCM(base64.b64decode(settings.NOTE_KEY))
