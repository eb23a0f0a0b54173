"""Several editions at once."""

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from test_command_line import build
from test_other_data import FBI

from footprint import sets
from footprint.command import Build, RefusedError, parse
from press import editions
from press.exits import Exit

SETS = """
[common]
recency_years = 3
[sets.early]
as_of = 1975-01-01
[matrix]
as_of = [2019-12-31, "2024-09-16"]
min_confidence = ["low", "high"]
"""
REFUSED = {
    "[set.x]\na = 1": "[set] is not one of common, sets, matrix; did you mean sets?",
    "[sets.x]\nas_off = 1": "[x]: as_off is not one of as_of, data",
    '[sets.x]\nas_of = "banana"': "[x]: as_of: 'banana' is not a day",
    '[sets."../x"]\nas_of = 2020-01-01': "[../x]: a set is named in small letters",
    '[sets.x]\nplan = "non"': "did you mean none?",
    '[matrix]\nmin_confidence = ["low", "hihg"]': "[min-confidence-hihg]: min_confidence: 'hihg'",
    "[sets.x]\nout = 'elsewhere'": "[x]: out is not one of",
    '[sets.x]\ndata = "nowhere"': "does not exist",
    "x =": "is no TOML",
    "sets = 3": "sets holds no parameters",
    "[sets]\nx = 1": "sets holds no parameters",
    "matrix = 1": "matrix holds no parameters",
    "": "names no set",
}


def asked(path: Path, *more: str) -> Build:
    command = parse(["--set", str(path), *more])
    assert isinstance(command, Build)
    return command


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "many.toml").write_text(SETS, "utf-8")
    return tmp_path / "many.toml"


def test_named_sets_and_every_combination_of_a_matrix(file: Path, tmp_path: Path) -> None:
    builds = sets.read(file, asked(file, "--out", str(tmp_path / "out"), "--jobs", "1"))
    assert list(builds) == [
        "early",
        "as-of-2019-12-31_min-confidence-low",
        "as-of-2019-12-31_min-confidence-high",
        "as-of-2024-09-16_min-confidence-low",
        "as-of-2024-09-16_min-confidence-high",
    ]
    for name, one in builds.items():
        assert one.target == tmp_path / "out" / name and one.set is None
        assert (one.recency_years, one.jobs) == (3, 1)
    assert len({(one.as_of, one.min_confidence) for one in builds.values()}) == 5


def test_a_set_wins_over_the_command_line_and_brings_data_beside_its_file(tmp_path: Path) -> None:
    (tmp_path / "mine").symlink_to(FBI)
    (tmp_path / "s.toml").write_text('[sets.a]\ndata = "mine"\n[sets.b]\nrecency_years = 9\n')
    builds = sets.read(tmp_path / "s.toml", asked(tmp_path / "s.toml", "--recency-years", "2"))
    assert builds["a"].data_dir == tmp_path / "mine" and builds["a"].plan == "none"
    assert [one.recency_years for one in builds.values()] == [2, 9]


@pytest.mark.parametrize("text", REFUSED)
def test_a_wrong_set_is_refused_with_file_set_and_parameter(text: str, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(text, "utf-8")
    with pytest.raises(RefusedError) as refused:
        sets.read(tmp_path / "bad.toml", asked(tmp_path / "bad.toml"))
    assert "bad.toml" in str(refused.value) or "data:" in str(refused.value)
    assert REFUSED[text] in str(refused.value)


class Cells(HTMLParser):
    """The rows of a table as text, and every link."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        self.links += [value or "" for key, value in attrs if key in ("href", "src")]

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data.strip()


def ledger(folder: Path, **values: int) -> None:
    (folder / "report").mkdir(parents=True)
    facts = {
        key: {"value": value, "text": f"{value} {key}", "used": [{"page": "index.html"}]}
        for key, value in values.items()
    }
    (folder / "report" / "facts.json").write_text(json.dumps(facts))


def test_the_index_shows_what_differs_and_never_calls_a_failure_published(tmp_path: Path) -> None:
    ledger(tmp_path / "a", offices=92, same=1)
    ledger(tmp_path / "b", offices=80, same=1)
    ledger(tmp_path / "d", offices=92, same=1)
    parameters = {"as_of": "2024-09-16", "plan": "none"}
    built = [
        editions.Built("a", parameters, Exit.OK),
        editions.Built("b", {**parameters, "plan": "<b>"}, Exit.STALE_SENTENCE),
        editions.Built("c", parameters, Exit.TIME_OUT),
        editions.Built("d", parameters, Exit.NOTHING_TO_DO),
    ]
    page = Cells(editions.index(tmp_path, built, title="The <i>").read_text("utf-8"))
    assert page.rows == [
        ["Edition", "Plan", "Offices", "How it ended"],
        ["a", "none", "92 offices", "published"],
        ["b", "<b>", "80 offices", "published, with a stale sentence"],
        ["c", "none", "–", "not published: time out"],
        ["d", "none", "92 offices", "stands as it was"],
    ]
    assert [link for link in page.links if "index" in link] == [
        "a/report/index.html",
        "b/report/index.html",
        "d/report/index.html",
    ]


@pytest.mark.build
def test_a_file_of_sets_makes_an_edition_each_and_an_index(tmp_path: Path) -> None:
    text = f'[common]\ndata = "{FBI.as_posix()}"\n[matrix]\nas_of = [2012-12-31, 2024-09-16]\n'
    (tmp_path / "two.toml").write_text(text, "utf-8")
    ended = build("--set", str(tmp_path / "two.toml"), "--out", str(tmp_path / "out"))
    assert ended.returncode == Exit.OK, ended.stderr
    page = Cells((tmp_path / "out" / "index.html").read_text("utf-8"))
    assert [row[1] for row in page.rows] == ["As of", "2012-12-31", "2024-09-16"]
    for link in page.links:
        assert (tmp_path / "out" / link).exists(), link
    again = build(
        "--set", str(tmp_path / "two.toml"), "--out", str(tmp_path / "out"), "--if-changed"
    )
    assert again.returncode == Exit.NOTHING_TO_DO
    page = Cells((tmp_path / "out" / "index.html").read_text("utf-8"))
    assert [row[-1] for row in page.rows[1:]] == ["stands as it was"] * 2
