"""The map that can be asked: what its cards say, how they are set, and how the page answers."""

import gzip
import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT
from playwright.sync_api import Browser, Page, expect
from test_press_render import HOSTILE, SVG, Strict, chapter, figure, pages, say

import press.page
from footprint.measures import cards
from footprint.view import View
from press import facts
from press.chapter import RenderError

TEMPLATE = ROOT / "press" / "template"
PLAN, STATUS = "index.html", "01-where-the-offices-are.html"
NOW, AFTER = "16 September 2024", "With the plan of September 2024 carried out"


# What the cards say


@pytest.fixture(scope="module")
def places(view: View) -> pd.DataFrame:
    return cards.places(view, view.offices)


def item(frame: pd.DataFrame, office: str) -> dict[str, Any]:
    return frame[frame.id == f"office-{office}"].iloc[0].to_dict()


def test_every_office_has_one_card_and_a_state_now(view: View, places: pd.DataFrame) -> None:
    assert list(places.id) == [f"office-{office}" for office in view.offices.office_id]
    now = places.attrs["now"]
    assert places.attrs["moments"][now][0] == NOW
    assert [states[now] for states in places.states] == list(view.offices.state)
    assert set(view.offices.state) <= set(places.attrs["order"])


def test_a_moment_shows_what_was_known_on_its_day(view: View, places: pd.DataFrame) -> None:
    titles = [title for title, _ in places.attrs["moments"]]
    assert titles[0] == "1 January 1975"
    then = view.on(date(1975, 1, 1)).offices.set_index("office_id").state
    shown = {row.id.removeprefix("office-"): row.states[0] for row in places.itertuples()}
    assert {office: state for office, state in shown.items() if state} == then.to_dict()


def test_with_the_plan_what_closes_is_left_out_and_never_called_closed(
    view: View, places: pd.DataFrame
) -> None:
    title, note = places.attrs["moments"][-1]
    closing = view.offices[view.offices.label == "closing"].office_id
    assert title == AFTER
    assert note.startswith(f"Left out: {len(closing)} to close")
    assert {item(places, office)["states"][-1] for office in closing} == {""}
    assert item(places, "alb-tirana")["states"][-1] == "to open"


def test_a_day_is_offered_only_where_the_map_has_every_office_known_then(view: View) -> None:
    shown = view.offices[view.offices.label.isin(["working", "closing", "opening"])]
    assert [title for title, _ in cards.places(view, shown).attrs["moments"]] == [NOW, AFTER]


def test_an_office_of_the_past_without_a_sign_is_left_out_and_counted(view: View) -> None:
    """On the first day two offices were not attested recently; here no sign says so."""
    faded = view.offices.label == "not_attested_recently"
    changed = view.offices.assign(state=view.offices.state.mask(faded, "working"))
    frame = cards.places(view, changed)
    assert frame.attrs["moments"][0][1].endswith("Left out: 2 for which this map has no sign.")
    assert {states[0] for states in frame.states} == {"", "working", "proposed"}


def test_without_a_plan_there_is_no_moment_after_it(view: View) -> None:
    parameters = view.parameters.model_copy(update={"plan": "none"})
    bare = View(view.whole, parameters)
    assert cards.places(bare, bare.offices).attrs["moments"][-1] == (NOW, "")


def test_a_card_names_the_plan_and_what_rests_on_which_source(places: pd.DataFrame) -> None:
    card = item(places, "chn-shanghai")
    known = dict(card["facts"])
    assert known["Status"] == "working, to close by the plan of September 2024"
    assert known["First documented"] == "28 October 2022"
    announced = [point for point in card["points"] if point["text"] == "Closing announced"]
    assert announced[0]["sources"] == ["ap-2024-09", "newser-2024"]


def test_a_card_says_how_many_people_only_where_a_source_does(places: pd.DataFrame) -> None:
    assert dict(item(places, "afg-kabul")["facts"])["People"] == "2 staff, 1975"
    assert "People" not in dict(item(places, "chn-shanghai")["facts"])


def test_a_card_tells_nothing_that_came_after_the_day(view: View) -> None:
    then = view.on(date(1975, 1, 1))
    frame = cards.places(then, then.offices)
    told = [point["when"] for points in frame.points for point in points]
    told += [text for known in frame.facts for _, text in known]
    years = {int(year) for text in told for year in re.findall(r"\b\d{4}\b", text)}
    assert years
    assert max(years) <= 1975


def test_points_stand_latest_first(places: pd.DataFrame) -> None:
    for points in places.points:
        years = [int(point["when"][-4:]) for point in points]
        assert years == sorted(years, reverse=True)


def test_no_office_gives_no_card(view: View) -> None:
    assert cards.places(view, view.offices.head(0)).empty


# How they are set


def town(**changed: Any) -> dict[str, Any]:
    point = {"when": "2024", "text": "Seen", "note": "Twice.", "sources": ["ap-2024"]}
    return {
        "id": "town-quito",
        "title": "Quito",
        "where": "Ecuador",
        "confidence": "high",
        "facts": [("Status", "open")],
        "points": [point],
        "states": ["", "open"],
    } | changed


def some(*items: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return {
        "unit": ("town", "towns"),
        "order": ["open"],
        "moments": [("1975", "Little is known."), ("2024", "")],
        "now": 1,
        "items": list(items or [town()]),
    } | changed


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    (tmp_path / "inline").mkdir()
    (tmp_path / "inline" / "map.svg").write_text(SVG)
    return tmp_path


def test_only_a_page_with_such_a_map_loads_what_it_needs(staging: Path) -> None:
    first, second = pages(
        staging, chapter(figure(places=some())), chapter(say("No map."), slug="01-words")
    )
    for name in ("map.js", "map.css"):
        assert f'"assets/{name}"' in first
        assert f'"assets/{name}"' not in second
        assert (staging / "report" / "assets" / name).exists()


def test_a_place_leads_to_itself_and_says_what_it_rests_on(staging: Path) -> None:
    text = pages(staging, chapter(figure(places=some())))[0]
    assert '<li id="town=quito" data-sign="town-quito"' in text
    assert '<a href="#town=quito">Quito</a>' in text
    assert '<a href="https://example.org/ap">DEA closes offices</a>' in text
    assert 'data-states="|open"' in text


def test_the_moment_of_the_picture_is_the_one_chosen(staging: Path) -> None:
    text = pages(staging, chapter(figure(places=some())))[0]
    assert re.findall(r'name="when" value="(\d)"[^>]* checked', text) == ["1"]
    alone = pages(staging, chapter(figure(places=some(moments=[("2024", "")], now=0))))[0]
    assert 'name="when"' not in alone


def test_hostile_text_stays_text_in_every_slot_of_a_place(staging: Path) -> None:
    point = {"when": HOSTILE, "text": HOSTILE, "note": HOSTILE, "sources": ["undated"]}
    wild = town(
        id=f"town-{HOSTILE}",
        title=HOSTILE,
        where=HOSTILE,
        confidence=HOSTILE,
        facts=[(HOSTILE, HOSTILE)],
        points=[point],
        states=[HOSTILE, HOSTILE],
    )
    changed = {"unit": (HOSTILE, HOSTILE), "order": [HOSTILE], "moments": [(HOSTILE, HOSTILE)] * 2}
    found = Strict(pages(staging, chapter(figure(places=some(wild, wild, **changed))))[0])
    assert found.refused == []
    assert len(found.ids) == len(set(found.ids))
    assert found.words.count("<script>alert(1)</script>") >= 14


def test_a_point_that_rests_on_no_known_source_is_an_error(staging: Path) -> None:
    lost = town(points=[{"when": "", "text": "", "note": "", "sources": ["nobody"]}])
    with pytest.raises(RenderError, match="“nobody”"):
        pages(staging, chapter(figure(places=some(lost))))


def test_a_mark_in_the_data_is_no_fact(monkeypatch: pytest.MonkeyPatch, view: View) -> None:
    shown: list[dict[str, Any]] = []
    monkeypatch.setattr(
        press.page, "display", lambda bundle, raw: shown.append(bundle[press.page.BLOCK])
    )
    frame = pd.DataFrame([town(title='[x]{.fact key="nobody" value="1"}')])
    frame.attrs = {"unit": ("town", "towns")}
    printed = press.page.Page("00", edition={}, sources=view.whole.sources, palette={})
    words = dict.fromkeys(("title", "subtitle", "alt"), "A map")
    printed.show(
        press.page.Figure(), "map", frame, columns={"where": "Where"}, places=frame, **words
    )
    assert shown[0]["facts"] == facts.marked("")
    assert shown[0]["places"]["items"][0]["title"].startswith("[x]")
    assert shown[0]["places"]["unit"] == ("town", "towns")


SCRIPTS = ("theme", "frame", "regions", "tables", "notes", "copies", "map")


def test_the_scripts_of_a_page_with_a_map_stay_small() -> None:
    assert len((TEMPLATE / "map.js").read_bytes()) < 9_000
    every = [(TEMPLATE / f"{name}.js").read_bytes() for name in SCRIPTS]
    assert sum(len(gzip.compress(script)) for script in every) < 10_000


# How the page answers

asked = pytest.mark.browser
on_both = pytest.mark.parametrize("name", [PLAN, STATUS])


def is_open(page: Page, name: str) -> bool:
    card = page.locator(".place-card.whole")
    return card.is_visible() and card.get_attribute("aria-label") == name


def said(page: Page) -> str:
    return page.locator(".atlas output").inner_text().strip()


def drawn(page: Page) -> int:
    """How many offices have a sign that is seen."""
    return page.locator(".sign:not(.off, [aria-hidden])").count()


@asked
@on_both
def test_the_keyboard_walks_the_map_and_opens_and_closes_a_card(
    page: Page, origin: str, name: str
) -> None:
    page.goto(f"{origin}/report/{name}")
    page.locator(".atlas input").last.focus()
    page.keyboard.press("Tab")  # the map is the next stop; showing all again is not, as all is
    here = page.locator(".sign:focus")
    before = here.get_attribute("aria-label")
    assert page.locator('.sign[tabindex="0"]').count() == 1
    page.keyboard.press("ArrowRight")
    after = here.get_attribute("aria-label") or ""
    assert after and after != before
    assert not is_open(page, after.partition(":")[0])
    page.keyboard.press("Enter")
    assert is_open(page, after.partition(":")[0])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Close"
    page.keyboard.press("Escape")
    assert page.locator(".place-card").is_hidden()
    assert here.get_attribute("aria-label") == after
    page.keyboard.press("Tab")
    assert page.locator(".sign:focus").count() == 0


@asked
@on_both
@pytest.mark.parametrize("scheme", ["file", "http"])
def test_an_address_opens_its_card_on_load_and_when_typed(
    page: Page, origin: str, name: str, scheme: str
) -> None:
    start = (ROOT / "report" / name).as_uri() if scheme == "file" else f"{origin}/report/{name}"
    page.goto(f"{start}#office=chn-shanghai")
    assert is_open(page, "Shanghai, China")
    assert page.locator(".places").get_attribute("open") is None
    page.evaluate("location.hash = '#office=egy-cairo'")
    page.wait_for_selector('.place-card[aria-label="Cairo, Egypt"]')
    page.keyboard.press("Escape")
    assert "#" not in page.url
    page.evaluate("location.hash = '#office=nowhere'")
    expect(page.locator(".atlas output")).to_contain_text("No such")


@asked
def test_an_address_brings_back_an_office_that_was_sifted_out(page: Page, origin: str) -> None:
    page.goto(f"{origin}/report/{PLAN}")
    page.get_by_label("to close", exact=True).uncheck()
    page.evaluate("location.hash = '#office=chn-shanghai'")
    page.wait_for_selector(".place-card.whole")
    assert page.get_by_label("to close", exact=True).is_checked()


@asked
def test_a_pointer_near_a_sign_means_it(page: Page, origin: str) -> None:
    page.goto(f"{origin}/report/{PLAN}")
    sign = page.locator("#footprint-and-plan-office-sen-dakar use")
    sign.scroll_into_view_if_needed()
    box = sign.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2 - 15, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    card = page.locator(".place-card")
    assert card.get_attribute("aria-label") == "Dakar, Senegal"
    assert card.locator(".points").is_hidden()
    page.mouse.click(x, y)
    assert is_open(page, "Dakar, Senegal")
    page.mouse.move(x - 60, y)
    assert is_open(page, "Dakar, Senegal")
    page.mouse.click(x - 60, y)
    assert card.is_hidden()


@asked
def test_a_touch_opens_the_card_at_the_foot_of_a_narrow_screen(
    browser: Browser, origin: str
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(f"{origin}/report/{PLAN}")
    page.locator("#footprint-and-plan-office-sen-dakar use").tap()
    assert is_open(page, "Dakar, Senegal")
    foot = page.locator(".place-card").bounding_box()
    assert foot
    assert foot["x"] == 0 and foot["width"] == 390
    assert round(foot["y"] + foot["height"]) == 844
    page.get_by_role("button", name="Close", exact=True).tap()
    assert page.locator(".place-card").is_hidden()
    page.close()


@asked
@on_both
def test_what_is_drawn_is_what_the_words_say(page: Page, origin: str, name: str) -> None:
    page.goto(f"{origin}/report/{name}")
    moments = page.locator("[name=when]").count()
    for number in range(moments):
        page.locator("[name=when]").nth(number).check()
        found = re.search(r"(\d+) offices", said(page))
        assert found
        assert drawn(page) == int(found[1])
        assert page.locator("[data-sign]:not([hidden])").count() == int(found[1])
    assert said(page).startswith(f"{AFTER}. ")
    assert "to close," not in said(page).partition("Left out")[0]
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".atlas output")).to_have_text(re.compile(f"^{re.escape(NOW)}"))


@asked
def test_a_past_day_is_drawn_with_the_signs_of_that_day(page: Page, origin: str) -> None:
    page.goto(f"{origin}/report/{STATUS}")
    sign = page.locator("#offices-by-status-office-irn-tehran use")
    assert sign.get_attribute("class") == "fill-faded"
    page.get_by_label("1 January 1975").check()
    assert "fill-working" in (sign.get_attribute("class") or "")
    page.get_by_label(NOW).check()
    assert sign.get_attribute("class") == "fill-faded"


@asked
def test_statuses_degrees_and_words_sift(page: Page, origin: str) -> None:
    page.goto(f"{origin}/report/{PLAN}")
    every, again = drawn(page), page.get_by_text("Show all", exact=True)
    assert again.is_hidden()
    page.get_by_label("working", exact=True).uncheck()
    assert said(page) == f"{NOW}. 16 offices: 14 to close, 2 to open."
    page.get_by_label("high").uncheck()
    assert drawn(page) < 16
    assert again.is_visible()
    again.click()
    page.wait_for_selector(f".sign:not(.off) >> nth={every - 1}", state="attached")
    field = page.get_by_label("Find by name or country")
    field.fill("sao tome")
    assert said(page) == f"{NOW}. 0 offices."
    field.fill("bogota")
    assert said(page) == f"{NOW}. 1 office: 1 working."
    field.press("Enter")
    assert is_open(page, "Bogotá, Colombia")
    page.keyboard.press("Escape")
    assert field.evaluate("field => field === document.activeElement")


@asked
@on_both
def test_without_a_script_the_list_has_every_card_and_no_control_waits(
    browser: Browser, origin: str, name: str
) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{origin}/report/{name}#office=chn-shanghai")
    assert page.locator(".atlas, .place-card").filter(visible=True).count() == 0
    assert page.locator(".picture svg[role=img]").first.is_visible()
    if not page.locator(".places[open]").count():
        page.locator(".places summary").click()
    entry = page.locator('[id="office=chn-shanghai"]')
    assert "to close by the plan of September 2024" in entry.inner_text()
    assert "grade B" in entry.inner_text()
    page.close()


@asked
def test_on_paper_the_map_has_no_controls_but_says_what_it_shows(page: Page, origin: str) -> None:
    page.goto(f"{origin}/report/{PLAN}#office=chn-shanghai")
    page.emulate_media(media="print")
    assert page.locator(".atlas fieldset, .place-card, .places").filter(visible=True).count() == 0
    assert page.locator(".atlas output").is_visible()


@asked
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_no_violation_with_card_and_list_open(
    browser: Browser, origin: str, colours: Any
) -> None:
    page = browser.new_page(color_scheme=colours)
    page.goto(f"{origin}/report/{PLAN}#office=chn-shanghai")
    page.locator(".places").evaluate("list => { list.open = true; }")
    assert is_open(page, "Shanghai, China")
    results = Axe().run(page)
    page.close()
    assert results.violations_count == 0, results.generate_report()
