"""The notebooks as JupyterLab opens them: they run as they are, explain themselves, and say in the
cell what the command line would say."""

import ast
import inspect
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT
from jupyter_client import BlockingKernelClient
from jupyter_client.manager import KernelManager, start_new_kernel
from nbclient import NotebookClient
from test_house import NOTEBOOKS, cells, files

from press.page import Page

WHERE = ROOT / "notebooks"  # the folder in which JupyterLab starts the kernel of a notebook
ASKED, SETUP = (cell.source for cell in cells(NOTEBOOKS[1], "code")[:2])
SAID = "\n".join(cell.source for cell in cells(NOTEBOOKS[1], "code")[2:4])


@pytest.fixture(scope="module", autouse=True)
def as_make_lab_does() -> Iterator[None]:
    """The environment that `make lab` gives to kernels: the path, and no staging folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(ROOT))
        patch.delenv("PRESS_STAGING", raising=False)
        yield


def run_as_committed(path: Path) -> list[Any]:
    """The cells of a notebook after all of them ran in a kernel of their own."""
    book = nbformat.read(path, as_version=4)
    NotebookClient(book, timeout=120, resources={"metadata": {"path": str(WHERE)}}).execute()
    return list(book.cells)


def state() -> dict[str, tuple[int, int]]:
    """Every file of the project with its size and when it was written."""
    return {
        str(path.relative_to(ROOT)): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in files()
        if path.suffix != ".pyc"
    }


@pytest.mark.build
def test_every_notebook_runs_from_top_to_bottom_as_it_is_and_leaves_nothing_behind() -> None:
    before = state()
    with ThreadPoolExecutor(2) as pool:
        ran = dict(zip(NOTEBOOKS, pool.map(run_as_committed, NOTEBOOKS), strict=True))
    assert state() == before
    for path, every in ran.items():
        shown = [out.data for cell in every if "outputs" in cell for out in cell.outputs]
        calls = "\n".join(cell.source for cell in every if cell.cell_type == "code")
        assert any("text/markdown" in data for data in shown), path.name
        assert ("page.show(" in calls) == any(
            "data:image/png" in data.get("text/html", "") for data in shown
        ), path.name
        assert all("no longer follows" not in data.get("text/plain", "") for data in shown)


@pytest.fixture(scope="module")
def kernel() -> Iterator[BlockingKernelClient]:
    """One kernel in the folder of the notebooks, for a reader who tries things out."""
    manager: KernelManager
    manager, client = start_new_kernel(cwd=str(WHERE))
    yield client
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def answer(kernel: BlockingKernelClient, code: str) -> tuple[str, dict[str, Any]]:
    """What a cell shows as text, and its error, empty where there is none."""
    shown: list[str] = []
    error: dict[str, Any] = {}

    def hook(message: dict[str, Any]) -> None:
        if message["msg_type"] == "error":
            error.update(message["content"])
        shown.append(message["content"].get("data", {}).get("text/plain", ""))

    kernel.execute_interactive(code, output_hook=hook, timeout=60)
    return "\n".join(filter(None, shown)), error


def edited(**values: Any) -> str:
    """The cell of the parameters with some of them written otherwise."""
    cell = ASKED
    for name, value in values.items():
        found = re.compile(rf"^({name}: [^=]+= )[^#]*?(  #)", re.MULTILINE)
        assert found.search(cell), name
        cell = found.sub(lambda line: f"{line[1]}{value!r}{line[2]}", cell)  # noqa: B023
    return cell


@pytest.mark.parametrize(
    "values",
    [
        {"as_of": "2019-12-31"},
        {"min_confidence": "high"},
        {"world_region": "Europe"},
        {"known_on": "2010-01-01"},
        {"recency_years": 1},
    ],
    ids=str,
)
def test_a_parameter_edited_in_its_cell_changes_what_the_notebook_says(
    kernel: BlockingKernelClient, values: dict[str, Any]
) -> None:
    usual, _ = answer(kernel, f"{ASKED}\n{SETUP}\n{SAID}")
    other, error = answer(kernel, f"{edited(**values)}\n{SETUP}\n{SAID}")
    assert not error and usual and other and other != usual


def command_line(*arguments: str) -> str:
    line = [sys.executable, "build.py", *arguments]
    ended = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=60)
    return (ended.stderr or ended.stdout).strip()


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("plan", "banana", "is not one of latest"),
        ("as_of", "yesterday", "write YYYY-MM-DD"),
        ("min_confidence", "hihg", "did you mean high?"),
        ("world_region", "Europ", "did you mean Europe?"),
        ("recency_years", 0, "allowed are 1 to 60"),
    ],
)
def test_a_wrong_parameter_is_told_in_the_cell_as_on_the_command_line(
    kernel: BlockingKernelClient, name: str, value: object, told: str
) -> None:
    _, error = answer(kernel, f"{edited(**{name: value})}\n{SETUP}")
    ours = command_line(f"--{name.replace('_', '-')}", str(value))
    assert error["ename"] == "ParameterError"
    # The command line knows a number as the text that was typed.
    ours_here = ours.replace(repr(str(value)), repr(value))
    assert "\n".join(error["traceback"]) == ours_here
    assert told in ours


def test_bad_data_are_told_in_the_cell_as_by_the_check(
    kernel: BlockingKernelClient, tmp_path: Path
) -> None:
    folder = shutil.copytree(ROOT / "data", tmp_path / "data")
    offices = folder / "offices.csv"
    spoilt = offices.read_text("utf-8").replace("alb-tirana,Tirana,ALB", "alb-tirana,Tirana,ALX")
    offices.write_text(spoilt, "utf-8")
    _, error = answer(kernel, f"{edited(data_dir=str(folder))}\n{SETUP}")
    told = "\n".join(error["traceback"])
    assert error["ename"] == "DataError" and "→ Perhaps ALB." in told
    assert told == command_line("check", "--data", str(folder))


@pytest.mark.parametrize("content", [None, "{,", "{}"], ids=["absent", "no JSON", "empty"])
def test_a_folder_without_a_codebook_is_told_in_the_cell_as_on_the_command_line(
    kernel: BlockingKernelClient, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / "datapackage.json").write_text(content, "utf-8")
    _, error = answer(kernel, f"{edited(data_dir=str(tmp_path))}\n{SETUP}")
    assert "\n".join(error["traceback"]) == command_line("--data", str(tmp_path))


def public_names() -> dict[str, Any]:
    """What the notebooks call and what it is: "measures.offices_after", "Page", "page.say"."""
    found: dict[str, Any] = {}
    for path in NOTEBOOKS:
        code = ast.parse("\n".join(cell.source for cell in cells(path, "code")))
        known: dict[str, Any] = {"page": Page}
        for node in ast.walk(code):
            if isinstance(node, ast.ImportFrom) and node.module:
                home = import_module(node.module)
                known |= {one.name: _member(home, one.name) for one in node.names}
        for node in ast.walk(code):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                home = known.get(node.value.id)
                if inspect.ismodule(home) or home is Page:
                    found[ast.unparse(node)] = getattr(home, node.attr, None)
        found |= {name: one for name, one in known.items() if callable(one) and name != "page"}
    return {name: one for name, one in found.items() if callable(one)}


def _member(home: Any, name: str) -> Any:
    return getattr(home, name, None) or import_module(f"{home.__name__}.{name}")


def test_shift_tab_explains_whatever_the_notebooks_call(kernel: BlockingKernelClient) -> None:
    names = public_names()
    assert {"page.say", "page.show", "page.table", "data.load", "View", "Parameters"} <= set(names)
    everything = {line for path in NOTEBOOKS for line in imports(path)}
    answer(kernel, "\n".join([ASKED, SETUP, *sorted(everything)]))
    unexplained = [name for name, one in names.items() if not explained(kernel, name, one)]
    assert unexplained == []


def imports(path: Path) -> list[str]:
    code = ast.parse("\n".join(cell.source for cell in cells(path, "code")))
    return [ast.unparse(node) for node in code.body if isinstance(node, ast.ImportFrom)]


def explained(kernel: BlockingKernelClient, name: str, one: Any) -> bool:
    """Whether a kernel asked for a name answers with the first line of its own docstring."""
    reply = kernel.inspect(name, len(name), reply=True, timeout=30)["content"]
    own = inspect.cleandoc(one.__doc__ or "").partition("\n")[0]
    told = re.sub(r"\x1b\[[0-9;]*m", "", json.dumps(reply["data"], ensure_ascii=False))
    return bool(own) and reply["found"] and json.dumps(own, ensure_ascii=False)[1:-1] in told
