"""Staged output is swapped in whole: a failed build leaves what was published as it was.

Beside what is published, `.build/` holds the staging folder of a build under way, the lock that
keeps a second one out, what the last failure left, and a mark of what the edition was made from.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout


class BusyError(RuntimeError):
    """Another build is at work on the same target."""


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A folder beside the target, gone when the build is over. Raises BusyError."""
    (target / ".build").mkdir(parents=True, exist_ok=True)
    with _alone(target / ".build" / "lock"):
        for left in (target / ".build").glob("staging-*"):
            shutil.rmtree(left, ignore_errors=True)  # of a build that was killed
        staging = Path(tempfile.mkdtemp(prefix="staging-", dir=target / ".build"))
        try:
            yield staging
        finally:
            shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise BusyError from None
    try:
        yield
    finally:
        lock.release()


def keep(staging: Path, target: Path) -> Path:
    """Put the partial output of a failed build aside, in the place of the last failure."""
    kept = target / ".build" / "failed"
    shutil.rmtree(kept, ignore_errors=True)
    return staging.rename(kept)


def mark_of(target: Path) -> str:
    """The mark that the last build left; empty where there is no edition, or none that has one."""
    mark = target / ".build" / "mark"
    stands = (target / "report" / "index.html").exists() and mark.exists()
    return mark.read_text("utf-8") if stands else ""


def leave_mark(target: Path, mark: str) -> None:
    """Note what the edition that was just published is made from."""
    (target / ".build" / "mark").write_text(mark, "utf-8")


def swap(staging: Path, target: Path, folders: Iterable[str]) -> None:
    """Put folders of a staging folder in the place of those of the same name in `target`.

    The old ones are moved aside first and put back if anything fails on the way, so that both
    come from the same build. Staging and target must be on one file system.
    """
    aside = staging / "replaced"
    aside.mkdir()
    moved: list[str] = []
    try:
        for name in folders:
            if (target / name).exists():
                (target / name).rename(aside / name)
            moved.append(name)
            (staging / name).rename(target / name)
    except OSError:
        for name in moved:
            if (aside / name).exists():
                shutil.rmtree(target / name, ignore_errors=True)
                (aside / name).rename(target / name)
        raise
    shutil.rmtree(aside)
