"""What the terminal says of a build: progress while it runs, a card for what failed, the end."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from press.exits import Exit
from press.facts import plain
from press.run import Outcome
from press.run import Progress as Step

_MEANING = {
    Exit.BAD_DATA: "the data were refused",
    Exit.FAILED_CELL: "a cell failed",
    Exit.DEAD_KERNEL: "the kernel died",
    Exit.TIME_OUT: "a time limit ran out",
    Exit.STALE_SENTENCE: "a sentence no longer follows from the data",
    Exit.UNWRITABLE: "a file could not be written",
}
_ADVICE = {
    Exit.BAD_DATA: "run `python build.py check` and mend the rows it names",
    Exit.FAILED_CELL: "open the notebook with `make lab` and run it to that cell",
    Exit.DEAD_KERNEL: "memory may have run out; try --jobs 1",
    Exit.TIME_OUT: "raise --cell-seconds or --notebook-seconds, or look for what hangs",
    Exit.STALE_SENTENCE: "reword the sentence, or check the rows it rests on",
    Exit.UNWRITABLE: "make room on the disk, or choose a folder on another one with --out",
}
_UNTOUCHED = "Nothing published was touched."


class Ended(Protocol):
    """A chapter, or an edition, that came to an end."""

    @property
    def exit(self) -> Exit: ...


@contextmanager
def progress() -> Iterator[Step]:
    """A bar over all cells and one for each notebook; plain lines where there is no terminal."""
    if not sys.stderr.isatty():
        yield _plain
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        overall = bars.add_task("all notebooks", total=0)
        tasks: dict[str, object] = {}
        counts: dict[str, tuple[int, int]] = {}

        def step(chapter: str, done: int, of: int) -> None:
            if chapter not in tasks:
                tasks[chapter] = bars.add_task(chapter, total=of)
            counts[chapter] = (done, of)
            bars.update(tasks[chapter], completed=done)  # type: ignore[arg-type]
            totals = [sum(column) for column in zip(*counts.values(), strict=True)]
            bars.update(overall, completed=totals[0], total=totals[1])

        yield step


def _plain(chapter: str, done: int, of: int) -> None:
    if done in (0, of):
        print(f"{chapter}: {'started' if done == 0 else 'all cells run'}", file=sys.stderr)


def worst(outcomes: Sequence[Ended]) -> Exit:
    """The code of the build: what failed first in reading order, a stale sentence last of all.

    A full disk comes before everything, since the rest may follow from it.
    """
    codes = [outcome.exit for outcome in outcomes if outcome.exit]
    if Exit.UNWRITABLE in codes:
        return Exit.UNWRITABLE
    hard = [code for code in codes if code is not Exit.STALE_SENTENCE]
    return (hard or codes or [Exit.OK])[0]


def failed(outcomes: list[Outcome], kept: Path | None = None) -> Exit:
    """Print a card for every chapter that failed, and where its partial output is, if kept."""
    console = Console(stderr=True)
    for outcome in outcomes:
        if outcome.exit:
            log = kept / "chapters" / f"{outcome.chapter}.ipynb" if kept else None
            _card(console, outcome, log)
    end = f"Nothing was published. Partial output: {kept}" if kept else _UNTOUCHED
    console.print(end, highlight=False, soft_wrap=True)
    return worst(outcomes)


def done(outcomes: list[Outcome], stages: Mapping[str, float], target: Path) -> None:
    """Say where the report is and how long each stage and chapter took."""
    console = Console(stderr=True)
    for outcome in outcomes:
        if outcome.stale:
            _card(console, outcome)
    out = Console()
    for stage, seconds in stages.items():
        out.print(f"{stage:<12}{seconds:6.1f} s", highlight=False)
        if stage == "notebooks":
            for outcome in outcomes:
                out.print(f"  {outcome.chapter:<30}{outcome.seconds:6.1f} s", highlight=False)
    out.print(
        f"The report is at {target / 'report' / 'index.html'}", highlight=False, soft_wrap=True
    )


def _card(console: Console, outcome: Outcome, log: Path | None = None) -> None:
    lines = [f"What: {outcome.what}"] if outcome.what else []
    lines += [f"Section: {outcome.section}"] if outcome.section else []
    lines += [f"Cell: {outcome.cell}"] if outcome.cell else []
    lines += [f"Sentence: {plain(sentence)}" for sentence in outcome.stale]
    lines.append(f"Try: {_ADVICE[outcome.exit]}")
    lines += [f"Log: {log}"] if log and log.exists() else []
    title = f"{outcome.chapter}: {_MEANING[outcome.exit]} (exit {int(outcome.exit)})"
    console.print(Panel("\n".join(lines), title=title, title_align="left"), markup=False)
