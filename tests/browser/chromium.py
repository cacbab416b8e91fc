"""Find the machine's Chromium, or a browser made from it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "win32": (
        "Google/Chrome/Application/chrome.exe",
        "Chromium/Application/chrome.exe",
        "Microsoft/Edge/Application/msedge.exe",
    ),
}
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
        raise FileNotFoundError(f"CHROMIUM={named}: there is no such program. Mend or unset it.")
    for command in COMMANDS:
        if found := shutil.which(command):
            return found
    places = [Path(place) for place in PLACES.get(sys.platform, ())]
    if sys.platform == "win32":
        folders = [Path(os.environ[name]) for name in FOLDERS if name in os.environ]
        places = [folder / place for place in places for folder in folders]
    return next((str(place) for place in places if place.is_file()), None)


if __name__ == "__main__":  # for the noxfile: the program, or why there is none
    try:
        found = find_chromium()
    except FileNotFoundError as error:
        sys.exit(str(error))
    if not found:
        sys.exit(NONE)
    print(found)
