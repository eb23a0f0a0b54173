"""Staged output is swapped in whole: a failed build leaves what was published as it was."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path


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
