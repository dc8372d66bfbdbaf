"""Files under a passphrase: AES-256-GCM, with a key that scrypt makes slow to guess; written and read in blocks."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MARK = b"GROUNDWORK ARCHIVE 1\n"
SALT_BYTES, NONCE_BYTES, KEY_BYTES, TAG_BYTES = 16, 12, 32, 16
COST, BLOCK, LANES = 2**17, 8, 1  # 128 MB and about half a second a guess
SHORTEST = 12
AT_ONCE = 2**20  # bytes that are opened before they are written


class Locked(Exception):
    """A file that does not open, and why."""


class Lock:
    """A file to write to: what goes in comes out readable with the passphrase only, and any change of it is noticed.

    Nothing in the clear is kept or reaches the disk. Only the end makes it whole: a file that breaks off does not open.
    """

    def __init__(self, out: IO[bytes], passphrase: str) -> None:
        """Raises Locked where the passphrase is short."""
        if len(passphrase) < SHORTEST:
            raise Locked(f"the passphrase needs at least {SHORTEST} characters")
        salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
        self._out, self._cipher = out, _cipher(passphrase, salt, modes.GCM(nonce)).encryptor()
        self._cipher.authenticate_additional_data(MARK)
        out.write(MARK + salt + nonce)

    def write(self, content: bytes) -> int:
        """The next bytes."""
        self._out.write(self._cipher.update(content))
        return len(content)

    def flush(self) -> None:
        """Nothing waits here."""

    def end(self) -> None:
        """All is written."""
        self._out.write(self._cipher.finalize() + self._cipher.tag)


@contextmanager
def unlock(file: IO[bytes], passphrase: str) -> Iterator[IO[bytes]]:
    """What was locked, as a file without a name that is gone with the block.

    Nothing of it is given before all of it has proved to be what was written. Raises Locked for another file or
    passphrase, or a damaged one.
    """
    size = file.seek(0, os.SEEK_END) - len(MARK) - SALT_BYTES - NONCE_BYTES - TAG_BYTES
    file.seek(0)
    if file.read(len(MARK)) != MARK:
        raise Locked("this is no archive")
    with TemporaryFile() as found:
        try:
            _open(file, found, passphrase, max(0, size))
        except (InvalidTag, ValueError):
            raise Locked("the passphrase is another one, or the file is damaged") from None
        found.seek(0)
        yield found


def _open(file: IO[bytes], found: IO[bytes], passphrase: str, left: int) -> None:
    """Read so many locked bytes after the head into another file. Raises InvalidTag or ValueError."""
    salt, nonce = file.read(SALT_BYTES), file.read(NONCE_BYTES)
    cipher = _cipher(passphrase, salt, modes.GCM(nonce)).decryptor()
    cipher.authenticate_additional_data(MARK)
    while left and (block := file.read(min(AT_ONCE, left))):
        found.write(cipher.update(block))
        left -= len(block)
    cipher.finalize_with_tag(file.read())


def _cipher(passphrase: str, salt: bytes, mode: modes.GCM) -> "Cipher[modes.GCM]":
    key = Scrypt(salt=salt, length=KEY_BYTES, n=COST, r=BLOCK, p=LANES).derive(passphrase.encode())
    return Cipher(algorithms.AES(key), mode)
