"""The whole pipeline: rebuilt bytes, one changed cell, a sentence that no longer holds."""

import json
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from test_command_line import build

from press import ledger, register
from press.exits import Exit

pytestmark = pytest.mark.build
DAKAR = "2024-announce-close-sen-dakar"


def files_of(folder: Path) -> dict[str, bytes]:
    """What must not differ: every file below a folder. PNG may differ between machines, and with
    them what the register of figures says of them, and of nothing else."""
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix != ".png"
    }
    if register.NAME in files:
        values = json.loads(files[register.NAME])
        for file in (file for figure in values["hasPart"] for file in figure["encoding"]):
            if file["encodingFormat"] == "image/png":
                file |= dict.fromkeys(("contentSize", "sha256", "seal", "likeness"))
        files[register.NAME] = json.dumps(values, indent=1).encode()
    return files


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("rebuilt")
    ended = build("--out", str(out))
    assert ended.returncode == Exit.OK, ended.stderr
    return out


@pytest.fixture(scope="module")
def without_dakar(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, str, Path]:
    folder = tmp_path_factory.mktemp("without-dakar")
    shutil.copytree(ROOT / "data", folder / "data")
    events = folder / "data" / "events.csv"
    rows = events.read_text("utf-8").splitlines(keepends=True)
    events.write_text("".join(row for row in rows if not row.startswith(DAKAR)), "utf-8")
    for part in ("report", "figures"):  # the edition before
        shutil.copytree(ROOT / part, folder / "out" / part)
    accept = f"events:{DAKAR}"
    asked = ["--data", folder / "data", "--out", folder / "out", "--accept-removals", accept]
    ended = build(*map(str, asked))
    return ended.returncode, ended.stderr, folder / "out"


@pytest.mark.parametrize("folder", ["figures", "report"])
def test_a_rebuild_gives_the_committed_bytes(rebuilt: Path, folder: str) -> None:
    committed, again = files_of(ROOT / folder), files_of(rebuilt / folder)
    assert sorted(committed) == sorted(again)
    assert [name for name, content in committed.items() if again[name] != content] == []


def test_every_chapter_has_its_page_and_there_is_a_paper(rebuilt: Path) -> None:
    notebooks = {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")}
    pages = {path.stem for path in (rebuilt / "report").glob("*.html")}
    beside = {
        "index",
        "facts",
        "search",
        "downloads",
        "rerun",
        "accessibility",
        "changelog",
        "figures",
    }
    assert pages == notebooks - {"00-summary"} | beside
    assert (rebuilt / "report" / "report.pdf").read_bytes().startswith(b"%PDF")


def test_without_one_announcement_the_facts_that_rest_on_it_change_and_no_others(
    rebuilt: Path, without_dakar: tuple[int, str, Path]
) -> None:
    before = json.loads((rebuilt / "report" / "facts.json").read_text("utf-8"))
    after = json.loads((without_dakar[2] / "report" / "facts.json").read_text("utf-8"))
    assert before["offices-closing"]["value"] - after["offices-closing"]["value"] == 1
    for key, fact in before.items():
        changed = fact["value"] != after[key]["value"]
        touched = DAKAR in str(fact["rows"]) or "sen-dakar" in str(fact["rows"]) + str(after[key])
        assert not changed or touched or "SEN" in str(fact["rows"]) or key.endswith("share"), key


def test_without_one_announcement_figures_that_do_not_rest_on_it_stay_byte_for_byte(
    rebuilt: Path, without_dakar: tuple[int, str, Path]
) -> None:
    before, after = files_of(rebuilt / "figures"), files_of(without_dakar[2] / "figures")
    changed = {name.rpartition(".")[0] for name in before if before[name] != after[name]}
    assert changed - {"README", "index"} == {
        "claims-by-verdict",
        "distance-share",
        "documented-by-window",
        "footprint-and-plan",
        "majors-years",
        "offices-by-region",
        "offices-by-status",
        "offices-over-time",
        "plan-and-nearest",
        "reach-change",
        "reach-of-capitals",
        "regions-before-and-after",
    }


def test_a_sentence_that_no_longer_holds_is_flagged_and_the_exit_code_says_so(
    tmp_path: Path,
) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    events = tmp_path / "data" / "events.csv"
    rows = events.read_text("utf-8").splitlines(keepends=True)
    kept = [row for row in rows if "announce-close-chn-shanghai" not in row]
    events.write_text("".join(kept), "utf-8")
    ended = build("--data", str(tmp_path / "data"), "--out", str(tmp_path / "out"))
    assert ended.returncode == Exit.STALE_SENTENCE
    assert "04-china-and-fentanyl" in ended.stderr and "Guangzhou" in ended.stderr
    page = (tmp_path / "out" / "report" / "04-china-and-fentanyl.html").read_text("utf-8")
    assert 'class="warning"' in page


def test_the_readme_repeats_the_findings_of_the_summary(rebuilt: Path) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    facts = json.loads((rebuilt / "report" / "facts.json").read_text("utf-8"))
    block = readme.partition("<!-- findings -->")[2].partition("<!-- /findings -->")[0]
    assert f"**{facts['offices-closing']['value']}**" in block
    assert f"**{facts['offices-documented']['value']}**" in block
    assert "figures/footprint-and-plan.svg" in block
    assert ledger.findings([]) == "\n"


def test_a_build_tells_what_differs_from_the_edition_before(
    without_dakar: tuple[int, str, Path],
) -> None:
    folder = without_dakar[2] / ".build" / "changes"
    changes = json.loads((folder / "changes.json").read_text("utf-8"))
    assert [(one["table"], one["removed"]) for one in changes["tables"]] == [("events", [[DAKAR]])]
    changed = {one["key"]: (one["old"], one["new"]) for one in changes["facts"]}
    assert changed["offices-closing"] == ("14 offices", "13 offices")
    assert any(one["held"] and not one["holds"] for one in changes["sentences"])
    assert f"- events:{DAKAR}" in (folder / "message.txt").read_text("utf-8")
    drawn = {path.name for path in (folder / "pictures").iterdir()}
    assert {
        f"offices-by-status-{state}.png" for state in ("before", "after", "difference")
    } <= drawn
    assert "no longer follows" in (folder / "index.html").read_text("utf-8").lower()


def test_a_rebuild_says_that_nothing_differs(rebuilt: Path) -> None:
    ended = build("compare", str(ROOT), str(rebuilt))
    assert ended.stdout == "Nothing differs.\n"
