"""What is true on one machine or day alone is no output: its folders, names, date, cores."""

from __future__ import annotations

import datetime
import getpass
import os
import socket
import sys
from pathlib import Path

import pytest

from tests.record.conftest import RAISES, written

NAME = "Print the name alone: path.name."
CUT = "Cut the message before that, by a line below the cell: '#> {} ...'."


@pytest.mark.parametrize(
    ("code", "what"),
    [
        ("print(__file__)", "the folder of the project: "),
        ("from pathlib import Path\nprint([Path(__file__).parent])", "the folder of the project: "),
        ("print(__file__.replace('/', chr(92)))", "the folder of the project: "),
        ("print(__file__.replace('/', 2 * chr(92)))", "the folder of the project: "),
        ("print('file:' + __file__.upper())", "the folder of the project: "),
        ("import sys\nprint(sys.prefix)", "the folder of Python: "),
        ("import os\nprint(os.__file__)", "the folder of Python: "),
        ("import torch\nprint(torch.__file__)", "the folder of Python's packages: "),
        ("from pathlib import Path\nprint(Path.home() / 'x')", "the home folder: "),
        (
            "import tempfile\nwith tempfile.TemporaryDirectory() as f: print(f)",
            "the folder for temporary files: ",
        ),
        ("import os\nprint(os.getcwd())", "the folder for temporary files: "),
    ],
)
@pytest.mark.parametrize("tags", ["", ' tags=["varies"]'], ids=["", "varies"])
def test_a_folder_of_this_machine_is_no_output(refuse, monkeypatch, code, what, tags):
    monkeypatch.setenv("HOME", f"{os.sep}somebody{os.sep}here")
    monkeypatch.setenv("USERPROFILE", f"{os.sep}somebody{os.sep}here")
    said = refuse(f"# %% a{tags}\n{code}\n")
    assert said.startswith(f"snippets/a.py:2: cell 'a' prints {what}")
    assert said.endswith(f". {NAME}\n")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "printed", [r"C:\Users\Grace\venv\Lib", r"c:\\users\\grace\\venv", "C:/Users/Grace/venv"]
)
def test_a_folder_of_windows_is_found_as_anybody_prints_it(refuse, monkeypatch, printed):
    monkeypatch.setattr(sys, "prefix", r"C:\Users\Grace\venv")
    said = refuse(f"# %% a\nprint('in', {printed!r})\n")
    what = "snippets/a.py:2: cell 'a' prints the folder of Python: c:/users/grace/venv. "
    assert said.lower() == f"{what}{NAME}\n".lower()


@pytest.mark.skipif(os.name == "nt", reason="links need a permission")
def test_a_folder_is_found_by_the_name_of_a_link_to_it_and_by_its_own(
    refuse, monkeypatch, tmp_path_factory
):
    folder = tmp_path_factory.mktemp("homes")
    (folder / "own").mkdir()
    (folder / "link").symlink_to(folder / "own")
    monkeypatch.setattr(Path, "home", lambda: folder / "link")
    for name in ("own", "link"):
        said = refuse(f"# %% a\nprint({str(folder / name)!r})\n")
        assert f"the home folder: {folder / name}. {NAME}\n" in said


@pytest.mark.parametrize(
    ("message", "begins"),
    [
        ("No file '{__file__}' is there", "ValueError: No file"),
        ("{__file__}", "ValueError:"),
        ("Caught.\\nTraceback:\\n  File {__file__}", "ValueError: Caught."),
    ],
)
def test_a_message_is_cut_before_a_path_as_proposed(refuse, site, record, message, begins):
    fails = f'{RAISES}print(1)\nraise ValueError(f"{message}")\n'
    cut = f"#> {begins} ...\n"
    said = f"the folder of the project: {site.root.as_posix()}. {CUT.format(begins)}\n"
    assert refuse(fails).endswith(said)
    site.module("a.py", f"{fails}{cut}")
    assert record().code == 0
    assert written(site) == f"{fails}#> 1\n{cut}"


@pytest.fixture
def gargantua(monkeypatch):
    """A machine and a user with names that nobody has."""
    monkeypatch.setattr(socket, "gethostname", lambda: "gargantua.example.org")
    monkeypatch.setattr(getpass, "getuser", lambda: "pantagruel")


@pytest.mark.usefixtures("gargantua")
@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("on gargan/tua", "the name of this machine: gargantua"),
        ("('gargan/tua.example.org', 1)", "the name of this machine: gargantua.example.org"),
        ("~panta/gruel/x", "the name of the user: pantagruel"),
    ],
)
def test_the_names_of_machine_and_user_are_no_output(refuse, text, what):
    prints = f"print({text!r}.replace('/', '', 1))"
    assert f"prints {what}. Print what every machine has.\n" in refuse(f"# %% a\n{prints}\n")


@pytest.mark.parametrize("name", ["vm", "ubuntu"])
def test_a_short_or_usual_name_is_no_output_of_code_that_asks_for_it(
    site, refuse, record, monkeypatch, name
):
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    prints = f"print('/'.join({'/'.join(name)!r}).replace('/', ''))\n"
    said = refuse(f"# %% a\nimport socket\nsocket.gethostname()\n{prints}")
    assert f"the name of this machine: {name}. Print what every machine has.\n" in said
    site.module("a.py", f"# %% a\n{prints}")
    assert record().code == 0


@pytest.mark.usefixtures("gargantua")
@pytest.mark.parametrize(
    "code",
    [
        "print('pantagruel')",  # the author's own word
        "print('gargan' + 'tuan', 'x' + '.pantagruel')",
        "import os\nos.cpu_count()\nprint([{cores}])",
        "import os\nn = os.cpu_count()\nprint('{cores}0 1.{cores} x{cores}', n == 0)",
        "import torch\ntorch.set_num_threads({cores})\nprint(torch.get_num_threads())",
        "import datetime\nprint('{time}', datetime.date(2020, 1, 2))",
        "print('/usr/local/lib', '/opt')",
    ],
)
def test_what_only_looks_like_this_machine_is_recorded(site, record, code):
    now = datetime.datetime.now()
    code = code.replace("{cores}", str(os.cpu_count())).replace("{time}", f"{now:%H:%M}")
    site.module("a.py", f"# %% a\n{code}\n")
    done = record()
    assert (done.code, done.err) == (0, "")


FREE = ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y%m%d", "run_%Y-%m-%dT0"]
WORDS = ["%b %d %Y", "%B %d, %Y", "%d %b %Y", "%dth %B %Y", "%Y年%m月%d日", "%a %b %d 00:00:00 %Y"]


@pytest.mark.parametrize("form", FREE + WORDS)
@pytest.mark.parametrize("tags", ["", ' tags=["varies"]'], ids=["", "varies"])
def test_today_is_no_output_however_it_is_written(site, record, form, tags):
    code = f"import datetime as d\nprint(d.datetime.now(d.UTC).strftime({form!r}))"
    site.module("a.py", f"# %% a{tags}\n{code}\n")
    done = record()
    assert done.code == (not tags or form in WORDS)
    assert ("cell 'a' prints today's date: " in done.err) == done.code
    site.module(
        "a.py", f"# %% a\n{code.replace('now(d.UTC)', '(2020, 1, 2)')}\n".replace(".(", "(")
    )
    assert record().code == 0


@pytest.mark.parametrize("form", ["%H:%M", "%I:%M %p"])
def test_the_time_of_day_is_no_output(refuse, form):
    said = refuse(f"# %% a\nimport time\nprint('at', time.strftime({form!r}))\n")
    assert "cell 'a' prints the time of day: " in said
    assert said.endswith(". Print no time of day.\n")


@pytest.mark.parametrize(
    ("code", "next_"),
    [
        ("import os\nprint('cores:', os.cpu_count())", "Print what does not depend on it"),
        ("from os import cpu_count\nn = cpu_count()\nprint(f'{n} cores')", "Print what does not"),
        ("import multiprocessing as mp\nn = mp.cpu_count()\n# %% b\nprint(n)", "Print what does"),
        (
            "import warnings\n"
            "warnings.warn('Our suggested max number of worker in current system is 2, and')",
            "Ask for fewer workers: num_workers.",
        ),
    ],
)
def test_the_number_of_cores_is_no_output_unless_it_varies(site, refuse, record, code, next_):
    said = refuse(f"# %% a\n{code}\n")
    assert "prints how many cores this machine has: " in said
    assert next_ in said
    site.module("a.py", f'# %% a tags=["varies"]\n{code}\n'.replace("%% b", '%% b tags=["varies"]'))
    assert record().code == 0
