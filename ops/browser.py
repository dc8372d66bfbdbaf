"""A Chromium for the browser tests: found on the machine, or installed where that is allowed."""

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = (["apt-get", "-qq", "update"], ["apt-get", "-qq", "-y", "--no-install-recommends", "install", "chromium"])


def browser(*, may_install: bool = True) -> tuple[str, str]:
    """The program's path and no reason, or nothing and the reason why there is none."""
    named = os.environ.get("GROUNDWORK_CHROMIUM")
    if named:
        return (named, "") if os.access(named, os.X_OK) else ("", f"GROUNDWORK_CHROMIUM names {named}: no program")
    found = next((path for name in NAMES if (path := shutil.which(name))), "")
    if found or not may_install:
        return found, "" if found else "no Chromium on this machine"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return "", "no Chromium on this machine: install it, or name one in GROUNDWORK_CHROMIUM"
    print("installing Chromium for the browser tests ...", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for argv in INSTALL:
        done = subprocess.run(argv, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            return "", f"Chromium could not be installed: {said}"
    found = shutil.which("chromium") or ""
    return found, "" if found else "the package chromium brought no program of that name"
