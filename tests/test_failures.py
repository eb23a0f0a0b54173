"""However a build fails, it says so, ends as documented, and loses nothing that was published."""

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
import pytest
from conftest import ROOT
from test_command_line import build
from test_other_data import FBI

from footprint import codebook
from press import crate, publish, report, run
from press.exits import Exit

CELLS = {
    "fine": ["print(1)"],
    "raises": ["x = 1", "raise ValueError('no such office')", "print(2)"],
    "killed": ["import os, signal", "os.kill(os.getpid(), signal.SIGKILL)"],
    "hangs": ["import time", "time.sleep(60)"],
    "slow": ["import time", *["time.sleep(1.2)"] * 10],
}


def notebook(path: Path, sources: list[str]) -> Path:
    cells = [nbformat.v4.new_markdown_cell("# Title\n\n## A section", id="title")]
    cells += [nbformat.v4.new_code_cell(text, id=f"cell-{i}") for i, text in enumerate(sources)]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    book = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(book, path)
    return path


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, run.Outcome]:
    folder = tmp_path_factory.mktemp("failing")
    paths = [notebook(folder / f"{name}.ipynb", sources) for name, sources in CELLS.items()]
    ended = run.notebooks(
        paths, parameters={}, staging=folder, limits=run.Limits(2.5, 8), root=ROOT, jobs=3
    )
    return {one.chapter: one for one in ended}


@pytest.mark.parametrize(
    ("chapter", "code", "cell", "told"),
    [
        ("fine", Exit.OK, "", ""),
        ("raises", Exit.FAILED_CELL, "cell-1", "no such office"),
        ("killed", Exit.DEAD_KERNEL, "cell-1", "died"),
        ("hangs", Exit.TIME_OUT, "cell-1", ""),
        ("slow", Exit.TIME_OUT, "", ""),
    ],
)
def test_every_chapter_says_how_it_ended_and_the_others_finish(
    outcomes: dict[str, run.Outcome], chapter: str, code: Exit, cell: str, told: str
) -> None:
    one = outcomes[chapter]
    assert one.exit is code
    assert told.lower() in one.what.lower()
    assert not cell or (one.cell, one.section) == (cell, "A section")
    assert (code is Exit.OK) == (one.cell == "")


def test_what_a_kernel_says_beside_its_notebook_does_not_reach_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    # Under pytest a kernel leaves its descriptors as they were; 2 is that of the process.
    speaks = "import os; os.write(2, b'of its own')"
    path = notebook(tmp_path / "speaks.ipynb", [speaks])
    limits = run.Limits(30, 30)
    [ended] = run.notebooks([path], parameters={}, staging=tmp_path, limits=limits, root=ROOT)
    assert (ended.exit, capfd.readouterr().err) == (Exit.OK, "")


def test_a_kernel_that_cannot_start_says_why(tmp_path: Path) -> None:
    path, limits = notebook(tmp_path / "still.ipynb", ["1"]), run.Limits(30, 30)
    nowhere = {"PYTHONHOME": "/nowhere"}  # where there is no library of Python
    [ended] = run.notebooks(
        [path], parameters={}, staging=tmp_path, limits=limits, root=ROOT, environment=nowhere
    )
    assert ended.exit
    assert "died" in ended.what and "Python" in ended.what.partition("(")[2]


def test_the_card_of_a_failure_fits_a_screen_and_never_speaks_of_success(
    outcomes: dict[str, run.Outcome], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "raises.ipynb").touch()
    assert report.failed([outcomes["raises"]], tmp_path) is Exit.FAILED_CELL
    card = capsys.readouterr().err
    assert len(card.splitlines()) <= 24
    for words in ("raises", "exit 4", "A section", "cell-1", "no such office", "make lab", "Log:"):
        assert words in card
    assert not re.search(r"report is at|done|success", card)


@pytest.fixture(scope="module")
def one_chapter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second agency's data, with a report of the summary alone."""
    folder = tmp_path_factory.mktemp("data")
    return copied(folder, chapters={"00-summary": "In short"})


def copied(folder: Path, **changed: Any) -> Path:
    """The second agency's data, with something in its report changed."""
    for file in FBI.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    book = codebook.read(FBI)
    book["report"] |= changed
    (folder / "datapackage.json").write_text(json.dumps(book), "utf-8")
    return folder


@pytest.fixture(scope="module")
def published(one_chapter: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("published")
    assert build("--data", str(one_chapter), "--out", str(target)).returncode == Exit.OK
    return target


def bytes_of(target: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(target)): path.read_bytes()
        for folder in ("report", "figures")
        for path in sorted((target / folder).rglob("*"))
        if path.is_file()
    }


def start(one_chapter: Path, target: Path) -> subprocess.Popen[str]:
    """A build that goes on, its first notebook begun."""
    line = [sys.executable, "build.py", "--data", str(one_chapter), "--out", str(target)]
    going = subprocess.Popen(
        line,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # Tests that run in the background ignore it, and a child would inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    assert going.stderr
    while "started" not in (told := going.stderr.readline()):
        assert told, "the build ended before a notebook began"
    return going


@pytest.mark.build
def test_an_interrupted_build_ends_as_one_and_leaves_no_kernel(
    one_chapter: Path, published: Path
) -> None:
    before = bytes_of(published)
    going = start(one_chapter, published)
    time.sleep(2)
    os.killpg(going.pid, signal.SIGINT)  # as a terminal does
    _, told = going.communicate(timeout=60)
    assert going.returncode == Exit.INTERRUPTED, told
    assert "Nothing published was touched" in told
    assert bytes_of(published) == before
    assert is_gone(going.pid), "a kernel of the interrupted build is still there"


def is_gone(group: int) -> bool:
    """Whether nobody of a group of processes is left, or will be in a moment."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.build
def test_of_two_builds_at_once_the_second_is_refused(one_chapter: Path, published: Path) -> None:
    first = start(one_chapter, published)
    second = build("--data", str(one_chapter), "--out", str(published))
    assert second.returncode == Exit.BUSY
    assert "Another build is writing to" in second.stderr
    first.communicate(timeout=120)
    assert first.returncode == Exit.OK


# In a namespace of mounts of its own, so that the disk is gone with the build.
ON_A_SMALL_DISK = """
size=$1 published=$2 disk=$3 after=$4; shift 4
mount -t tmpfs -o size="$size"k tmpfs "$disk" || exit
cp -R "$published/report" "$published/figures" "$disk" || exit
"$@"; code=$?
cp -R "$disk/report" "$disk/figures" "$after" || exit
exit $code
"""


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """How to run a command where a small disk may be mounted; skips where nobody may."""
    for line in (["unshare", "--map-root-user", "--mount"], ["unshare", "--mount"]):
        probe = ["mount", "-t", "tmpfs", "tmpfs", str(tmp_path_factory.mktemp("probe"))]
        try:
            if subprocess.run([*line, *probe], capture_output=True).returncode == 0:
                return line
        except FileNotFoundError:
            break
    pytest.skip("neither a user namespace nor root is allowed to mount a small disk here")


@pytest.mark.build
@pytest.mark.parametrize(
    ("room", "told"),
    [(100, "00-summary: a file could not be written (exit 11)"), (1400, "No space left on device")],
    ids=["while a notebook runs", "while the pages are set"],
)
def test_on_a_full_disk_nothing_published_is_lost(
    one_chapter: Path, published: Path, small_disk: list[str], tmp_path: Path, room: int, told: str
) -> None:
    before = bytes_of(published)
    kilobytes = sum(4 * (len(content) // 4096 + 1) for content in before.values())
    disk, after = tmp_path / "disk", tmp_path / "after"
    disk.mkdir()
    after.mkdir()
    built = [sys.executable, "build.py", "--data", str(one_chapter), "--out", str(disk)]
    script = ["sh", "-c", ON_A_SMALL_DISK, "sh", str(kilobytes + room), str(published), str(disk)]
    ended = subprocess.run(
        [*small_disk, *script, str(after), *built],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ended.returncode == Exit.UNWRITABLE, ended.stderr
    assert told in ended.stderr and "Nothing published was touched." in ended.stderr
    assert "Traceback" not in ended.stderr and "The report is at" not in ended.stdout
    assert bytes_of(after) == before


@pytest.mark.build
def test_where_a_file_cannot_grow_nothing_published_is_lost(
    one_chapter: Path, published: Path
) -> None:
    before = bytes_of(published)

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    line = [sys.executable, "build.py", "--data", str(one_chapter), "--out", str(published)]
    ended = subprocess.run(
        line, cwd=ROOT, capture_output=True, text=True, timeout=300, preexec_fn=little_room
    )
    assert ended.returncode == Exit.UNWRITABLE, ended.stderr
    assert "File too large" in ended.stderr and "The report is at" not in ended.stdout
    assert bytes_of(published) == before


@pytest.mark.build
def test_without_a_typeface_a_chapter_fails_and_no_other_is_taken(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    cells = [
        "from pathlib import Path\nfrom footprint.drawing import style",
        # They were made known when the room was imported.
        f"style.FONTS = Path({str(tmp_path / 'fonts')!r})\nstyle.register_fonts.cache_clear()",
        "style.styled(print)('a figure in some other typeface')",
    ]
    path = notebook(tmp_path / "bare.ipynb", cells)
    limits = run.Limits(60, 60)
    (one,) = run.notebooks([path], parameters={}, staging=tmp_path, limits=limits, root=ROOT)
    assert (one.exit, one.cell) == (Exit.FAILED_CELL, "cell-2")
    assert one.what == f"FileNotFoundError: no typeface in {tmp_path / 'fonts'}"


@pytest.mark.build
def test_a_failed_build_leaves_a_draft_under_a_banner(published: Path, tmp_path: Path) -> None:
    # A chapter cannot read these, the check of the tables does not look at them.
    chapters = {"00-summary": "In short", "08-how-complete-this-is": ""}
    data = copied(tmp_path, chapters=chapters, counted_apart=["no", "mapping"])
    before = bytes_of(published)
    ended = build("--data", str(data), "--out", str(published))
    assert ended.returncode == Exit.FAILED_CELL
    assert bytes_of(published) == before
    draft = (published / ".build" / "failed" / "report" / "index.html").read_text("utf-8")
    assert "A draft of a build that failed, not published." in draft
    assert "Missing: 08-how-complete-this-is." in draft
    ledger = json.loads(
        (published / ".build" / "failed" / "report" / crate.NAME).read_text("utf-8")
    )
    ended_as = {
        one["@id"]: one["actionStatus"] for one in ledger["@graph"] if "actionStatus" in one
    }
    assert {name: status.rpartition("/")[2] for name, status in ended_as.items()} == {
        "#build": "FailedActionStatus",
        "#run/00-summary": "CompletedActionStatus",
        "#run/08-how-complete-this-is": "FailedActionStatus",
    }


@pytest.mark.build
def test_an_edition_that_stands_is_built_again_only_if_something_changed(
    one_chapter: Path, published: Path
) -> None:
    options = ["--data", str(one_chapter), "--out", str(published)]
    assert build(*options).returncode == Exit.OK
    again = build(*options, "--if-changed")
    assert again.returncode == Exit.NOTHING_TO_DO and "Nothing has changed" in again.stderr
    assert build(*options, "--if-changed", "--recency-years", "4").returncode == Exit.OK


def test_what_a_killed_build_left_is_cleared(tmp_path: Path) -> None:
    left = tmp_path / ".build" / "staging-old"
    left.mkdir(parents=True)
    with publish.staged(tmp_path) as staging:
        assert staging.exists() and not left.exists()
    assert not staging.exists()
