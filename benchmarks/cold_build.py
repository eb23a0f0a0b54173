"""How long a build takes that starts cold, by stage, and what the same figures cost without it.

    make bench

A cold build is a new process with kernels, pages and paper. Its measure is the same cells run as
plain functions in one process that is warm: everything imported and every figure drawn once.
Both are timed in turn; medians and the ratio are printed, since one time says little on a shared
machine.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 3
sys.path.insert(0, str(ROOT))
os.environ["MPLBACKEND"] = "agg"


def cold() -> tuple[float, dict[str, float]]:
    """Seconds of a whole build as a command, and of its stages as it prints them."""
    with tempfile.TemporaryDirectory() as out:
        began = time.monotonic()
        command = [sys.executable, "build.py", "--out", out]
        ended = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        seconds = time.monotonic() - began
    lines = [line.rsplit(maxsplit=2) for line in ended.stdout.splitlines() if line.endswith(" s")]
    return seconds, {name.strip(): float(value) for name, value, _ in lines}


def plain() -> float:
    """Seconds for the code cells of all chapters, run here one after the other."""
    with tempfile.TemporaryDirectory() as staging:
        os.environ["PRESS_STAGING"] = staging
        began = time.monotonic()
        for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb")):
            cells = json.loads(path.read_text("utf-8"))["cells"]
            names: dict[str, object] = {}
            for cell in cells:
                if cell["cell_type"] == "code":
                    exec("".join(cell["source"]), names)  # the very cells the kernels run
        return time.monotonic() - began


def main() -> None:
    """Time both in turn and print medians."""
    import press.page

    # Blocks go nowhere here; a kernel would send them to the notebook.
    press.page.display = lambda *_, **__: None
    os.chdir(ROOT / "notebooks")
    plain()  # warms the process
    rounds = [(cold(), plain()) for _ in range(ROUNDS)]
    for stage in rounds[0][0][1]:
        seconds = statistics.median(built[1].get(stage, 0.0) for built, _ in rounds)
        print(f"{stage:<28}{seconds:7.1f} s")
    whole = statistics.median(built[0] for built, _ in rounds)
    warm = statistics.median(seconds for _, seconds in rounds)
    ratio = statistics.median(built[0] / seconds for built, seconds in rounds)
    print(f"{'whole cold build':<28}{whole:7.1f} s")
    print(f"{'same cells, one warm process':<28}{warm:7.1f} s")
    print(f"ratio {ratio:.2f}, median of {ROUNDS} rounds")


if __name__ == "__main__":
    main()
