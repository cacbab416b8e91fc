"""A module's run: it does what it will do for a reader, is bounded, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path
from textwrap import dedent

import pytest
import torch

from literate.problem import LiterateError
from literate.run.forkserver import _SERVE
from literate.run.machine import SHOW_GPUS, cores, visible_gpus, workers_on
from literate.run.runner import Runner, require_torch
from literate.snippet import read_module
from tests.run import only, out

proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc here")
pytestmark = pytest.mark.skipif(os.name == "nt", reason="speaks of signals and /proc")


def runs(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def ends(pid: int) -> bool:
    """Whether a process ends; generous, because it takes its parent's or init's time."""
    for _ in range(2400):
        if not runs(pid):
            return True
        time.sleep(0.05)
    return False


def wait_for(file: Path) -> str:
    """The text of a file that another process writes."""
    for _ in range(600):
        with contextlib.suppress(OSError):
            if text := file.read_text():
                return text
        time.sleep(0.05)
    raise AssertionError(f"{file} was not written")


# --- what a reader's Python does -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("import sys; print(__name__, sys.argv == [__file__])", "__main__ True"),
        ("if __name__ == '__main__':\n    print('main')", "main"),
        (
            "import pickle\nclass A: pass\nprint(type(pickle.loads(pickle.dumps(A()))))",
            "<class '__main__.A'>",
        ),
        ("import inspect\ndef f(): pass\nprint(inspect.getsource(f))", "def f(): pass"),
        ("import os; print(os.listdir())", "[]"),
        ("import sys; print(repr(sys.stdin.read()))", "''"),
        ("input()", "EOFError: EOF when reading a line"),
        ("def f(x: Missing): pass", "NameError: name 'Missing' is not defined"),
        ("print('张量 🙂')", "张量 🙂"),
        ("import sys\nprint('err', file=sys.stderr)\nprint('out')", "out\nerr"),
        ("print(len('x' * 900_000 + input.__name__))", "900005"),
        *(
            (f"import warnings\nprint(1)\nwarnings.warn('old', {kind})\nprint(2)", said)
            for kind in ("UserWarning", "DeprecationWarning", "FutureWarning")
            for said in [f"1\n{kind}: old\n2"]
        ),
        (
            "import warnings\n"
            "warnings.warn_explicit('old', DeprecationWarning, '/lib/e.py', 1, module='e')",
            "DeprecationWarning: old",
        ),
        ("import warnings\nwarnings.simplefilter('ignore')\nwarnings.warn('old')", ""),
        ("import matplotlib.pyplot as plt\nplt.plot([1])\nplt.show()", ""),
    ],
)
def test_a_cell_does_what_it_does_for_a_reader(run, code, printed):
    done = run(f"# %% a\n{code}\n")
    assert (out(done), done.failures) == (printed, [])


@pytest.mark.parametrize(("tag", "below"), [("", False), (' tags=["raises-exception"]', True)])
def test_an_exception_has_the_modules_own_line_and_may_end_the_module(run, tag, below):
    done = run(
        f"# %% first\nfrom __future__ import annotations\nimport json\n"
        f"# %% a{tag}\ndef f(x: Missing): pass\n\njson.loads('{{')\n# %% b\nprint(2)\n"
    )
    assert out(done).startswith("json.decoder.JSONDecodeError: Expecting property name")
    assert (done.cells["a"].error_line, "b" in done.cells) == (7, below)
    assert done.failures == []


def test_processes_of_the_module_find_its_functions(run):
    text = """\
    # %% a
    from multiprocessing import get_context
    def double(x):
        return 2 * x
    if __name__ == "__main__":
        with get_context("spawn").Pool(1) as pool:
            print(pool.map(double, [1, 2]))
    """
    assert out(run(text)) == "[2, 4]"


def test_a_whole_model_is_saved_and_data_are_loaded_by_workers(run):
    text = """\
    # %% a
    import torch
    from torch.utils.data import DataLoader, Dataset

    class Numbers(Dataset):
        def __len__(self):
            return 4

        def __getitem__(self, i):
            return i

    class Model(torch.nn.Module):
        pass

    if __name__ == "__main__":
        torch.save(Model(), "model.pt")
        print(type(torch.load("model.pt", weights_only=False)))
        print(list(DataLoader(Numbers(), batch_size=2, num_workers=2)))
    """
    done = run(text)
    assert done.failures == []
    assert out(done) == "<class '__main__.Model'>\n[tensor([0, 1]), tensor([2, 3])]"
    assert done.torch.startswith("2.")


# --- what is captured ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "import ctypes; ctypes.CDLL(None).puts(b'two')",
        "import os; os.write(1, b'two\\n')",
        "import subprocess; subprocess.run(['echo', 'two'])",
        "import sys; sys.__stdout__.write('two\\n')",
        "import sys; sys.stdout.buffer.write(b'two\\n')",
    ],
    ids=["C", "descriptor", "child", "original", "bytes"],
)
def test_everything_that_reaches_the_screen_is_captured_in_order(run, code):
    assert out(run(f"# %% a\nprint('one')\n{code}\nprint('three')\n")) == "one\ntwo\nthree"


@pytest.mark.parametrize("tag", ["", ' tags=["raises-exception"]'])
def test_an_error_while_a_figure_is_drawn_is_the_cells(run, tag):
    text = f"""\
    # %% a{tag}
    import matplotlib.pyplot as plt
    print("before")
    plt.title(r"$\\nocommand{{$")
    plt.plot([1, 2])

    # %% b
    plt.plot([1, 2])
    """
    done = run(text)
    executed = done.cells["a"]
    assert done.failures == []
    assert executed.segments[0] == ("stdout", "before\n")
    kind, error = executed.segments[-1]
    assert (kind, error.splitlines()[0]) == ("error", "ValueError: ")
    assert "nocommand" in error
    assert executed.error_line == 5
    assert executed.figures == ()
    assert ("b" in done.cells) == bool(tag)
    assert not tag or len(done.cells["b"].figures) == 1


def test_a_warning_while_a_figure_is_drawn_is_the_cells(run):
    text = """\
    # %% a
    import matplotlib.pyplot as plt
    plt.title("\\ue000")  # no font has this character
    print("before")
    # %% b
    print("next")
    """
    done = run(text)
    said = out(done).splitlines()
    assert said[0] == "before"
    assert said[1].startswith("UserWarning: Glyph 57344 ")
    assert (len(said), len(done.cells["a"].figures), out(done, "b")) == (2, 1, "next")


def test_a_cell_that_raises_keeps_what_it_drew_before(run):
    text = "# %% a\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\n1 / 0\n"
    executed = run(text).cells["a"]
    assert (executed.error_line, len(executed.figures)) == (4, 1)


# --- nothing leaks -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("leave", "look", "clean"),
    [
        ("os.environ['LEFT'] = '1'", "os.environ.get('LEFT')", "None"),
        ("os.chdir('/')", "os.getcwd() == '/'", "False"),
        ("sys.modules['left'] = 1", "'left' in sys.modules", "False"),
        ("torch.set_default_dtype(torch.float64)", "torch.get_default_dtype()", "torch.float32"),
        ("torch.manual_seed(5)", "torch.initial_seed() == 5", "False"),
    ],
    ids=["environment", "working directory", "modules", "default dtype", "seed"],
)
def test_nothing_leaks_into_the_next_module(run, leave, look, clean):
    imports = "import os, sys" + (", torch" if "torch" in leave else "")
    run(f"# %% a\n{imports}\n{leave}\n")
    assert out(run(f"# %% a\n{imports}\nprint({look})\n", "b.py")) == clean


@pytest.mark.parametrize(
    "code",
    [
        "import random; print(random.random())",
        "import numpy; print(numpy.random.rand())",
        "import torch; print(torch.rand(1, dtype=torch.float64).item())",
    ],
    ids=["random", "numpy", "torch"],
)
def test_unseeded_random_numbers_differ_between_runs(run, code):
    assert out(run(f"# %% a\n{code}\n")) != out(run(f"# %% a\n{code}\n"))


def test_they_do_where_the_server_has_imported_numpy_as_well(run):
    text = "# %% a\nimport numpy\nprint(numpy.random.rand())\n"
    with Runner(preload=("numpy.random",)) as other:
        assert out(run(text, on=other)) != out(run(text, on=other))


@pytest.mark.parametrize(("given", "seen"), [("3,4", "3"), (None, "0")])
def test_one_gpu_is_shown_on_cuda_and_none_on_the_cpu(run, monkeypatch, given, seen):
    assert out(run("# %% a\nimport os\nprint(os.environ['CUDA_VISIBLE_DEVICES'])\n")) == "-1"
    for name in SHOW_GPUS:
        monkeypatch.delenv(name, raising=False)
    if given:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", given)
    assert visible_gpus("cuda") == {"CUDA_VISIBLE_DEVICES": seen}


SEES = 'import os\nprint(os.environ["CUDA_VISIBLE_DEVICES"])\n'
NEEDY = f"""\
# %% any
{SEES}
# %% one tags=["requires-cuda"]
{SEES}
# %% two tags=["requires-cuda-2"]
{SEES}
"""


@pytest.mark.parametrize(
    ("gpus", "seen"),
    [(0, {"any": "0"}), (1, {"any": "0", "one": "0"}), (8, {"any": "0", "one": "0", "two": "0,1"})],
)
def test_a_module_sees_one_gpu_and_a_cell_that_needs_two_sees_two(site, monkeypatch, gpus, seen):
    for name in SHOW_GPUS:
        monkeypatch.delenv(name, raising=False)
    site.module("a.py", NEEDY)
    with Runner("cuda", gpus=gpus, preload=()) as runner:
        run = runner.run(read_module(site.project, "a.py"))
    assert {title: out(run, title) for title in run.cells} == seen
    assert run.failures == []


def test_what_fails_where_two_gpus_are_seen_is_told(site):
    fails = '# %% other\nimport os\nassert "," not in os.environ["CUDA_VISIBLE_DEVICES"]\n'
    site.module("a.py", NEEDY.replace("# %% two", f"{fails}# %% two"))
    with Runner("cuda", gpus=2, preload=()) as runner:
        run = runner.run(read_module(site.project, "a.py"))
    assert list(run.cells) == ["any", "one", "other"]  # and 'two' was not run


# --- the person's own environment ----------------------------------------------------------------

SHOW = """\
# %% a
import json, locale, os, sys, warnings
print(json.dumps(dict(os.environ)))
# %% b
print(sys.flags, sys.warnoptions, sys._xoptions, sys.getfilesystemencoding())
print(locale.setlocale(locale.LC_ALL, ""), locale.getpreferredencoding())
# %% c
print([path for path in sys.path if "mine" in path], "literate" in "".join(sys.path))
# %% d
import matplotlib
import matplotlib.pyplot as plt
print(matplotlib.matplotlib_fname() == matplotlib.get_data_path() + "/matplotlibrc")
print(matplotlib.get_backend(), matplotlib.rcParams["lines.linewidth"])
# %% e
import torch
warnings.warn("shown", UserWarning)
# %% f tags=["raises-exception"]
torch.ones(2) + torch.ones(3)
# %% g
import subprocess
subprocess.run([sys.executable, "-c", "import sys; print(sys.flags)"])
"""
MINE = {
    "PYTHONWARNINGS": "error",
    "PYTHONPATH": "/mine",
    "PYTHONOPTIMIZE": "1",
    "PYTHONDEVMODE": "1",
    "PYTHONHASHSEED": "5",
    "PYTHONIOENCODING": "latin-1",
    "MPLBACKEND": "pdf",
    "TORCH_SHOW_CPP_STACKTRACES": "1",
    "TORCH_LOGS": "+all",
    "PYTORCH_JIT": "0",
    "LANG": "C",
    "LC_ALL": "C",
    "LC_NUMERIC": "de_DE.UTF-8",
    "LANGUAGE": "de",
    "COLUMNS": "20",
    "FORCE_COLOR": "1",
    "GLIBC_TUNABLES": "glibc.malloc.check=3",
    "MKL_VERBOSE": "1",
    "MINE": "1",
}


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_a_persons_own_environment_reaches_no_run(site, monkeypatch, method):
    site.module("a.py", SHOW)
    module = read_module(site.project, "a.py")
    home = site.root / "home"
    for folder in (home, home / ".config/matplotlib", site.root):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "matplotlibrc").write_text("lines.linewidth: 7\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.chdir(site.root)
    with Runner(method=method, cache=site.root / "cache") as runner:
        before = runner.run(module)
    for name, value in MINE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("MATPLOTLIBRC", str(home / "matplotlibrc"))
    monkeypatch.setattr(sys, "warnoptions", ["error"])
    with Runner(method=method, cache=site.root / "cache") as runner:
        after = runner.run(module)
    assert [out(after, title) for title in "abcdefg"] == [out(before, title) for title in "abcdefg"]
    assert out(after, "c") == "[] False"
    assert out(after, "d") == "True\nsvg 1.5"
    assert out(after, "e") == "UserWarning: shown"
    assert len(out(after, "f").splitlines()) == 1


@pytest.mark.parametrize("flags", [["-W", "error"], ["-O"], ["-X", "dev"], ["-E", "-s"]])
@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_flags_of_the_python_that_runs_the_modules_reach_none(site, flags, method):
    site.module("a.py", "# %% a\nimport sys\nprint(sys.flags, sys.warnoptions, sys._xoptions)\n")
    code = (
        "import sys; from pathlib import Path; from literate.project import Project; "
        "from literate.snippet import read_module; from literate.run.runner import Runner\n"
        f"with Runner(preload=(), method={method!r}) as runner:\n"
        "    run = runner.run(read_module(Project(Path(sys.argv[1])), 'a.py'))\n"
        "print(run.cells['a'].segments)"
    )
    said = [
        subprocess.run(
            [sys.executable, *given, "-c", code, str(site.root)],
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for given in ([], flags)
    ]
    assert said[0] == said[1] != ""


@pytest.mark.parametrize(
    "name", ["OMP_NUM_THREADS", "MKL_CBWR", "ATEN_CPU_CAPABILITY", "CUDA_HOME", "TZ", "PATH"]
)
@pytest.mark.parametrize("method", ["forkserver", "spawn"])
def test_what_sets_up_the_machine_reaches_a_run(site, monkeypatch, name, method):
    value = os.pathsep.join(["/mine", os.environ["PATH"]]) if name == "PATH" else "1"
    monkeypatch.setenv(name, value)
    site.module("a.py", f"# %% a\nimport os\nprint(os.environ[{name!r}] == {value!r})\n")
    with Runner(preload=(), method=method) as runner:
        assert out(runner.run(read_module(site.project, "a.py"))) == "True"


def test_variables_for_torch_are_there_when_it_is_imported(run, monkeypatch):
    given = {"OMP_NUM_THREADS": "1", "ATEN_CPU_CAPABILITY": "default"}
    text = (
        "# %% a\nimport os, torch\nprint(torch.get_num_threads(), os.environ['OMP_NUM_THREADS'])\n"
    )
    with monkeypatch.context() as patch:
        for name, value in given.items():
            patch.setenv(name, value)
        done = run(text)
    assert (out(done), done.capability) == ("1 1", "DEFAULT")
    assert run("# %% a\nimport torch\n").capability == torch.backends.cpu.get_cpu_capability()


def test_what_makes_forks_cheap_is_not_seen_by_a_module_and_its_processes(run):
    text = """\
    # %% a
    import os, subprocess
    print("GLIBC_TUNABLES" in os.environ)
    # %% b
    print("GLIBC_TUNABLES" in subprocess.run(["env"], capture_output=True, text=True).stdout)
    """
    done = run(text)
    assert (out(done, "a"), out(done, "b")) == ("False", "False")


def test_a_home_that_cannot_be_written_causes_no_warning(site, monkeypatch):
    monkeypatch.setenv("HOME", "/proc/nowhere")
    blocked = site.root / "blocked"
    blocked.write_text("a file where a folder would be")
    site.module("a.py", "# %% a\nimport matplotlib.pyplot as plt\nprint(plt.get_fignums())\n")
    with Runner(preload=(), cache=blocked / "cache") as runner:
        assert out(runner.run(read_module(site.project, "a.py"))) == "[]"


def test_what_matplotlib_finds_of_fonts_is_kept_in_the_project(site):
    site.module("a.py", "# %% a\nimport matplotlib.pyplot\n")
    with Runner(preload=()) as runner:
        runner.run(read_module(site.project, "a.py"))
    assert list((site.project.cache / "matplotlib").glob("fontlist-*.json"))


# --- other files of the project ------------------------------------------------------------------


@pytest.mark.parametrize("method", ["forkserver", "spawn"])
@pytest.mark.parametrize(
    ("code", "file"),
    [
        ("import helper", "snippets/c/helper.py"),
        ("from package import inner", "snippets/c/package/__init__.py"),
        ("open(os.path.dirname(__file__) + '/data.txt').read()", "snippets/c/data.txt"),
        ("open(os.path.dirname(__file__) + '/../other.csv', 'rb')", "snippets/other.csv"),
        (
            "os.open(os.fsencode(os.path.dirname(__file__)) + b'/data.txt', 0)",
            "snippets/c/data.txt",
        ),
        ("os.chdir(os.path.dirname(__file__)); open('data.txt')", "snippets/c/data.txt"),
        ("pathlib.Path(__file__).with_name('data.txt').read_text()", "snippets/c/data.txt"),
        ("open(os.path.dirname(__file__) + '/new.txt', 'w')", "snippets/c/new.txt"),
    ],
)
def test_a_module_that_reads_another_file_of_the_project_is_refused(site, code, file, method):
    site.module("c/helper.py", "x = 5\n")
    site.module("c/package/__init__.py", "")
    site.module("c/package/inner.py", "")
    site.module("c/data.txt", "5\n")
    site.module("other.csv", "5\n")
    text = f"# %% first\nimport os, pathlib\n# %% a\n\nx = 1\n{code}\n# %% below\nprint(1)\n"
    site.module("c/a.py", text)
    module = read_module(site.project, "c/a.py")
    with Runner(preload=(), method=method) as runner:
        for _ in range(2):  # the second time, there may be compiled helpers
            done = runner.run(module)
            failure = only(done)
            assert (failure.title, failure.line, failure.ended) == ("a", 6, True)
            assert failure.what == f"reads {file}, which no record covers"
            assert failure.fix == "Put it into the module"
            assert list(done.cells) == ["first", "a"]


def test_a_module_may_read_itself_and_what_is_not_of_the_project(run, site):
    text = """\
    # %% a
    import inspect, linecache, tempfile, traceback
    import sklearn.datasets
    def f(): pass
    inspect.getsource(f)
    open(__file__).close()
    open("mine.txt", "w").close()
    open("mine.txt").close()
    tempfile.TemporaryFile().close()
    try:
        1 / 0
    except ZeroDivisionError:
        traceback.format_exc()
    print(sklearn.datasets.load_digits().images.shape)
    """
    done = run(text)
    assert (out(done), done.failures) == ("(1797, 8, 8)", [])


# --- what never ends, or ends too early ----------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("import os; os.abort()", "SIGABRT"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "SIGSEGV"),
        ("import ctypes; ctypes.string_at(0)", "SIGSEGV"),
        ("import os; os._exit(3)", "exit code 3"),
        ("import os; os._exit(0)", "exit code 0"),
    ],
)
def test_a_crash_costs_its_cell_and_those_below(run, code, status):
    done = run(f"# %% first\nprint(1)\n# %% a\n{code}\n# %% below\nprint(2)\n")
    failure = only(done)
    assert (failure.title, failure.what) == ("a", f"crashed the interpreter ({status})")
    assert list(done.cells) == ["first"]


def test_a_module_that_kills_its_server_is_named_and_those_beside_it_pass(site):
    both = str(site.root / "both")
    wait = f"import os, signal, time\nwhile not os.path.exists({both!r}): time.sleep(0.01)\n"
    site.module("bad.py", f"# %% a\nprint(1)\n# %% b\n{wait}os.kill(os.getppid(), 9)\n")
    once = str(site.root / "once")
    text = f"import os\nopen({both!r}, 'w').close()\nfirst = not os.path.exists({once!r})\n"
    text += f"open({once!r}, 'w').close()\nwhile first: pass\nprint(2)\n"
    site.module("good.py", f"# %% a\n{text}")
    site.module("later.py", "# %% a\nprint(3)\n")
    modules = [read_module(site.project, f"{name}.py") for name in ("bad", "good", "later")]
    with Runner(workers=2, preload=()) as runner:
        bad, good, later = (f.result() for f in [runner.submit(module) for module in modules])
        assert out(runner.run(modules[2])) == "3"
    failure = only(bad)
    assert (failure.title, failure.line) == ("b", 4)
    assert failure.what == "ended the server that runs modules"
    assert (out(good), good.failures, out(later), later.failures) == ("2", [], "3", [])


BROKEN = {
    "raises": ("raise ImportError('libtorch.so: no such file')", "libtorch.so: no such file"),
    "exits": ("import os; os._exit(3)", "exit code 3"),
    "crashes": ("import os; os.kill(os.getpid(), 11)", "exit code -11"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_torch_that_cannot_be_imported_is_one_clear_message(site, monkeypatch, kind):
    code, reason = BROKEN[kind]
    name = f"broken_{kind}"
    (site.root / f"{name}.py").write_text(code)
    there = f"import sys; sys.path.append({str(site.root)!r}); "
    monkeypatch.setattr("literate.run.forkserver._SERVE", there + _SERVE)
    site.module("a.py", "# %% a\nprint(1)\n")
    with Runner(preload=(name,)) as runner:
        for _ in range(2):
            with pytest.raises(LiterateError) as caught:
                runner.run(read_module(site.project, "a.py"))
            (problem,) = caught.value.problems
            assert f"{name} cannot be imported" in problem.what
            assert reason in problem.what
            assert "Traceback" not in str(problem)


@pytest.mark.parametrize("tag", ["", ' tags=["raises-exception"]'])
@pytest.mark.parametrize("code", ["sys.exit()", "sys.exit(0)", "raise SystemExit('bye')", "exit()"])
def test_a_module_that_exits_is_found(run, code, tag):
    done = run(f"# %% a{tag}\nimport sys\n{code}\n# %% b\nprint(1)\n")
    failure = only(done)
    assert (failure.title, failure.line) == ("a", 3)
    assert failure.what.startswith("called sys.exit()")
    assert "b" not in done.cells


@pytest.mark.parametrize(
    "code",
    [
        "for _ in range(100): print('x' * 1_000_000)",
        "while True: print('x' * 1_000)",
        "import subprocess; subprocess.run(['yes'])",
        "import sys; sys.stderr.write('x' * 2_000_000)",
        "print('x' * 2_000_000)",
    ],
    ids=["100 MB", "for ever", "child", "stderr", "just too much"],
)
def test_a_flood_is_ended(run, code):
    failure = only(run(f"# %% a\n{code}\n# %% b\nprint(1)\n"))
    assert (failure.title, failure.what) == ("a", "printed more than 1 MB")


# --- what is left running ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()",
        "import threading, time\nthreading.Thread(target=time.sleep, args=[0.01]).start()",
        "import subprocess\nsubprocess.run(['true'])",
    ],
    ids=["daemon", "about to end", "waited for"],
)
def test_what_does_not_keep_python_from_ending_is_tolerated(run, code):
    assert run(f"# %% a\n{code}\n").failures == []


def test_a_thread_left_running_is_named(run):
    text = """\
    # %% first
    x = 1
    # %% a
    import threading
    threading.Thread(target=threading.Event().wait, name="waiter").start()
    # %% b
    print(1)
    """
    done = run(text)
    failure = only(done)
    assert (failure.title, failure.what) == ("a", "leaves the thread 'waiter' running")
    assert failure.ended is False
    assert out(done, "b") == "1"


@pytest.mark.parametrize("session", ["", ", start_new_session=True"], ids=["same", "own session"])
def test_a_child_process_left_running_is_found_and_ended(run, session):
    text = f"# %% a\nimport subprocess\np = subprocess.Popen(['sleep', '300']{session})\n"
    done = run(text + "print(p.pid)\n")
    failure = only(done)
    assert (failure.title, failure.what) == ("a", "leaves a child process running")
    assert ends(int(out(done)))


@pytest.mark.parametrize("session", ["", ", start_new_session=True"], ids=["same", "own session"])
@pytest.mark.parametrize("end", ["while True: pass", "os.abort()", "sys.exit()"])
def test_no_child_process_survives_the_end_of_its_module(run, impatient, end, session):
    text = f"# %% a\nimport os, subprocess, sys\np = subprocess.Popen(['sleep', '300']{session})\n"
    done = run(text + f"print(p.pid)\n# %% b\n{end}\n", on=impatient)
    assert done.failures
    assert ends(int(out(done)))


# --- several modules -----------------------------------------------------------------------------


def test_modules_run_at_the_same_time(site):
    """Each waits for what the other writes; one at a time, neither would end."""
    text = """\
    # %% a
    import os, time
    open({ours!r}, "w").close()
    while not os.path.exists({theirs!r}):
        time.sleep(0.01)
    print("met")
    """
    one, two = str(site.root / "one"), str(site.root / "two")
    site.module("one.py", dedent(text).format(ours=one, theirs=two))
    site.module("two.py", dedent(text).format(ours=two, theirs=one))
    with Runner(workers=2, time_limit=120) as runner:
        waiting = [runner.submit(read_module(site.project, m)) for m in ("one.py", "two.py")]
        assert [out(future.result()) for future in waiting] == ["met", "met"]


def test_closing_ends_what_still_runs(site):
    note = site.root / "pid"
    text = (
        f"# %% a\nimport os\nopen({str(note)!r}, 'w').write(str(os.getpid()))\nwhile True: pass\n"
    )
    site.module("a.py", text)
    runner = Runner(workers=1)
    running = runner.submit(read_module(site.project, "a.py"))
    queued = runner.submit(read_module(site.project, "a.py"))
    pid = int(wait_for(note))
    runner.close()
    assert ends(pid)
    for interrupted in [running] if queued.cancelled() else [running, queued]:
        failure = only(interrupted.result())
        assert (failure.title, failure.what, failure.ended) == ("a", "was interrupted", True)


def test_a_spawned_process_does_the_same_as_a_forked_one(site, runner):
    text = """\
    # %% a
    import pickle, subprocess, sys, warnings
    class A: pass
    print(__name__, __file__ == sys.argv[0], type(pickle.loads(pickle.dumps(A()))))
    subprocess.run(["echo", "child"])
    warnings.warn("old", DeprecationWarning)
    print(2, file=sys.stderr)
    # %% b tags=["raises-exception"]
    print("b")
    1 / 0
    # %% c
    import threading
    threading.Thread(target=threading.Event().wait, name="waiter").start()
    """
    site.module("a.py", dedent(text))
    module = read_module(site.project, "a.py")
    with Runner(method="spawn") as other:
        forked, spawned = runner.run(module), other.run(module)
    assert {t: c.segments for t, c in spawned.cells.items()} == {
        t: c.segments for t, c in forked.cells.items()
    }
    assert spawned.failures == forked.failures
    assert out(spawned, "b") == "b\nZeroDivisionError: division by zero"


def test_without_torch_there_is_one_clear_message(monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(LiterateError) as caught:
        require_torch()
    (problem,) = caught.value.problems
    assert "torch is not installed for" in problem.what
    assert sys.version.split()[0] in problem.what
    assert "nox -s cpu" in problem.fix


# --- CUDA ----------------------------------------------------------------------------------------

# What execute.py asks torch; the number of allocations is None as long as CUDA is not in use.
FAKE_TORCH = """\
# %% torch
import sys
from types import SimpleNamespace

allocated = None
cuda = SimpleNamespace(
    is_initialized=lambda: allocated is not None,
    device_count=lambda: 2,
    memory_stats=lambda i: {} if i else {"allocation.all.allocated": allocated},
)
sys.modules["torch"] = SimpleNamespace(cuda=cuda, __version__="2.13.0+cu130")

# %% cpu
x = 1

# %% first
allocated = 3

# %% more
allocated = 4

# %% none
x = 2
"""


def test_cells_that_allocate_on_a_gpu_are_counted(run):
    done = run(FAKE_TORCH)
    counted = {title: (e.allocations, e.starts_cuda) for title, e in done.cells.items()}
    assert counted == {
        "torch": (0, False),
        "cpu": (0, False),
        "first": (3, True),
        "more": (1, False),
        "none": (0, False),
    }
    assert done.allocations == 4
    assert done.torch == "2.13.0+cu130"


@pytest.mark.parametrize(
    "ruin",
    ["cuda.memory_stats = lambda i: 1 / 0", "del cuda.memory_stats", 'sys.modules["torch"] = None'],
)
def test_a_device_that_a_cell_ruins_ends_the_count_and_nothing_else(run, ruin):
    done = run(f"{FAKE_TORCH}# %% ruin\n{ruin}\n# %% after\nprint(1)\n")
    assert out(done, "after") == "1"
    assert done.allocations == 4
    assert done.failures == []


def test_the_server_has_not_used_cuda_when_it_forks(run):
    code = "import torch\nprint(torch.cuda.is_initialized(), torch.cuda._is_in_bad_fork())"
    assert out(run(f"# %% a\n{code}\n")) == "False False"


def test_a_run_says_where_its_time_went(run):
    done = run("# %% a\nimport torch\n")
    assert 0 < done.start_up < done.seconds
    assert 0 <= done.server < done.seconds
    assert 0 < done.cells["a"].seconds < done.seconds


@pytest.mark.parametrize(
    ("cores", "gib", "workers"),
    [(16, 79, 8), (4, 79, 4), (16, 8, 4), (16, 3, 1), (16, 0, 1), (None, 79, 1)],
)
def test_as_many_modules_share_a_gpu_as_it_has_room_for(monkeypatch, cores, gib, workers):
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert workers_on(gib * 2**30) == workers


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="a process has all cores here")
def test_only_the_cores_that_this_process_may_use_are_counted(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {3, 5, 6})
    monkeypatch.setattr(os, "cpu_count", lambda: 16)
    assert (cores(), workers_on(79 * 2**30)) == (3, 3)
    with Runner(preload=()) as runner:
        assert runner.workers == 3


@pytest.mark.parametrize("quiet", [True, False])
def test_a_module_that_asks_for_it_runs_alone(site, quiet):
    note = site.root / "note"
    for name in "abcdef":
        tags = ' tags=["alone"]' if name in "be" else ""
        code = (
            "import time\n"
            f"with open({str(note)!r}, 'a', buffering=1) as file:\n"
            f"    file.write('{name}\\n')\n    time.sleep(0.1)\n    file.write('{name}\\n')\n"
        )
        site.module(f"{name}.py", f"# %% a{tags}\n{code}")
    with Runner(preload=(), workers=6, quiet=quiet) as runner:
        modules = [read_module(site.project, f"{name}.py") for name in "abcdef"]
        for future in [runner.submit(module) for module in modules]:
            assert future.result().failures == []
    noted = "".join(note.read_text().split())
    assert ("bb" in noted and "ee" in noted) or not quiet
    assert sorted(noted) == sorted("abcdef" * 2)
