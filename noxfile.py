"""The manual of the project: ``nox -l`` lists what can be done, ``nox`` does all that needs no GPU.

Without nox: ``python noxfile.py`` takes the same arguments and brings nox along.
"""

import importlib.util
import os
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
    if not python.exists():
        venv.create(home, with_pip=True, clear=True)
    if subprocess.call([python, "-c", "import nox"], stderr=subprocess.DEVNULL):
        subprocess.check_call([python, "-m", "pip", "install", "--quiet", "nox>=2025.5.1"])
    raise SystemExit(subprocess.call([python, __file__, *sys.argv[1:]])) from None

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_existing_virtualenvs = True
nox.options.error_on_missing_interpreters = True
nox.options.sessions = ["cpu", "tests", "browser", "check", "docs", "lint"]

# The torch that printed the documented output. Supported are 2.11 and newer.
RECORDED_WITH = "2.13.0"
TORCH = os.environ.get("TORCH", RECORDED_WITH)
# What the checks import, wherever torch comes from.
IMPORTED = ("jupytext", "yaml", "pytest", "pytest_codeblocks", "numpy", "matplotlib")
# The Linux machines that wheels are fetched for: pip knows no "or older".
MANYLINUX = ("2_34", "2_31", "2_28", "2_27", "2_17", "2014", "2_12", "2010", "2_5", "1")
GROUPS = nox.project.load_toml(ROOT / "pyproject.toml")


def prepare(session: nox.Session, *groups: str, torch: bool = False) -> str:
    """Install what a session needs. Returns the Python that has it.

    With ``--no-venv`` nothing is installed: the Python that runs nox has torch and the rest.
    """
    if session.venv_backend == "none":
        missing = [name for name in IMPORTED if importlib.util.find_spec(name) is None]
        if torch and missing:
            install = " ".join(nox.project.dependency_groups(GROUPS, *groups))
            session.error(f"{sys.executable} lacks {', '.join(missing)}: pip install {install}")
        return sys.executable
    needed = nox.project.dependency_groups(GROUPS, *groups)
    if torch:
        needed = (*needed, f"torch=={TORCH}")
    # Asking pip whether all is there takes longer than most sessions.
    installed = Path(session.virtualenv.location, "installed.txt")
    if not installed.is_file() or installed.read_text(encoding="utf-8") != "\n".join(needed):
        session.install(*needed)
        installed.write_text("\n".join(needed), encoding="utf-8")
    return "python"


def verify(session: nox.Session, device: str) -> None:
    """Run the pages' code blocks on a device and compare what they print."""
    python = prepare(session, "verify", torch=True)
    # What may answer without pytest that nothing changed.
    program = "literate.changed" if "--changed" in session.posargs else "pytest"
    arguments = ["-m", program, "--codeblocks", f"--device={device}"]
    session.run(python, *arguments, *session.posargs)


@nox.session
def serve(session: nox.Session) -> None:
    """Preview both languages at http://127.0.0.1:8000/ and run what is saved; or --no-run."""
    run = "--no-run" not in session.posargs
    python = prepare(session, "site", *(["verify"] if run else []), torch=run)
    session.run(python, "-m", "literate", "serve", *session.posargs)


@nox.session
def new(session: nox.Session) -> None:
    """Begin a page in both languages: nox -s new -- tensors/join-split."""
    python = prepare(session, "check")
    session.run(python, "-m", "literate", "new", *session.posargs)


@nox.session
def record(session: nox.Session) -> None:
    """Write what the snippets print into them: nox -s record -- [--check] [PATH ...]."""
    python = prepare(session, "verify", torch=True)
    session.run(python, "-m", "literate", "record", *session.posargs)


@nox.session
def check(session: nox.Session) -> None:
    """Check pages and modules without running them; --fix mends what it can."""
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
    python = prepare(session, "verify", torch=True)
    given = [argument for argument in session.posargs if argument != "--record"]
    into = ["--device", "cuda", "--to", "cuda-record.json"]
    session.run(python, "-m", "literate", "record", *into, *given)


@nox.session
def wheels(session: nox.Session) -> None:
    """Fetch what a Linux machine with torch lacks into wheels/: -- [3.12 [x86_64]]."""
    if session.venv_backend != "none":
        session.install("pip")
    python = sys.executable if session.venv_backend == "none" else "python"
    ours = [".".join(map(str, sys.version_info[:2])), "x86_64"]
    version, processor = [*session.posargs, *ours[len(session.posargs) :]]
    nox_itself = [r for r in GROUPS["dependency-groups"]["tests"] if str(r).startswith("nox")]
    needed = [*nox.project.dependency_groups(GROUPS, "verify"), *nox_itself]
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
    """Look at the built site with the machine's Chromium, as a reader would."""
    chromium = ROOT / "tests/browser/chromium.py"
    found = subprocess.run([sys.executable, chromium], capture_output=True, text=True, check=False)
    if found.returncode:
        # Asked for by name, or where nobody reads along, what cannot run is a failure.
        wanted = "browser" in sys.argv or os.environ.get("CI")
        (session.error if wanted else session.skip)(found.stderr.strip())
    python = prepare(session, "browser", torch=True)
    session.run(python, "-m", "pytest", *(session.posargs or ["tests/browser"]))


@nox.session
def lighthouse(session: nox.Session) -> None:
    """Print Lighthouse's scores of a few pages; needs Chromium, npm and the network."""
    python = prepare(session, "browser")
    session.run(python, "-m", "tests.browser.lighthouse", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Test the machinery itself."""
    python = prepare(session, "tests", torch=True)
    session.run(python, "-m", "pytest", *(session.posargs or ["tests"]))


@nox.session
def trust(session: nox.Session) -> None:
    """Damage pages and modules in every way, and count what the checks see: -- [PATH ...]."""
    python = prepare(session, "verify", torch=True)
    session.run(python, "-m", "literate", "trust", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style of code, Markdown and workflows; --fix mends what it can."""
    python = prepare(session, "lint")
    fix = ["--fix"] if "--fix" in session.posargs else []
    session.run(python, "-m", "ruff", "check", *fix, ".")
    session.run(python, "-m", "ruff", "format", *([] if fix else ["--check"]), ".")
    session.run("rumdl", "check", *fix, ".")
    session.run("zizmor", "--offline", "--quiet", "--persona=pedantic", ".github")


if __name__ == "__main__":
    nox.main()
