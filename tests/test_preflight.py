"""The check of the tables finds every seeded fault, says what would be right, and cries no wolf."""

import csv
import io
import itertools
import json
import re
import shutil
import subprocess
import time
import tracemalloc
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from conftest import ROOT
from faults import FAULTS, Fault

from footprint import data, preflight, starter
from footprint.drawing import palette
from footprint.preflight import Problem, readings

DATA = ROOT / "data"


def put(folder: Path, fault: Fault) -> int:
    """Make the edit in a copy of the data; returns the line of its first changed letter."""
    path = folder / fault.file
    before = path.read_text("utf-8")
    assert fault.old in before, "the data have changed: seed the fault elsewhere"
    after = before.replace(fault.old, fault.new, 1)
    path.write_text(after, "utf-8")
    same = len(
        list(itertools.takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    )
    return before[:same].count("\n") + 1


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data to spoil; the boundaries are linked, so that they are read once."""
    copy = tmp_path / "data"
    copy.mkdir()
    for path in [*DATA.glob("*.csv"), DATA / "datapackage.json"]:
        shutil.copy(path, copy)
    (copy / "boundaries.geojson").symlink_to(DATA / "boundaries.geojson")
    return copy


def test_the_real_data_raise_nothing_not_even_a_warning() -> None:
    assert preflight.examine(DATA) == []


@pytest.mark.parametrize("example", sorted((ROOT / "examples").iterdir()), ids=lambda p: p.name)
def test_the_examples_raise_nothing(example: Path) -> None:
    assert preflight.examine(example) == []


def test_an_empty_data_folder_raises_nothing(tmp_path: Path) -> None:
    starter.write(tmp_path / "new")
    assert preflight.examine(tmp_path / "new") == []


def test_there_are_many_faults() -> None:
    assert len(FAULTS) >= 40
    proposed = [
        fault for fault in FAULTS.values() if any(said[1] is not None for said in fault.said)
    ]
    assert len(proposed) > len(FAULTS) / 2


@pytest.mark.parametrize("name", FAULTS)
def test_a_seeded_fault_is_found_where_it_is_and_nothing_else_and_its_fix_is_right(
    name: str, folder: Path
) -> None:
    fault = FAULTS[name]
    edited = put(folder, fault)
    line = {0: edited, -1: None}.get(fault.line, fault.line)
    problems = preflight.examine(folder)
    assert [(p.file, p.line, p.column) for p in problems] == [
        (fault.file, line, column) for column, _, _ in fault.said
    ], "\n".join(map(str, problems))
    for problem, (_, fix, words) in zip(problems, fault.said, strict=True):
        assert problem.fix == fix
        assert problem.is_certain == fault.is_certain
        assert problem.severity == fault.severity
        assert words in str(problem)
        assert problem.proposal, "a message says what to do"
        assert not re.search(r"-error|constraint|null|None|foreign|primary", problem.why)
    diff = preflight.patch(problems, folder)
    if fault.is_certain:
        brings_the_real_data_back(fault, diff, folder)
    else:
        assert diff == "", "what is not certain is left out of the patch"


def brings_the_real_data_back(fault: Fault, diff: str, folder: Path) -> None:
    spoilt = (folder / fault.file).read_text("utf-8")
    assert fault.new in spoilt, "the patch is for review; nothing is edited"
    apply(diff, folder)
    assert read(folder / fault.file) == read(DATA / fault.file)
    changed = [line for line in diff.splitlines() if line.startswith("-") and line[:4] != "--- "]
    assert len(changed) == 1, "a line that is right stays as it is"


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def apply(diff: str, folder: Path) -> None:
    git = ["git", "apply", "-p1", "-"]
    subprocess.run(git, input=diff.encode(), cwd=folder, check=True, capture_output=True)


def test_every_problem_is_found_at_once(folder: Path) -> None:
    together: dict[tuple[str, int], Fault] = {}
    for fault in FAULTS.values():
        text = (folder / fault.file).read_text("utf-8")
        place = fault.file, text[: text.find(fault.old)].count("\n")
        shifts = "\n" in fault.new or "\n" in fault.old or place[1] == 0
        if fault.old in text and place not in together and not shifts:
            put(folder, fault)
            together[place] = fault
    assert len(together) > 40
    found = {(problem.file, problem.column) for problem in preflight.examine(folder)}
    assert {
        (fault.file, said[0]) for fault in together.values() for said in fault.said
    } - found == set()


# Files as a whole


Edit = Callable[[bytes], bytes]
WHOLE: dict[str, tuple[str, Edit, str]] = {
    "semicolons": ("events.csv", lambda text: semicolons(text), "parts its cells with semicolons"),
    "tabs": ("budget.csv", lambda text: semicolons(text, b"\t"), "parts its cells with tabs"),
    "a byte-order mark": ("offices.csv", lambda text: b"\xef\xbb\xbf" + text, "byte-order mark"),
    "Windows-1252": (
        "offices.csv",
        lambda text: text.decode().replace("Asunción", "Asunción").encode("cp1252", "replace"),
        "not coded in UTF-8",
    ),
    "UTF-16": ("offices.csv", lambda text: text.decode().encode("utf-16"), "UTF-16"),
    "line ends of Windows": ("majors.csv", lambda text: text.replace(b"\n", b"\r\n"), "Windows"),
    "no byte": ("budget.csv", lambda _: b"", "is empty"),
    "a column too many": ("budget.csv", lambda text: column(text, b"colour"), "does not know"),
    "a column without a name": ("budget.csv", lambda text: column(text, b""), "has no name"),
    "a column too few": (
        "precursor_sources.csv",
        lambda text: re.sub(rb"(?m),[^,\n]*$", b"", text),
        "is missing from the table",
    ),
    "columns in another order": (
        "precursor_sources.csv",
        lambda text: re.sub(rb"(?m)^([^,\n]*),([^,\n]*),", rb"\2,\1,", text),
        "another order",
    ),
    "a quotation mark that is not closed": (
        "offices.csv",
        lambda text: text.replace(b"alb-tirana,Tirana", b'alb-tirana,"Tirana'),
        "not closed",
    ),
}


def semicolons(text: bytes, mark: bytes = b";") -> bytes:
    made = io.StringIO()
    rows = csv.reader(text.decode().splitlines())
    csv.writer(made, delimiter=mark.decode(), lineterminator="\n").writerows(rows)
    return made.getvalue().encode()


def column(text: bytes, name: bytes) -> bytes:
    head, *rest = text.splitlines()
    return b"\n".join([head + b"," + name, *(row + b"," for row in rest)]) + b"\n"


@pytest.mark.parametrize("name", WHOLE)
def test_a_file_that_is_written_in_another_way_is_told_apart(name: str, folder: Path) -> None:
    file, edit, words = WHOLE[name]
    path = folder / file
    path.write_bytes(edit(path.read_bytes()))
    problems = [problem for problem in preflight.examine(folder) if words in problem.why]
    assert [problem.file for problem in problems] == [file]
    assert problems[0].proposal or name == "no byte"


@pytest.mark.parametrize(
    "name", ["semicolons", "tabs", "a byte-order mark", "line ends of Windows", "Windows-1252"]
)
def test_how_a_file_is_written_is_said_once_and_not_in_every_row(name: str, folder: Path) -> None:
    file, edit, _ = WHOLE[name]
    (folder / file).write_bytes(edit((folder / file).read_bytes()))
    assert len(preflight.examine(folder)) == 1


@pytest.mark.parametrize("name", ["semicolons", "tabs", "a byte-order mark"])
def test_a_patch_puts_commas_back_and_takes_the_mark_away(name: str, folder: Path) -> None:
    file, edit, _ = WHOLE[name]
    (folder / file).write_bytes(edit((folder / file).read_bytes()))
    spoilt = preflight.examine(folder)
    apply(preflight.patch(spoilt, folder), folder)
    assert preflight.examine(folder) == []


def test_faults_within_a_file_of_semicolons_are_found_and_mended_with_it(folder: Path) -> None:
    path = folder / "events.csv"
    text = semicolons(path.read_bytes()).decode()
    path.write_text(text.replace("are-dubai;ARE;2;", "are-dubai;ARE;two;"), "utf-8")
    problems = preflight.examine(folder)
    assert {problem.column for problem in problems} == {"", "agents"}
    apply(preflight.patch(problems, folder), folder)
    assert preflight.examine(folder) == []


def test_a_missing_table_is_missed_and_a_misnamed_one_found(folder: Path) -> None:
    (folder / "office_evidence.csv").rename(folder / "office_evidance.csv")
    stray, missing = (each for each in preflight.examine(folder) if "line" not in each.where)
    assert (missing.file, missing.severity) == ("office_evidence.csv", "error")
    assert (stray.file, stray.severity) == ("office_evidance.csv", "warning")
    assert "Rename" in missing.proposal and "Rename" in stray.proposal


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"name": "events",', '"name": "events"', 458, "JSON"),
        ('"report": {', '"reprt": {', None, "“report”"),
        ('"resources": [', '"resource": [', None, "“resources”"),
        ('"path": "events.csv",', "", None, "“path” of events"),
        ('"path": "events.csv"', '"path": "../events.csv"', None, "stays in the folder"),
        ('"path": "events.csv"', '"path": "/events.csv"', None, "stays in the folder"),
        ('"name": "event_id",', "", None, "columns of events"),
        ('"type": "integer"', '"type": "intger"', None, "cannot be followed"),
        ("é", "\udce9", None, "UTF-8"),
    ],
)
def test_a_broken_codebook_is_told_with_what_it_lacks(
    old: str, new: str, line: int | None, words: str, folder: Path
) -> None:
    book = folder / "datapackage.json"
    text = book.read_text("utf-8").replace("agents they hold", "agents thé hold")
    assert old in text
    book.write_bytes(text.replace(old, new, 1).encode("utf-8", "surrogateescape"))
    problem, *others = (p for p in preflight.examine(folder) if p.file == "datapackage.json")
    assert others == [] and words in problem.why and problem.proposal
    assert problem.severity == "error" and (line is None or abs((problem.line or 0) - line) < 9)


def test_a_folder_without_a_codebook_is_no_data_folder(tmp_path: Path) -> None:
    (problem,) = preflight.examine(tmp_path)
    assert problem.file == "datapackage.json" and "build.py new" in problem.proposal


def test_boundaries_that_cannot_be_read_are_an_error_and_absent_ones_are_ours(folder: Path) -> None:
    own = folder / "boundaries.geojson"
    own.unlink()
    assert preflight.examine(folder) == []
    own.write_text('{"type": "FeatureCollection"}', "utf-8")
    (problem,) = preflight.examine(folder)
    assert (problem.file, problem.severity) == ("boundaries.geojson", "error")


def test_lines_are_those_of_an_editor_where_a_note_has_line_breaks(folder: Path) -> None:
    path = folder / "offices.csv"
    text = path.read_text("utf-8").replace("At the U.S. Embassy.", '"At the\nU.S.\nEmbassy."', 1)
    path.write_text(
        text.replace("ury-montevideo,Montevideo,URY", "ury-montevideo,Montevideo,URX"), "utf-8"
    )
    (problem,) = [each for each in preflight.examine(folder) if each.value == "URX"]
    lines = path.read_text("utf-8").split("\n")
    assert lines[(problem.line or 0) - 1].startswith("ury-montevideo")


def test_an_error_stops_a_build_and_a_warning_does_not(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "CHECKED", tmp_path / "checked")
    put(folder, FAULTS["an office next to another"])
    assert len(data.load(folder).offices) == len(data.load(DATA).offices) + 1
    put(folder, FAULTS["an unknown source"])
    with pytest.raises(data.DataError) as refused:
        data.load(folder)
    assert [problem.column for problem in refused.value.problems] == ["source_id"]


def test_what_has_passed_is_not_examined_again_and_keeps_its_warnings(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data, "CHECKED", tmp_path / "checked")
    put(folder, FAULTS["an office next to another"])
    first = data.check(folder)
    with monkeypatch.context() as patched:
        patched.setattr(preflight, "examine", None)
        assert data.check(folder) == first != []
    put(folder, FAULTS["an unknown source"])
    assert len(data.check(folder)) == len(first) + 1


# What is said


NASTY = Problem("<b>.csv", 3, "</li>", "<script>alert(1)</script>&", "is <odd>", fix="<&>\"'")


def test_the_page_escapes_whatever_the_tables_hold() -> None:
    page = preflight.as_html([NASTY])
    assert "<script" not in page and "<odd>" not in page and "<b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&amp;" in page
    assert "&lt;&amp;&gt;&quot;&#x27;" in page


def test_the_page_stands_alone_and_allows_no_script_and_no_request() -> None:
    page = preflight.as_html([NASTY])
    assert not re.search(r"(?:src|href|url)\s*[=(]", page)
    assert "default-src 'none'; style-src 'sha256-" in page
    assert page == preflight.as_html([NASTY])


def test_the_page_has_the_colours_of_the_report() -> None:
    style = (Path(preflight.__file__).parent / "page.css").read_text("utf-8")
    used = set(re.findall(r"#[0-9A-Fa-f]{6}\b", style))
    assert used and used <= {*palette.LIGHT.values(), *palette.DARK.values()}


def test_json_holds_every_problem_whole() -> None:
    found = json.loads(preflight.as_json([NASTY, *many(5)]))
    assert (found["errors"], found["warnings"]) == (1, 5)
    assert found["problems"][0]["value"] == NASTY.value
    assert set(found["problems"][0]) >= {
        *("file", "line", "column", "value", "why", "fix", "advice", "is_certain", "severity"),
    }


def many(count: int, severity: str = "warning") -> list[Problem]:
    return [
        Problem("a.csv", line, "b", "c", "is wrong", advice="Do.", severity=severity)  # type: ignore[arg-type]
        for line in range(2, count + 2)
    ]


def test_the_terminal_shows_errors_before_warnings_and_counts_what_repeats_itself() -> None:
    text = preflight.as_text([*many(500, "error"), *many(300)])
    assert text.index("ERRORS") < text.index("WARNINGS") < text.index("500 errors")
    assert len(re.findall("is wrong", text)) == 6
    assert re.findall(r"and (\d+) more in column b", text) == ["497", "297"]
    assert max(map(len, text.splitlines())) <= 100


def test_problems_of_every_column_are_shown_however_many_one_has() -> None:
    problems = [*many(500, "error"), Problem("a.csv", 900, "other", "", "is hidden")]
    assert "is hidden" in preflight.as_text(problems)


def test_no_cell_can_command_the_terminal_and_what_cannot_be_seen_is_shown() -> None:
    evil = Problem(
        "a.csv", 2, "b\x1b[31m", "\x1b[2J\u202eTir\u200bana", "is\x07 odd", fix="\x1b]0;"
    )
    text = preflight.as_text([evil])
    assert all(letter.isprintable() or letter == "\n" for letter in text)
    assert "Tir\\u200bana" in text


def test_the_terminal_says_when_nothing_is_wrong() -> None:
    assert preflight.as_text([]) == "Nothing is wrong with the data."


# Size


def test_a_hundred_thousand_rows_take_seconds_and_little_memory(folder: Path) -> None:
    path = folder / "events.csv"
    _, *rows = read(path)
    last = rows[-1][0]
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows(more_events(rows, 100_000))
    path.write_text(path.read_text("utf-8").replace(last, f"{last} ", 1), "utf-8")
    began = time.process_time()
    problems = preflight.examine(folder)
    assert time.process_time() - began < 60, "it takes about six seconds on a quiet machine"
    assert [(problem.line, problem.fix) for problem in problems] == [(len(rows) + 1, last)]


def test_memory_does_not_grow_with_the_text_of_the_rows(folder: Path) -> None:
    path = folder / "events.csv"
    peaks = []
    for count in (1_000, 9_000):
        shutil.copy(DATA / "events.csv", path)
        rows = read(path)[1:]
        with path.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(more_events(rows, count))
        tracemalloc.start()
        assert preflight.examine(folder) == []
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < 1_000 * 8_000, "a row leaves its keys behind, not its text"


def more_events(rows: list[list[str]], count: int) -> Iterable[list[str]]:
    """Sound rows, each with a long note, as many as are asked for."""
    for number, row in zip(range(count), itertools.cycle(rows), strict=False):
        _, date, _, office, iso3, agents, _, sources, _ = row
        note = f"Note {number} " + "on and on " * 20
        yield [
            f"x-{number:06}",
            date,
            "propose",
            office,
            iso3,
            agents,
            "",
            sources,
            note.strip(),
        ]


# What was meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("twenty-three", ("23", True)),
        ("one hundred and five", ("105", True)),
        ("two thousand three hundred", ("2300", True)),
        ("a dozen", ("12", True)),
        ("3 million", ("3", False)),
        ("1,234,567", ("1234567", True)),
        ("−5", ("-5", True)),
        ("more than 100", ("100", False)),
        ("between 5 and 7", None),
        ("2.4E+06", None),
        ("several", None),
    ],
)
def test_a_number_is_read_out_of_its_text(text: str, meant: tuple[str, bool] | None) -> None:
    assert readings.number(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("16 September 2024", (["2024-09-16"], True)),
        ("September 16th, 2024", (["2024-09-16"], True)),
        ("Sept 2024", (["2024-09"], True)),
        ("2024/9/6", (["2024-09-06"], True)),
        ("20240916", (["2024-09-16"], True)),
        ("9/2024", (["2024-09"], True)),
        ("09/10/2024", (["2024-10-09", "2024-09-10"], False)),
        ("09/09/2024", (["2024-09-09"], True)),
        ("45551", (["2024-09-16"], False)),
        ("about 2011", (["2011"], False)),
        ("31/31/2024", ([], False)),
        ("yesterday", ([], False)),
    ],
)
def test_a_date_is_read_out_of_its_text(text: str, meant: tuple[list[str], bool]) -> None:
    assert readings.days(text) == meant
