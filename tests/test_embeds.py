"""The page of every figure, and the pages for frames on somebody else's."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from playwright.sync_api import Page
from test_press_render import EDITION, SOURCES, SVG, chapter, figure

from press import catalogue, embeds

REPORT = ROOT / "report"
NAMES = sorted(path.stem for path in (ROOT / "figures").glob("*.svg"))
VERSION = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))["version"]
FROZEN = REPORT / embeds.FOLDER / VERSION


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    (tmp_path / "outlined").mkdir()
    (tmp_path / "outlined" / "map.svg").write_text(SVG)
    return tmp_path


def written(staging: Path, gone: dict[str, str] | None = None) -> Path:
    chapters = [chapter(figure("map", form="map"))]
    embeds.write(chapters, staging=staging, sources=SOURCES, edition=EDITION, gone=gone or {})
    return staging / "report" / embeds.FOLDER


def test_every_figure_has_a_page_for_a_frame_and_one_that_leads_to_it() -> None:
    assert sorted(path.stem for path in FROZEN.glob("*.html")) == NAMES
    for name in NAMES:
        leading = (REPORT / embeds.FOLDER / f"{name}.html").read_text("utf-8")
        assert f'content="0; url={VERSION}/{name}.html"' in leading


@pytest.mark.parametrize("name", NAMES)
def test_a_page_for_a_frame_asks_for_nothing_but_the_state_of_its_edition(name: str) -> None:
    text = (FROZEN / f"{name}.html").read_text("utf-8")
    asked = re.findall(r'(?:src|<link[^>]*href)="([^"]+)"', text)
    assert asked == [embeds.STATE]
    assert not re.search(r"url\((?!#)|@import", text)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_frame_is_responsive_and_needs_no_script(page: Page, origin: str, scheme: str) -> None:
    page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
    page.set_viewport_size({"width": 320, "height": 600})
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.goto(f"{origin}/report/embed/{VERSION}/offices-by-region.html")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert not page.locator(".superseded").is_visible()
    assert page.locator("svg title").count() == 1
    assert messages == []


def test_a_frozen_page_says_when_it_is_superseded_and_reads_only_its_own_folder(
    page: Page, staging: Path, tmp_path: Path
) -> None:
    home = written(staging)
    published, later = tmp_path / "published", tmp_path / "later"
    shutil.copytree(staging / "report", published / "report")
    before = (home / EDITION.version / "map.html").read_bytes()
    newer = type(EDITION)(**{**vars(EDITION), "version": "9.9.9"})
    embeds.carry(published, later, newer)
    kept = later / "report" / embeds.FOLDER / EDITION.version
    assert (kept / "map.html").read_bytes() == before
    alone = shutil.copytree(kept, tmp_path / "alone")
    page.goto((alone / "map.html").as_uri())
    notice = page.locator(".superseded")
    assert notice.is_visible()
    assert "Superseded by edition 9.9.9" in (notice.text_content() or "")


def test_a_figure_that_is_gone_leaves_a_tombstone_and_its_frozen_page(staging: Path) -> None:
    home = written(staging, {"old-map": "map", "lost": ""})
    told = (home / "old-map.html").read_text("utf-8")
    assert "no longer part" in told and 'href="map.html"' in told
    assert "no longer part" in (home / "lost.html").read_text("utf-8")


def test_every_name_of_a_figure_is_registered_and_none_is_used_again() -> None:
    with (ROOT / "notebooks" / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    names = [row["name"] for row in rows]
    assert names == sorted(set(names))
    assert sorted(row["name"] for row in rows if not row["gone"]) == NAMES
    assert all(row["instead"] in NAMES for row in rows if row["instead"])


def test_a_register_tells_what_is_gone(tmp_path: Path) -> None:
    register = tmp_path / "figures.csv"
    register.write_text("name,gone,instead\nhere,,\nlost,1.1.0,here\n")
    assert embeds.tombstones(register) == {"lost": "here"}


def test_the_page_of_every_figure_has_words_files_and_ways_to_take_each_along() -> None:
    text = (REPORT / catalogue.PAGE).read_text("utf-8")
    for name in NAMES:
        passport = json.loads((ROOT / "figures" / f"{name}.json").read_text("utf-8"))
        assert f'id="{name}"' in text
        assert passport["alt"].split(",")[0].split("’")[0][:30] in text
        for ending in (".svg", ".png", "@2x.png", ".pdf", ".csv", ".json", ".zip"):
            assert f'href="../figures/{name}{ending}"' in text
        assert f'id="cite:{name}"' in text and f'id="embed:{name}"' in text


def test_figures_are_found_by_kind_and_by_a_place_they_show(page: Page, origin: str) -> None:
    page.goto(f"{origin}/report/{catalogue.PAGE}")
    shown = page.locator(".entry:not([hidden])")
    assert shown.count() == len(NAMES)
    page.fill("#filter", "Senegal")
    assert 0 < shown.count() < len(NAMES)
    page.fill("#filter", "")
    page.select_option("#kind", index=1)
    assert 0 < shown.count() <= len(NAMES)
    assert len({entry.get_attribute("data-kind") for entry in shown.all()}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_letters_of_an_svg_are_as_large_as_they_were_drawn(name: str) -> None:
    text = (ROOT / "figures" / f"{name}.svg").read_text("utf-8")
    letters = set(re.findall(r'<path id="[^"]*" d="[^"]*" transform="scale\(([^)]*)\)"', text))
    assert letters == {"0.015625"}, "a letter is drawn at 64 times its size"


def test_a_version_that_climbs_out_of_its_folder_does_not(staging: Path) -> None:
    edition = type(EDITION)(**{**vars(EDITION), "version": "../../../x"})
    chapters = [chapter(figure("map"))]
    embeds.write(chapters, staging=staging, sources=SOURCES, edition=edition, gone={})
    home = staging / "report" / embeds.FOLDER
    assert [path.parent.parent for path in staging.rglob(embeds.STATE)] == [home]
