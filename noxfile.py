"""The manual of the project: ``nox -l`` lists what can be done, ``nox`` does all that needs no GPU.

What takes seconds comes first. A change of content alone leaves out what it cannot break.
Without nox: ``python noxfile.py`` takes the same arguments and brings nox along.
"""

import importlib.util
import itertools
import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent

try:
    import nox
except ModuleNotFoundError:
    if __name__ != "__main__":
        raise
    home = ROOT / ".nox" / "launch"
    python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if not python.exists() or subprocess.call([python, "-m", "nox", "--version"], **quiet):
        try:
            venv.create(home, with_pip=True, clear=True)
            pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.check_call([*pip, "nox>=2025.5.1"])
        except (OSError, subprocess.CalledProcessError) as error:
            what = f"{home} could not be made ({error})"
            steps = "apt install python3-venv (Debian), connect to a network, or pip install nox"
            raise SystemExit(f"{what}; try again after one of: {steps}") from None
    raise SystemExit(subprocess.call([python, __file__, *sys.argv[1:]])) from None

sys.path[:0] = [str(ROOT), str(ROOT / ".ci")]
import changes  # noqa: E402
import environments  # noqa: E402
from matrix import main as verify_releases  # noqa: E402

from literate.project import Project  # noqa: E402

nox.needs_version = ">=2025.5.1"
# The sessions share two environments, which nox has no option for: see 'prepare'.
nox.options.default_venv_backend = "none"
nox.options.sessions = ["check", "lint", "docs", "cpu", "tests", "browser"]

# The torch that prints the documented output, unless TORCH names another one.
RECORDED_WITH = Project(ROOT).releases[0]
TORCH = os.environ.get("TORCH") or RECORDED_WITH
# A release named by TORCH stays beside the usual one until its folder is deleted: who compares two
# goes back and forth, and should not wait for gigabytes each time.
NAMED = "torch" if TORCH == RECORDED_WITH else f"torch-{TORCH}"
WITH_TORCH = environments.Environment(ROOT, ROOT / ".nox" / NAMED)
WITHOUT_TORCH = environments.Environment(ROOT, ROOT / ".nox" / "site")
# What the checks import, wherever torch comes from.
IMPORTED = ("markdown", "pymdownx", "yaml", "pytest", "pytest_codeblocks", "numpy", "matplotlib")
# The Linux machines that wheels are fetched for: pip knows no "or older".
MANYLINUX = ("2_34", "2_31", "2_28", "2_27", "2_17", "2014", "2_12", "2010", "2_5", "1")


def misplaced(arguments: list[str]) -> str | None:
    """What to say to who named a path where nox expects sessions, which says no such thing."""
    ours = list(itertools.takewhile(lambda argument: argument != "--", arguments))
    for option in {"-s", "-e", "--session", "--sessions"} & set(ours):
        for argument in itertools.takewhile(lambda a: a[0] != "-", ours[ours.index(option) + 1 :]):
            if re.search(r"[/\\]|\.(?:py|md)$", argument):
                at = ours.index(argument)
                right = shlex.join(["nox", *arguments[1:at], "--", *ours[at:]])
                return f"{argument} is no session. What is for a session stands after '--': {right}"
    return None


# nox itself loads this file under the second name; others import it.
if __name__ in ("__main__", "user_nox_module") and (said := misplaced(sys.argv)):
    raise SystemExit(said)


def prepare(
    session: nox.Session, *groups: str, torch: bool = False, cuda_build: bool = False
) -> str:
    """Install what a session needs, unless it is there. Returns the Python that has it.

    With ``--no-venv`` nothing is installed: the Python that runs nox has torch and the rest.
    """
    if environments.own_python(sys.argv):
        missing = [name for name in IMPORTED if importlib.util.find_spec(name) is None]
        if torch and missing:
            install = " ".join(environments.requirements(ROOT, *groups))
            session.error(f"{sys.executable} lacks {', '.join(missing)}: pip install {install}")
        return sys.executable
    environment = WITH_TORCH if torch else WITHOUT_TORCH
    release = TORCH if torch else None
    try:
        return str(environment.prepare(*groups, release=release, cuda_build=cuda_build))
    except environments.InstallError as error:
        session.error(str(error))


def content(name: str) -> list[str]:
    """The files of a change of content alone, where the session was not asked for by its name."""
    return changes.content(ROOT, name, arguments=sys.argv)


def verify(session: nox.Session, device: str) -> None:
    """Run the pages' code blocks on a device and compare what they print."""
    python = prepare(session, "verify", torch=True, cuda_build=device == "cuda")
    arguments = ["-m", "pytest", "--codeblocks", f"--device={device}"]
    session.run(python, *arguments, *session.posargs)


@nox.session
def serve(session: nox.Session) -> None:
    """Preview both languages at http://127.0.0.1:8000/ and run what is saved; or --no-run."""
    # To read, no torch is needed; the first module that is saved says how to get it.
    run = "--no-run" not in session.posargs and WITH_TORCH.has(TORCH)
    python = prepare(session, "site", *(["verify"] if run else []), torch=run)
    session.run(python, "-m", "literate", "serve", *session.posargs)


@nox.session
def new(session: nox.Session) -> None:
    """Begin a page in both languages: nox -s new -- tensors/join-split."""
    python = prepare(session, "check")
    session.run(python, "-m", "literate", "new", *session.posargs)


@nox.session
def move(session: nox.Session) -> None:
    """Give a page another name; or a chapter (a/), a cell (a/b:c), a heading: -- OLD NEW."""
    python = prepare(session, "check")
    session.run(python, "-m", "literate", "move", *session.posargs)


@nox.session
def remove(session: nox.Session) -> None:
    """Remove a page; its address leads to another one: -- PAGE [--to PAGE]."""
    python = prepare(session, "check")
    session.run(python, "-m", "literate", "remove", *session.posargs)


@nox.session
def record(session: nox.Session) -> None:
    """Write what the snippets print into them: nox -s record -- [--check] [PATH ...]."""
    python = prepare(session, "verify", torch=True)
    session.run(python, "-m", "literate", "record", *session.posargs)


@nox.session
def check(session: nox.Session) -> None:
    """Check pages and modules without running them; --fix fixes what it can."""
    python = prepare(session, "check")
    session.run(python, "-m", "literate", "check", *session.posargs)


@nox.session
def cpu(session: nox.Session) -> None:
    """Run every code block of every page on the CPU and compare what it prints."""
    verify(session, "cpu")


@nox.session
def cuda(session: nox.Session) -> None:
    """Run every code block of every page on one CUDA GPU and compare; or record: -- --record."""
    if "--record" not in session.posargs:
        verify(session, "cuda")
        return
    python = prepare(session, "verify", torch=True, cuda_build=True)
    given = [argument for argument in session.posargs if argument != "--record"]
    into = ["--device", "cuda", "--patch", "cuda.patch"]
    session.run(python, "-m", "literate", "record", *into, *given)


@nox.session
def matrix(session: nox.Session) -> None:
    """Run 'cpu' on every release: -- [--release X] [--cuda-build] [--record] [--keep] [PATH]."""
    if verify_releases(ROOT, session.posargs):
        session.error("not every release is green")


@nox.session
def wheels(session: nox.Session) -> None:
    """Fetch what a Linux machine with torch lacks into wheels/: -- [3.12 [x86_64]]."""
    python = prepare(session, "check")
    ours = [".".join(map(str, sys.version_info[:2])), "x86_64"]
    version, processor = [*session.posargs, *ours[len(session.posargs) :]]
    nox_itself = [r for r in environments.requirements(ROOT, "tests") if r.startswith("nox")]
    needed = [*environments.requirements(ROOT, "verify"), *nox_itself]
    folder = ROOT / "wheels"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "requirements.txt").write_text("\n".join(needed) + "\n", encoding="utf-8")
    machine = [f"--platform=manylinux{'_' * ('_' in n)}{n}_{processor}" for n in MANYLINUX]
    target = ["--only-binary=:all:", f"--python-version={version}", *machine]
    asked = ["-d", str(folder), "-r", str(folder / "requirements.txt")]
    session.run(python, "-m", "pip", "download", "--quiet", *target, *asked)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the site of both languages, and a zip of it, into site/; any warning is an error."""
    python = prepare(session, "site")
    session.run(python, "-m", "literate", "build", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """Look at the built site with the machine's Chromium, as a reader would; or -- --page FILE."""
    chromium = ROOT / "tests/browser/chromium.py"
    found = subprocess.run([sys.executable, chromium], capture_output=True, text=True, check=False)
    if found.returncode:
        # Asked for by name, or where nobody reads along, what cannot run is a failure.
        wanted = "browser" in sys.argv or os.environ.get("CI")
        (session.error if wanted else session.skip)(found.stderr.strip())
    pages = [f"--page={name}" for name in content("browser") if (ROOT / name).is_file()]
    if pages:
        what = "only content changed: pages that it cannot break are left out"
        session.log(f"{what}; to look at all of them: nox -s browser")
    python = prepare(session, "browser", torch=True)
    # A file's tests share what they have built and seen. Each process builds the site once.
    every = ["-n", "auto", "--dist", "loadfile", "tests/browser"]
    if pages:
        every = ["tests/browser", *pages]
    if any(argument.startswith("tests") for argument in session.posargs):
        every = pages
    session.run(python, "-m", "pytest", *every, *session.posargs)


@nox.session
def lighthouse(session: nox.Session) -> None:
    """Print Lighthouse's scores of a few pages; needs Chromium, npm and the network."""
    python = prepare(session, "browser")
    session.run(python, "-m", "tests.browser.lighthouse", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Test the machinery itself."""
    if files := content("tests"):
        what = f"only content changed ({len(files)} files), which cannot break the machinery"
        session.skip(f"{what}; to test it all the same: nox -s tests")
    python = prepare(session, "tests", torch=True)
    every = ["-n", "auto", "--dist", "worksteal", "tests"]
    session.run(python, "-m", "pytest", *(session.posargs or every))


@nox.session
def trust(session: nox.Session) -> None:
    """Damage pages and modules in every way, and count what the checks see: -- [PATH ...]."""
    python = prepare(session, "verify", torch=True)
    session.run(python, "-m", "tests.trust", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style of code, Markdown and workflows; --fix fixes what it can."""
    python = prepare(session, "lint")
    fix = ["--fix"] if "--fix" in session.posargs else []
    session.run(python, "-m", "ruff", "check", *fix, ".")
    session.run(python, "-m", "ruff", "format", *([] if fix else ["--check"]), ".")
    beside = str(Path(python).parent)
    for command in (
        ["rumdl", "check", *fix, "."],
        ["zizmor", "--offline", "--quiet", "--persona=pedantic", ".github"],
        ["lint-imports", "--no-logo", "--no-cache"],
    ):
        session.run(shutil.which(command[0], path=beside) or command[0], *command[1:])


if __name__ == "__main__":
    nox.main()
