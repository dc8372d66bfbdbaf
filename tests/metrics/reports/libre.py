"""LibreOffice as a reader that is not ours."""

import shutil
import subprocess
from pathlib import Path

import pytest


def converted(content: bytes, name: str, ending: str, folder: Path) -> bytes:
    """A file as LibreOffice reads it and writes it again; the test is left out where there is no LibreOffice."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("no LibreOffice here")
    source = folder / name
    source.write_bytes(content)
    home = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    argv = [program, home, "--headless", "--convert-to", ending, "--outdir", str(folder), str(source)]
    subprocess.run(argv, check=True, capture_output=True, timeout=120)
    return source.with_suffix(f".{ending}").read_bytes()
