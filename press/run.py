"""Execute notebooks, several at a time, each in a kernel process of its own, and say honestly
how each of them ended.

The outcome of a chapter is read from execution counts, from outputs and from what was raised,
never from papermill's own metadata, which calls the cells of a dead kernel completed.
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

import nbformat
from nbformat.reader import NotJSONError

from press.chapter import BLOCK
from press.exits import Exit

STAGING = "PRESS_STAGING"

# Only the fork-free libraries of the kernels read these; one thread each, since chapters
# run side by side, and no hash order that differs between two builds.
_KERNEL_ENVIRONMENT = {
    "MPLBACKEND": "agg",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "JUPYTER_PLATFORM_DIRS": "1",
}
_QUIET_KERNEL = ["--log-level=50", "--HistoryManager.enabled=False"]


@dataclass
class Outcome:
    """What became of one chapter. Of a failure `section` is the heading and `cell` the id of the
    place, and `what` says it in a line or two."""

    chapter: str
    exit: Exit = Exit.OK
    seconds: float = 0.0
    section: str = ""
    cell: str = ""
    what: str = ""
    stale: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Limits:
    """Seconds that a cell, and a whole notebook, may take."""

    cell: float = 120
    notebook: float = 300


Progress = Callable[[str, int, int], None]  # chapter, cells done, cells in all


def notebooks(
    paths: list[Path],
    *,
    parameters: Mapping[str, Any],
    staging: Path,
    limits: Limits,
    root: Path,
    jobs: int = 2,
    environment: Mapping[str, str] = MappingProxyType({}),
    progress: Progress = lambda chapter, done, of: None,
) -> list[Outcome]:
    """Run notebooks with the same parameters; executed copies go to `staging/chapters`.

    `root` is the folder that the notebooks import from; `environment` is what their kernels find
    set besides. Returns an outcome for each, in the order given; one that fails does not stop the
    others. An interrupt stops all of them and is raised again.
    """
    logging.getLogger("papermill").setLevel(logging.ERROR)
    (staging / "chapters").mkdir(parents=True, exist_ok=True)
    found = {STAGING: str(staging), "PYTHONPATH": str(root), **environment}
    with _environment({**_KERNEL_ENVIRONMENT, **found}):
        pool = ThreadPoolExecutor(max_workers=jobs)
        futures: list[Future[Outcome]] = [
            pool.submit(_run, path, parameters, staging, limits, progress) for path in paths
        ]
        try:
            waiting = set(futures)
            while waiting:
                _, waiting = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return [future.result() for future in futures]


def _run(
    path: Path, parameters: Mapping[str, Any], staging: Path, limits: Limits, progress: Progress
) -> Outcome:
    import papermill  # two seconds that a refused parameter saves

    from press import kernel

    outcome, began = Outcome(path.stem), time.monotonic()
    output = staging / "chapters" / path.name
    beside = output.with_suffix(".log")  # what its kernel says that no cell does
    # One more than there are now: the cell in which papermill puts the parameters.
    total = 1 + sum(cell.cell_type == "code" for cell in nbformat.read(path, as_version=4).cells)
    done = 0

    def step(**_: Any) -> None:
        nonlocal done
        done += 1
        progress(path.stem, min(done, total), total)

    def begin(cell: Any, cell_index: int) -> None:
        outcome.cell = cell.get("id", "")

    def time_left(_: Any) -> float:
        return max(0.01, min(limits.cell, limits.notebook - (time.monotonic() - began)))

    progress(path.stem, 0, total)
    try:
        papermill.execute_notebook(
            str(path),
            str(output),
            parameters=dict(parameters),
            # Not papermill's cwd=, which moves the whole process (papermill issue 473).
            resources={"metadata": {"path": str(path.parent)}},
            progress_bar=False,
            request_save_on_cell_execute=False,
            start_timeout=60,
            timeout_func=time_left,
            extra_arguments=_QUIET_KERNEL,
            kernel_manager_class=kernel.speaking_to(beside),
            on_cell_start=begin,
            on_cell_executed=step,
        )
        outcome.cell = ""
    except Exception as error:
        outcome.exit, outcome.what = _kind(error), _in_short(error)
        if "died" in outcome.what:
            outcome.what += _last_words(beside)
    outcome.seconds = time.monotonic() - began
    outcome = _read(output, outcome)
    outcome.section = _section(path, outcome.cell)
    return outcome


def _last_words(path: Path) -> str:
    """What a kernel said last, in brackets; empty where it said nothing."""
    said = path.read_text("utf-8", "replace").split("\n") if path.exists() else []
    return next((f" ({line.strip()})" for line in reversed(said) if line.strip()), "")


def _kind(error: Exception) -> Exit:
    # What has no room to be written is an OSError and none of its kinds, here and in the kernel.
    match type(error).__name__, getattr(error, "ename", ""):
        case "DeadKernelError", _:
            return Exit.DEAD_KERNEL
        case "CellTimeoutError" | "TimeoutError", _:
            return Exit.TIME_OUT
        case _, "DataError":
            return Exit.BAD_DATA
        case ("OSError", _) | (_, "OSError"):
            return Exit.UNWRITABLE
    return Exit.FAILED_CELL


def _in_short(error: Exception) -> str:
    name = getattr(error, "ename", type(error).__name__)
    return f"{name}: {getattr(error, 'evalue', error)}".strip()


def _read(executed: Path, outcome: Outcome) -> Outcome:
    """The outcome with what the executed notebook itself shows: cell, and stale sentences."""
    try:
        cells = nbformat.read(executed, as_version=4).cells
    except (FileNotFoundError, NotJSONError):  # a full disk leaves half a notebook, or none
        outcome.what = outcome.what or "the notebook did not start"
        outcome.exit = outcome.exit or Exit.FAILED_CELL
        return outcome
    for cell in cells:
        if cell.cell_type != "code":
            continue
        if not outcome.cell and (cell.execution_count is None or _failed(cell)):
            outcome.cell = cell.get("id", "")
            outcome.exit = outcome.exit or Exit.FAILED_CELL
            outcome.what = outcome.what or "the cell never ran"
        outcome.stale += [block["text"] for block in _blocks(cell) if block.get("holds") is False]
    if outcome.stale and not outcome.exit:
        outcome.exit = Exit.STALE_SENTENCE
    return outcome


def _section(path: Path, wanted: str) -> str:
    """The last heading above a cell; empty where there is none."""
    heading = ""
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            heading = next(iter(re.findall(r"^##+ (.+)", cell.source, re.MULTILINE)), heading)
        if cell.get("id") == wanted:
            return heading
    return ""


def _failed(cell: Any) -> bool:
    return any(output.output_type == "error" for output in cell.outputs)


def _blocks(cell: Any) -> Iterator[dict[str, Any]]:
    for output in cell.outputs:
        if block := output.get("data", {}).get(BLOCK):
            yield block


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    """Kernels inherit the environment of the build; it is put back when they are done."""
    before = {key: os.environ.get(key) for key in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value
