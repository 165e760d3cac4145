"""Sees to it that the tests find a Chromium: says where it is, installs it as root, or says how."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGES = ("chromium", "fonts-dejavu-core")
NAMES = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """0, also where there is none and it cannot be installed: only the tests in a browser need it."""
    named = os.environ.get("CHROMIUM", "")
    if found := next((path for name in (named, *NAMES) if name and (path := shutil.which(name))), None):
        print(f"Chromium is {found}")
        return 0
    if os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"No Chromium was found; installing it: apt-get install -y {' '.join(PACKAGES)}", flush=True)
        quiet = {"check": False, "stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        if subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES], **quiet).returncode == 0:
            return 0
    print("No Chromium was found. Install it (Debian: sudo apt-get install chromium), or name one in CHROMIUM.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
