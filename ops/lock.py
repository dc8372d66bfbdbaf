"""The lock files: every package with its hashes, for all platforms, without any address of an index."""

import subprocess
from pathlib import Path

from ops.errors import Trouble
from ops.install import DEVELOPMENT_LOCK, RUNTIME_LOCK
from ops.places import Place


def lock(place: Place, arguments: list[str]) -> int:
    """[--upgrade]: write requirements.lock and requirements-dev.lock from pyproject.toml"""
    uv = place.venv / "bin" / "uv"
    if not uv.exists():
        raise Trouble("run ./dev check once first: it installs uv, which makes the lock files")
    options = ["--generate-hashes", "--universal", "--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    options += ["--no-header", "--python-version", "3.11", *arguments]
    base: list[str | Path] = [uv, "pip", "compile", "pyproject.toml", *options]
    _compile(place, [*base, "-o", RUNTIME_LOCK])
    # the same versions as the runtime lock, so that tests try what is deployed
    _compile(place, [*base, "--group", "dev", "-c", RUNTIME_LOCK, "-o", DEVELOPMENT_LOCK])
    print(f"wrote {RUNTIME_LOCK} and {DEVELOPMENT_LOCK}")
    return 0


def _compile(place: Place, argv: list[str | Path]) -> None:
    done = subprocess.run(argv, cwd=place.root, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Trouble(f"the lock could not be made: {said}")
