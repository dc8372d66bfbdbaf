"""Files under a passphrase: AES-256-GCM, with a key that scrypt makes slow to guess."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MARK = b"GROUNDWORK ARCHIVE 1\n"
SALT_BYTES, NONCE_BYTES, KEY_BYTES = 16, 12, 32
COST, BLOCK, LANES = 2**17, 8, 1  # 128 MB and about half a second a guess
SHORTEST = 12


class Locked(Exception):
    """A file that does not open, and why."""


def lock(content: bytes, passphrase: str) -> bytes:
    """The content, readable with the passphrase only; any change of it is noticed. Raises Locked when that is short."""
    if len(passphrase) < SHORTEST:
        raise Locked(f"the passphrase needs at least {SHORTEST} characters")
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    return MARK + salt + nonce + _cipher(passphrase, salt).encrypt(nonce, content, MARK)


def unlock(locked: bytes, passphrase: str) -> bytes:
    """What was locked. Raises Locked for another file, another passphrase, or a damaged one."""
    if not locked.startswith(MARK):
        raise Locked("this is no archive")
    salt, rest = locked[len(MARK) :][:SALT_BYTES], locked[len(MARK) + SALT_BYTES :]
    try:
        return _cipher(passphrase, salt).decrypt(rest[:NONCE_BYTES], rest[NONCE_BYTES:], MARK)
    except (InvalidTag, ValueError):
        raise Locked("the passphrase is another one, or the file is damaged") from None


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=KEY_BYTES, n=COST, r=BLOCK, p=LANES).derive(passphrase.encode()))
