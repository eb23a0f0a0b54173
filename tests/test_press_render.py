"""What a page and the paper may and may not hold, on two small chapters."""

import dataclasses
import os
import re
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, TypeVar

import nbformat
import pandas as pd
import pikepdf
import pytest
from matplotlib.figure import Figure
from playwright.sync_api import sync_playwright

from press import facts, render
from press.chapter import BLOCK, page_names
from press.page import Page
from press.pieces import toolbar

T = TypeVar("T")
HOSTILE = "<script>alert(1)</script> \"'&#] ::: ``` $x$ @nobody | \\ 1. *a* </svg>"
SVG = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40">'
    '<rect width="100" height="40" class="fill-land" fill="#E4E0D6"/>'
    '<text x="5" y="20" font-family="Source Sans 3" font-size="8">Quito</text></svg>'
)
SOURCES = [
    {
        "source_id": "ap-2024",
        "title": "DEA closes offices",
        "publisher": "AP",
        "published": "2024-09-16",
        "url": "https://example.org/ap",
        "kind": "press",
    },
    {
        "source_id": "list-1973",
        "title": "A list & its <b>gaps</b>",
        "publisher": "",
        "published": "1973-05",
        "url": "javascript:alert(1)",
        "kind": "other",
    },
    {
        "source_id": "undated",
        "title": HOSTILE,
        "publisher": HOSTILE,
        "published": "",
        "url": "",
        "kind": "other",
    },
]
EDITION = render.Edition(
    title='The offices & "more"',
    description="Where they are, and what changes <soon>",
    version="1.0.0",
    as_of="2024-09-16",
    licence="CC BY 4.0",
)
FACT = {
    "value": 14,
    "unit": "office",
    "text": "14 offices",
    "definition": f"Offices to close {HOSTILE}",
    "rows": {"offices": [f"office-{number}" for number in range(15)]},
    "sources": ["ap-2024", "list-1973"],
}
CLOSING = '[fourteen offices]{.fact key="closing" value="14"}'


def say(text: str, *, holds: bool = True, fragment: str = "", **known: Any) -> tuple[str, Any]:
    block = {"kind": "say", "text": text, "holds": holds, "facts": known}
    return "block", block | ({"fragment": fragment} if fragment else {})


def absent(reason: str = "The table of offices is missing.") -> tuple[str, Any]:
    return "block", {"kind": "absent", "reason": reason, "facts": {}, "fragment": "s-setup"}


def figure(name: str = "map", **changed: Any) -> tuple[str, Any]:
    table = {
        "columns": [{"label": "City", "align": "left"}, {"label": "Agents", "align": "right"}],
        "rows": [["Quito", "4"], ["Lima", "12"]],
        "row_header": 0,
    }
    block = {
        "kind": "figure",
        "name": name,
        "title": "Offices",
        "subtitle": "Places, 2024",
        "alt": "A map",
        "description": "Two places.",
        "note": "No view.",
        "cite": ["ap-2024"],
        "width": "full",
        "aspect": 2.0,
        "table": table,
        "facts": {},
    }
    return "block", block | changed


def table(name: str = "cities", **changed: Any) -> tuple[str, Any]:
    block = {
        "kind": "table",
        "name": name,
        "title": "Cities",
        "note": "",
        "cite": [],
        "table": figure()[1]["table"],
        "facts": {},
    }
    return "block", block | changed


def chapter(*cells: tuple[str, Any], slug: str = "00-summary") -> render.Chapter:
    return render.Chapter(slug, "In short", (("markdown", "# In short\n\nA start."), *cells))


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    (tmp_path / "inline").mkdir()
    for name in ("map", "other"):
        (tmp_path / "inline" / f"{name}.svg").write_text(SVG)
    return tmp_path


def pages(staging: Path, *chapters: render.Chapter, **changed: Any) -> list[str]:
    edition = dataclasses.replace(EDITION, **changed)
    render.html(chapters, staging=staging, sources=SOURCES, edition=edition)
    names = page_names(chapters).values()
    return [(staging / "report" / name).read_text("utf-8") for name in names]


def page(staging: Path, *cells: tuple[str, Any]) -> str:
    return pages(staging, chapter(*cells))[0]


def numbers(staging: Path) -> str:
    """The page of every number, once the pages are written."""
    return (staging / "report" / "facts.html").read_text("utf-8")


class Strict(HTMLParser):
    """Collects what the policy of the page would refuse, ids, and the text of the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.ids: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [given["id"] or ""] if "id" in given else []
        bad = [key for key in given if key == "style" or key.startswith("on")]
        is_data = given.get("type") == "application/ld+json"  # a browser never runs it
        if tag == "style" or (tag == "script" and "src" not in given and not is_data):
            bad.append(tag)
        for key in ("href", "src"):
            if re.match(r"(?!https?:)[a-z]+:|//", given.get(key) or ""):
                bad.append(f"{key}={given[key]}")
        self.refused += bad

    def handle_data(self, data: str) -> None:
        self.words += data


HOSTILE_CELLS = (
    say(facts.escape(HOSTILE) + f" {CLOSING} [@list-1973; @undated]", closing=FACT),
    figure(
        title=facts.escape(HOSTILE),
        subtitle=facts.escape(HOSTILE),
        alt=HOSTILE,
        description=facts.escape(HOSTILE),
        note=facts.escape(HOSTILE),
        cite=["undated"],
        table={
            "columns": [{"label": facts.escape(HOSTILE), "align": "left"}],
            "rows": [[facts.escape(HOSTILE)]],
            "row_header": 0,
        },
    ),
    table(title=facts.escape(HOSTILE), note=facts.escape(HOSTILE)),
    (
        "block",
        {
            "kind": "findings",
            "facts": {},
            "items": [dict.fromkeys(("figure", "unit", "context"), facts.escape(HOSTILE))],
        },
    ),
    ("code", "print('</code></pre><script>alert(1)</script>')"),
)


def test_hostile_text_stays_text_in_every_slot_of_a_page(staging: Path) -> None:
    changed = dict.fromkeys(("title", "description", "scope", "licence", "version"), HOSTILE)
    text = pages(staging, chapter(*HOSTILE_CELLS), **changed)[0]
    found = Strict(text)
    assert found.refused == []
    assert len(found.ids) == len(set(found.ids))
    assert found.words.count("<script>alert(1)</script>") >= 14
    assert "\\<" not in found.words
    every = Strict(numbers(staging))
    assert every.refused == []
    assert len(every.ids) == len(set(every.ids))
    assert every.words.count("<script>alert(1)</script>") >= 7


def test_unescaped_text_cannot_leave_its_slot(staging: Path) -> None:
    wild = '<b onclick="x()">bold</b> ``` ::: {.a style="color:red"} [a](javascript:x()) {=html}'
    text = page(staging, say(wild), figure(title=wild, note=wild), say("The end."))
    assert Strict(text).refused == []
    assert "<p>The end.</p>" in text
    assert "javascript:" not in re.sub(r">[^<]*<", "><", text)


def test_hostile_text_stays_text_on_paper_and_in_the_gallery(staging: Path) -> None:
    chapters = [chapter(*HOSTILE_CELLS)]
    edition = dataclasses.replace(EDITION, title=HOSTILE, scope=HOSTILE)
    render.pdf(chapters, staging=staging, sources=SOURCES, edition=edition)
    render.gallery(chapters, staging=staging, edition=edition)
    gallery = (staging / "figures" / "README.md").read_text()
    assert "<script>" not in gallery.replace("\\<script\\>", "")
    assert all(f"(map{ending})" in gallery for ending in (".svg", ".json", ".zip"))
    assert "(../report/embed/map.html)" in gallery and "To cite it: " in gallery


def test_an_unknown_citation_names_the_chapter_and_the_key(staging: Path) -> None:
    with pytest.raises(render.RenderError, match=r"00-summary.*“ap-2042”; did you mean “ap-2024”"):
        page(staging, say("A claim [@ap-2042]."))


@pytest.mark.parametrize("cell", [figure(cite=["nobody"]), table(cite=["nobody"])])
def test_an_unknown_source_of_a_figure_or_a_table_is_an_error(staging: Path, cell: Any) -> None:
    with pytest.raises(render.RenderError, match="“nobody”"):
        page(staging, cell)


def test_a_citation_follows_the_punctuation_and_leads_to_its_reference(staging: Path) -> None:
    text = page(staging, say("A claim [@ap-2024]."))
    assert re.search(r'<p>A claim\.<span class="citation"[^>]*><sup><a href="#ref-ap-2024"', text)
    assert 'id="ref-ap-2024"' in text
    assert '<a href="https://example.org/ap">DEA closes offices</a>. 16 September 2024.' in text


def test_a_partial_date_and_an_address_that_cannot_be_followed_are_printed(staging: Path) -> None:
    text = page(staging, say("A list [@list-1973], another [@undated]."))
    assert "May 1973. javascript:alert(1)" in Strict(text).words
    assert "Undated." in text


def test_figures_and_tables_are_numbered_through_the_report(staging: Path) -> None:
    first = chapter(figure(), say("See [Figure](#fig-other) and [Table](#tab-cities)."))
    second = chapter(figure("other"), table(), say("See [Figure](#fig-map)."), slug="01-more")
    one, two = pages(staging, first, second)
    assert '<a href="01-more.html#fig-other" class="place">Figure\N{NO-BREAK SPACE}2</a>' in one
    assert '<a href="01-more.html#tab-cities" class="place">Table\N{NO-BREAK SPACE}1</a>' in one
    assert '<a href="index.html#fig-map" class="place">Figure\N{NO-BREAK SPACE}1</a>' in two


def test_a_reference_to_no_figure_is_an_error(staging: Path) -> None:
    with pytest.raises(render.RenderError, match="“fig-mapp”; did you mean “fig-map”"):
        page(staging, figure(), say("See [Figure](#fig-mapp)."))


def test_a_link_to_no_section_is_an_error(staging: Path) -> None:
    with pytest.raises(render.RenderError, match="#nowhere"):
        page(staging, say("See [there](#nowhere)."))


def test_the_first_chapter_is_the_front_page_and_links_to_chapters_follow(staging: Path) -> None:
    first = chapter(say("See [more](01-more.html#part)."))
    second = chapter(("markdown", "## Part"), say("[Back](00-summary.html)."), slug="01-more")
    one, two = pages(staging, first, second)
    assert sorted(path.name for path in (staging / "report").glob("*.html")) == [
        "01-more.html",
        "index.html",
        "search.html",
    ]
    assert '<a href="01-more.html#part">more</a>' in one
    assert '<a href="index.html">Back</a>' in two
    assert 'rel="next"' in one and 'rel="prev"' in two


def test_a_stale_sentence_prints_inside_a_warning(staging: Path) -> None:
    text = page(staging, say("Most close.", holds=False), say("Few open."))
    warning = re.search(r'<aside class="warning" role="note">.*?</aside>', text, re.DOTALL)
    assert warning and "no longer follows" in warning[0] and "Most close." in warning[0]
    assert "Few open." not in warning[0]


def test_a_fact_opens_a_popover_with_its_definition_rows_and_sources(staging: Path) -> None:
    text = page(staging, say(f"{CLOSING} close.", closing=FACT), say(CLOSING, closing=FACT))
    button = (
        '<button type="button" class="fact" popovertarget="fact-closing">'
        '<data value="14">fourteen offices</data></button>'
    )
    assert text.count(button) == 2
    assert text.count('<div popover id="fact-closing"') == 1
    assert "office-11 and 3 more" in text and "office-12" not in text
    assert '<a href="https://example.org/ap">DEA closes offices</a>' in text
    assert 'href="javascript' not in text


def test_the_card_of_a_fact_leads_to_its_entry_among_every_number(staging: Path) -> None:
    text = page(staging, say(CLOSING, closing=FACT))
    assert '<a href="facts.html#fact-closing">All about this number</a>' in text
    assert '<div class="entry" id="fact-closing">' in numbers(staging)


def test_every_number_has_an_entry_with_the_sentences_that_use_it(staging: Path) -> None:
    first = chapter(say(f"See {CLOSING}. No more.", fragment="s-plan", closing=FACT))
    second = chapter(say("Nothing."), slug="01-more")
    one, two = pages(staging, first, second)
    text = numbers(staging)
    assert '<a href="index.html#s-plan">See fourteen offices.</a>' in text
    assert '<p id="s-plan">' in one
    for each in (one, two, text):
        assert '<a href="facts.html"' in each
    assert '<a class="next" href="facts.html" rel="next">' in two
    assert '<a class="previous" href="01-more.html" rel="prev">' in text
    assert "Chapter" not in re.findall(r'<p class="kicker">.*</p>', text)


def test_the_rows_of_a_number_are_all_there_and_many_stand_behind_a_disclosure(
    staging: Path,
) -> None:
    few = FACT | {"rows": {"events": ["a", "b"], "countries": []}, "sources": []}
    both = f'{CLOSING} [2]{{.fact key="few" value="2"}}'
    page(staging, say(both, closing=FACT, few=few))
    entry, other = re.findall(r'<div class="entry".*?</dl>', numbers(staging), re.DOTALL)
    listed = ", ".join(FACT["rows"]["offices"])
    assert "<details><summary>15 of offices</summary>" in entry and listed in entry
    assert "<b>events</b> a, b" in other
    assert "<details>" not in other and "countries" not in other and "Sources" not in other


def test_many_documents_of_a_number_are_named_in_short_and_lead_to_the_list(staging: Path) -> None:
    many = [SOURCES[0] | {"source_id": f"ap-{year}", "published": str(year)} for year in range(6)]
    fact = FACT | {"sources": [source["source_id"] for source in many]}
    cells = [say(CLOSING, closing=fact)]
    render.html([chapter(*cells)], staging=staging, sources=many, edition=EDITION)
    text = numbers(staging)
    assert "<summary>6 documents</summary>" in text
    assert '<a href="#source-1">AP, 0</a>' in text
    assert len(re.findall(r'<li id="source-\d+">', text)) == 6


def test_a_report_without_a_number_has_no_page_for_them(staging: Path) -> None:
    assert "facts.html" not in page(staging, say("Nothing is known."))
    assert not (staging / "report" / "facts.html").exists()


def test_every_sentence_has_a_place_of_its_own(staging: Path) -> None:
    text = page(
        staging,
        ("markdown", "## S plan"),
        say("One.", fragment="s-plan"),
        say("Two.\n\nThree.", fragment="s-plan-2"),
        say("Four.", holds=False, fragment="s-plan-3"),
        say("See [there](#s-plan-2)."),
    )
    assert '<p id="s-plan">One.</p>' in text
    assert re.search(r'<div class="said" id="s-plan-2">\s*<p>Two.</p>\s*<p>Three.</p>', text)
    assert '<aside class="warning" role="note" id="s-plan-3">' in text
    ids = Strict(text).ids
    assert len(ids) == len(set(ids))


def test_a_fact_that_changes_within_a_page_has_two_popovers(staging: Path) -> None:
    narrower = FACT | {"definition": "Others"}
    text = page(staging, say(CLOSING, closing=FACT), say(CLOSING, closing=narrower))
    assert 'popovertarget="fact-closing"' in text and 'popovertarget="fact-closing-2"' in text


def test_a_fact_without_its_ledger_entry_is_an_error(staging: Path) -> None:
    with pytest.raises(render.RenderError, match="the fact “closing”"):
        page(staging, say(CLOSING))


def test_a_picture_is_named_by_its_alternative_text(staging: Path) -> None:
    text = page(staging, figure(alt='Two "dots"'))
    assert 'role="img" aria-labelledby="map-alt"><title id="map-alt">Two &quot;dots&quot;<' in text
    for kind in ("svg", "png", "pdf", "csv", "json"):
        assert f'href="../figures/map.{kind}"' in text


@pytest.mark.parametrize("inside", ["<style>*{}</style>", "<script/>", '<g style="fill:red"/>'])
def test_a_picture_with_a_style_or_a_script_of_its_own_is_refused(
    staging: Path, inside: str
) -> None:
    (staging / "inline" / "map.svg").write_text(SVG.replace("<text", f"{inside}<text"))
    with pytest.raises(render.RenderError, match="00-summary: the picture “map”"):
        page(staging, figure())


def test_rows_and_columns_of_a_table_have_headings(staging: Path) -> None:
    text = page(staging, table())
    assert '<th scope="col">City</th><th class="number" scope="col">Agents</th>' in text
    assert '<th scope="row">Quito</th><td class="number">4</td>' in text
    assert 'class="scroll" role="region" tabindex="0" aria-label="Table 1: Cities"' in text


def test_a_column_may_have_a_unit(staging: Path) -> None:
    columns = [{"label": "Distance", "align": "right", "unit": "<km>"}]
    cell = table(table={"columns": columns, "rows": [["12"]], "row_header": None})
    text = page(staging, cell)
    assert re.search(r'Distance <span class="unit">&lt;km&gt;</span></th>', text)
    render.pdf([chapter(cell)], staging=staging, sources=SOURCES, edition=EDITION)


def test_a_date_in_a_table_stays_on_one_line(staging: Path) -> None:
    columns = [{"label": "When", "align": "left"}]
    rows = [[facts.escape(date)] for date in ("2024-09-16", "2024-09", "2024")]
    text = page(staging, table(table={"columns": columns, "rows": rows, "row_header": None}))
    assert text.count('<td class="date">') == 2


def test_only_a_table_of_the_press_with_four_rows_can_be_sorted(staging: Path) -> None:
    text = page(staging, table(), ("markdown", "| A |\n|:--|\n| 1 |\n| 2 |\n| 3 |\n| 4 |"))
    assert "sortable" not in text
    assert '<table class="sortable">' in page(staging, sorted_table())


def sorted_table() -> tuple[str, Any]:
    """City, a number, a partial date; some of them missing."""
    rows = [
        ["Quito", "4", "September 2024"],
        ["Lima", "1,200", "–"],
        ["Cali", "–", "16 September 2024"],
        ["Bern", "4", "1999"],
        ["Åland", "−3", "2024"],
    ]
    labels = (("City", "left"), ("Agents", "right"), ("When", "left"))
    columns = [{"label": label, "align": align} for label, align in labels]
    return table(table={"columns": columns, "rows": rows, "row_header": 0})


def test_a_table_in_markdown_brings_no_style(staging: Path) -> None:
    wide = f"| Grade | Weight |\n|:--|{'-' * 90}:|\n| A | 3 |"
    text = page(staging, ("markdown", wide))
    assert Strict(text).refused == []
    assert '<td class="number">3</td>' in text


def in_chromium(path: Path, steps: Callable[[Any], T]) -> T:
    """What `steps` find out of a page in a browser.

    In a thread of its own, since other tests may hold a browser open in this one.
    """
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        stop = pytest.fail if os.environ.get("BROWSER_TESTS") == "required" else pytest.skip
        stop("no chromium or chromium-browser on the path")

    def run() -> T:
        with sync_playwright() as driver:
            flags = ["--no-sandbox", "--headless"]
            opened = driver.chromium.launch(executable_path=found, args=flags).new_page()
            opened.goto(path.as_uri())
            return steps(opened)

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("column", "up", "down"),
    [
        ("City", "Åland Bern Cali Lima Quito", "Quito Lima Cali Bern Åland"),
        ("Agents", "Åland Quito Bern Lima Cali", "Lima Quito Bern Åland Cali"),
        ("When", "Bern Åland Quito Cali Lima", "Cali Quito Åland Bern Lima"),
    ],
)
def test_a_press_of_a_head_sorts_the_next_reverses_and_the_third_restores(
    staging: Path, column: str, up: str, down: str
) -> None:
    page(staging, sorted_table())

    def press(opened: Any) -> list[tuple[str, str | None]]:
        button = opened.get_by_role("button", name=column)
        head = opened.locator("thead th", has=button)
        button.focus()
        seen = []
        for _ in range(3):
            opened.keyboard.press("Enter")
            rows = opened.locator("tbody th[scope=row]").all_inner_texts()
            seen.append((" ".join(rows), head.get_attribute("aria-sort")))
        return seen

    assert in_chromium(staging / "report" / "index.html", press) == [
        (up, "ascending"),
        (down, "descending"),
        ("Quito Lima Cali Bern Åland", None),
    ]


@pytest.mark.browser
def test_the_numbers_can_be_narrowed_and_a_link_to_a_hidden_one_shows_it(staging: Path) -> None:
    other = FACT | {"definition": "Offices to open", "rows": {"events": ["lim-lima"]}}
    two = '[two]{.fact key="opening" value="2"}'
    page(staging, say(f"{CLOSING} {two}", closing=FACT, opening=other | {"value": 2}))

    def narrow(opened: Any) -> list[list[str]]:
        def shown() -> list[str]:
            return opened.locator(".entry:visible .key").all_inner_texts()

        seen = [shown()]
        for words in ("LIMA open", "nowhere"):
            opened.get_by_label("Find a number").fill(words)
            seen.append([*shown(), opened.locator(".filter output").inner_text()])
        opened.evaluate("location.hash = 'fact-closing'")
        opened.wait_for_selector("#fact-closing:not([hidden])", state="attached")
        return [*seen, shown()]

    assert in_chromium(staging / "report" / "facts.html", narrow) == [
        ["closing", "opening"],
        ["opening", "1 of 2"],
        ["0 of 2"],
        ["closing", "opening"],
    ]


def test_the_scripts_of_a_page_stay_small(staging: Path) -> None:
    page(staging)
    assets = staging / "report" / "assets"
    alone = ("search.js", "map.js", "rerun.js")  # each on pages of its own
    scripts = [path for path in assets.glob("*.js") if path.name not in alone]
    assert sum(path.stat().st_size for path in scripts) < 10_000


@pytest.mark.browser
def test_a_source_opens_where_it_is_cited_and_leads_to_the_list(staging: Path) -> None:
    text = page(staging, say("A claim [@ap-2024].[^1]\n\n[^1]: More of it."))
    assert 'href="#ref-ap-2024"' in text and 'href="#note-1"' in text

    def cite(opened: Any) -> list[str]:
        card, seen = opened.locator(".note-card:popover-open"), []
        for called in ("#ref-ap-2024", "#note-1"):
            opened.locator(f'sup a[href="{called}"]').press("Enter")
            seen.append(card.inner_text())
            opened.keyboard.press("Escape")
            seen.append(str(card.count()))
        opened.locator('sup a[href="#note-1"]').press("Enter")
        card.get_by_text("In the list").click()
        return [*seen, opened.evaluate("location.hash"), str(card.count())]

    source, closed, note, closed_too, place, left = in_chromium(
        staging / "report" / "index.html", cite
    )
    assert source.startswith("AP. DEA closes offices. 16 September 2024.")
    assert note.startswith("More of it.") and "Back" not in note
    assert (closed, closed_too, place, left) == ("0", "0", "#note-1", "0")


def taken_along(**changed: Any) -> str:
    """What stands under a figure with a hostile title."""
    edition = dataclasses.replace(EDITION, **changed)
    block = figure(alt=HOSTILE)[1]
    return toolbar(block, "Figure 1", title=HOSTILE, page="index.html", edition=edition)


def test_a_figure_can_be_cited_embedded_and_linked_without_a_script() -> None:
    site = "https://example.org/it"
    text = taken_along(site=site, released="2026-11-24", author="Editors")
    found = Strict(text)
    assert found.refused == [] and found.ids == ["cite:map", "embed:map"]
    for target in found.ids:
        assert text.count(f'popovertarget="{target}"') == 2
    assert f"As of 16 September 2024. {site}/report/index.html#fig-map" in found.words
    assert "  year = {2026}," in found.words and "\\&quot;" not in text
    for path in ("embed/map.html", f"embed/{EDITION.folder}/map.html"):
        assert f'<iframe src="{site}/report/{path}" title="&lt;script&gt;' in found.words


def test_a_reference_for_bibtex_has_balanced_braces() -> None:
    bibtex = re.search(r"@misc\{.*?\n\}", Strict(taken_along()).words, re.DOTALL)
    assert bibtex
    bare = re.sub(r"\\[{}]", "", bibtex[0])
    assert bare.count("{") == bare.count("}")


def test_without_a_site_nothing_claims_an_address() -> None:
    words = Strict(taken_along()).words
    assert '<iframe src="embed/map.html"' in words and "Put the folder report/embed" in words
    assert "url =" not in words and "http" not in words


def test_a_chapter_that_cannot_stand_says_so_on_its_page_and_in_the_contents(
    staging: Path,
) -> None:
    gone = render.Chapter("01-gone", "Gone", (("markdown", "# Gone"), absent()))
    first, second = pages(staging, chapter(say("See [it](01-gone.html#part).")), gone)
    assert "Gone <span" in first and first.count("(left out)") == 1
    assert '<a href="01-gone.html">it</a>' in first
    assert re.search(r'<aside class="absent" role="note" id="s-setup">', second)
    assert "The table of offices is missing." in second


def test_a_figure_of_a_chapter_that_is_left_out_is_named_without_a_link(staging: Path) -> None:
    gone = render.Chapter("01-gone", "Gone", (("markdown", "# Gone"), absent()))
    first, _ = pages(staging, chapter(say("See [the map](#fig-map).")), gone)
    assert "See the map." in first


def test_a_chapter_that_is_left_out_is_one_paragraph_on_paper(staging: Path) -> None:
    gone = render.Chapter("01-gone", "Gone", (("markdown", "# Gone"), absent("1. Missing *x*.")))
    last = chapter(slug="02-last")
    start = chapter(say("See [it](01-gone.html#part) and [the map](#fig-map)."))
    render.pdf([start, gone, last], staging=staging, sources=SOURCES, edition=EDITION)
    with pikepdf.open(staging / "report" / "report.pdf") as pdf:
        assert len(pdf.pages) == 2 + 3  # cover, contents, and a page a chapter


def test_nothing_is_printed_once_a_chapter_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr("press.page.display", lambda data, raw: shown.append(data[BLOCK]))
    sources = pd.DataFrame({"source_id": ["ap-2024"]})
    writer = Page("01-gone", edition={}, sources=sources, palette={})
    assert not writer.is_absent
    writer.absent("The table of offices\n is missing.")
    writer.say("Yes.")
    writer.findings(("1", "office", "more"))
    writer.table(pd.DataFrame(), "none", title="", columns={"city": "City"})
    writer.show(Figure(), "none", pd.DataFrame(), title="", subtitle="", alt="", columns={"a": "A"})
    writer.absent("Again.")
    assert writer.is_absent
    assert [block["kind"] for block in shown] == ["absent"]
    assert shown[0]["reason"] == "The table of offices is missing."


def test_of_an_absent_chapter_title_reason_and_code_are_read(tmp_path: Path) -> None:
    blocks = [say("Yes.")[1], absent()[1], figure()[1]]
    outputs = [nbformat.v4.new_output("display_data", data={BLOCK: block}) for block in blocks]
    texts = [nbformat.v4.new_markdown_cell(text) for text in ("# Title\n\nA start.", "## More")]
    cells = [texts[0], nbformat.v4.new_code_cell("page", outputs=outputs), texts[1]]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "03-why.ipynb")
    read = render.read_chapter(tmp_path / "03-why.ipynb")
    assert read.is_absent
    assert [kind for kind, _ in read.cells] == ["markdown", "code", "block"]
    assert read.cells[0] == ("markdown", "# Title")


def test_a_block_knows_its_cell_and_its_place_on_the_page(tmp_path: Path) -> None:
    blocks = [say("One.")[1], figure()[1], say("Two.")[1], table()[1]]
    outputs = [nbformat.v4.new_output("display_data", data={BLOCK: block}) for block in blocks]
    code = nbformat.v4.new_code_cell("page", id="the-plan", outputs=outputs)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title"), code])
    nbformat.write(notebook, tmp_path / "03-why.ipynb")
    read = render.read_chapter(tmp_path / "03-why.ipynb").blocks
    assert {block["cell"] for block in read} == {"the-plan"}
    assert [block["fragment"] for block in read] == [
        "s-the-plan",
        "fig-map",
        "s-the-plan-2",
        "tab-cities",
    ]


def test_all_code_of_a_chapter_stands_in_one_disclosure(staging: Path) -> None:
    text = page(staging, ("code", "a = 1"), say("Text."), ("code", "b = 2"))
    assert text.count('<details class="code"') == 1
    assert len(re.findall(r'<pre\s+class="sourceCode python"', text)) == 2


def test_the_same_chapters_give_the_same_bytes(staging: Path) -> None:
    chapters = [chapter(figure(), say(f"{CLOSING} [@ap-2024].", closing=FACT))]

    def build() -> dict[str, bytes]:
        render.html(chapters, staging=staging, sources=SOURCES, edition=EDITION)
        render.pdf(chapters, staging=staging, sources=SOURCES, edition=EDITION)
        render.gallery(chapters, staging=staging, edition=EDITION)
        return {str(path): path.read_bytes() for path in staging.rglob("*") if path.is_file()}

    assert build() == build()


def test_the_paper_has_title_language_tags_and_the_given_date(
    staging: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1726000000")
    chapters = [
        chapter(figure(), say("See [Figure](#fig-other) [@ap-2024].", holds=False)),
        chapter(("markdown", "## Part"), figure("other"), table(), slug="01-more"),
    ]
    render.pdf(chapters, staging=staging, sources=SOURCES, edition=EDITION)
    with pikepdf.open(staging / "report" / "report.pdf") as pdf:
        assert str(pdf.docinfo["/Title"]) == EDITION.title
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.docinfo["/CreationDate"]).startswith("D:20240910")
        assert pdf.open_metadata().get("pdfuaid:part") == "1"


def test_a_link_to_no_section_stops_the_paper_too(staging: Path) -> None:
    chapters = [chapter(say("See [there](01-more.html#nowhere).")), chapter(slug="01-more")]
    with pytest.raises(render.RenderError, match="Typst"):
        render.pdf(chapters, staging=staging, sources=SOURCES, edition=EDITION)


def test_a_missing_font_stops_the_paper(staging: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("press.pdf.FONTS", staging)
    with pytest.raises(render.RenderError, match="unknown font family"):
        render.pdf([chapter()], staging=staging, sources=SOURCES, edition=EDITION)


def test_a_chapter_is_read_from_an_executed_notebook(tmp_path: Path) -> None:
    block = {"kind": "say", "text": "Yes.", "holds": True, "facts": {}}
    shown = nbformat.v4.new_output("display_data", data={BLOCK: block, "text/plain": "Yes."})
    stray = nbformat.v4.new_output("stream", text="a warning")
    code = nbformat.v4.new_code_cell("page.say('Yes.')", outputs=[stray, shown])
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title"), code])
    nbformat.write(notebook, tmp_path / "03-why.ipynb")
    read = render.read_chapter(tmp_path / "03-why.ipynb")
    assert (read.slug, read.title) == ("03-why", "Title")
    assert [kind for kind, _ in read.cells] == ["markdown", "code", "block"]


def test_a_notebook_without_a_title_is_refused(tmp_path: Path) -> None:
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "03-why.ipynb")
    with pytest.raises(render.RenderError, match=r"03-why\.ipynb"):
        render.read_chapter(tmp_path / "03-why.ipynb")
