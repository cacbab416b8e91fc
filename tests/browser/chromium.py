"""Find the machine's Chromium, or a browser made from it."""

from __future__ import annotations

import os
import shutil
import sys

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
MACOS = ("Google Chrome", "Chromium", "Microsoft Edge")
WINDOWS = ("Google/Chrome", "Chromium", "Microsoft/Edge")
FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
NONE = (
    "No Chromium, Chrome or Edge was found. Install one (Debian: apt install chromium), "
    "or name one: CHROMIUM=/path/to/chrome nox -s browser."
)


def find_chromium() -> str | None:
    """The program that ``CHROMIUM`` names, or the first one on the path or in a usual place.

    Raises:
        FileNotFoundError: ``CHROMIUM`` names what is no file and no command.
    """
    if named := os.environ.get("CHROMIUM"):
        if found := shutil.which(named):
            return found
        raise FileNotFoundError(f"CHROMIUM={named}: there is no such program. Fix or unset it.")
    if found := next(filter(None, map(shutil.which, COMMANDS)), None):
        return found
    folders = [os.environ[name] for name in FOLDERS if name in os.environ]
    places = {
        "darwin": [f"/Applications/{name}.app/Contents/MacOS/{name}" for name in MACOS],
        "win32": [
            f"{folder}/{name}/Application/{'msedge' if 'Edge' in name else 'chrome'}.exe"
            for name in WINDOWS
            for folder in folders
        ],
    }
    return next(filter(os.path.isfile, places.get(sys.platform, ())), None)


if __name__ == "__main__":  # for the noxfile: the program, or why there is none
    try:
        found = find_chromium()
    except FileNotFoundError as error:
        sys.exit(str(error))
    print(found or sys.exit(NONE))
