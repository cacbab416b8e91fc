"""Build the site: Chinese at ``/``, English at ``/en/``, one MkDocs configuration each."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from literate.address import FOLDERS
from literate.assets import join_assets
from literate.navigation import CONFIGURATIONS
from literate.notebook_html import mend_pages
from literate.offline import pack
from literate.policy import restrict
from literate.problem import LiterateError, Problem
from literate.project import Project
from literate.publish import publish


def build(project: Project, folder: Path, *, url: str | None = None) -> None:
    """Build both languages into ``folder``, and what belongs to them. Any warning is an error.

    Args:
        url: address of the published site, ending in ``/``; ``SITE_URL`` by default.

    Raises:
        LiterateError: a language could not be built; MkDocs has printed why.
        OSError: a file could not be written.
    """
    if importlib.util.find_spec("jieba") is None:
        what = "jieba is not installed, so the Chinese search would find next to nothing"
        mend = "Run 'nox -s docs', which installs it, or 'pip install jieba'"
        raise LiterateError(Problem("pyproject.toml", 1, what, mend))
    environment = site_environment(url)
    # By a process of its own, for a preview that outlives a change of literate.
    command = [sys.executable, "-m", "literate.notebook_pages", *CONFIGURATIONS.values()]
    if subprocess.run(command, cwd=project.root, env=environment, check=False).returncode:
        what = "the notebook pages could not be made (see above)"
        raise LiterateError(Problem("docs", 1, what, "Mend what is named"))
    for language, configuration in CONFIGURATIONS.items():
        # Chinese first: MkDocs empties its folder, in which the English site stands.
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--clean"]
        command += ["--config-file", str(project.root / configuration)]
        command += ["--site-dir", str(folder / FOLDERS[language])]
        result = subprocess.run(command, cwd=project.root, env=environment, check=False)
        if result.returncode:
            what = f"the {language} site could not be built (see above)"
            raise LiterateError(Problem(configuration, 1, what, "Mend what MkDocs names"))
        mend_pages(project, folder / FOLDERS[language], language)
    join_assets(folder)
    publish(project, folder, environment["SITE_URL"])
    restrict(folder, environment["SITE_PATH"])
    pack(folder)


def site_environment(url: str | None) -> dict[str, str]:
    """The environment in which the configurations know the addresses of site and repository."""
    environment = dict(os.environ)
    url = url or environment.get("SITE_URL") or "http://127.0.0.1:8000/"
    if not url.endswith("/"):
        url += "/"
    environment["SITE_URL"] = url
    environment["SITE_URL_EN"] = url + FOLDERS["en"]
    environment["SITE_PATH"] = "/" + url.partition("//")[2].partition("/")[2]
    if environment.get("REPO_URL"):  # MkDocs warns of a path without an address
        environment["EDIT_URI_ZH"] = "edit/main/docs/zh/"
        environment["EDIT_URI_EN"] = "edit/main/docs/en/"
    environment.setdefault("NO_MKDOCS_2_WARNING", "1")
    return environment
