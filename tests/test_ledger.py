"""What is kept of every number: its entry, and the sentences that use it."""

import json
from pathlib import Path
from typing import Any

import pytest

from press import ledger
from press.chapter import Chapter, RenderError

CLOSING = '[fourteen offices]{.fact key="closing" value="14"}'
OPENING = '[two]{.fact key="opening" value="2"}'


def entry(value: float = 14) -> dict[str, Any]:
    return {
        "value": value,
        "unit": "office",
        "bound": "exact",
        "text": f"{value} offices",
        "definition": "Offices to close.",
        "rows": {},
        "sources": [],
    }


def chapter(*blocks: dict[str, Any], slug: str = "00-summary") -> Chapter:
    return Chapter(slug, "In short", tuple(("block", block) for block in blocks))


def say(text: str, fragment: str = "s-plan", **known: Any) -> dict[str, Any]:
    known = known or {"closing": entry(), "opening": entry(2)}
    return {"kind": "say", "text": text, "holds": True, "fragment": fragment, "facts": known}


def texts(*blocks: dict[str, Any], key: str = "closing") -> list[str]:
    return [place["text"] for place in ledger.entries([chapter(*blocks)])[key]["used"]]


def test_a_fact_is_used_where_its_sentence_stands() -> None:
    chapters = [
        chapter(say(f"{CLOSING} close.", closing=entry())),
        chapter(say(f"Of {CLOSING} one.", "s-since", closing=entry()), slug="01-more"),
    ]
    kept = ledger.entries(chapters)["closing"]
    assert kept["chapters"] == ["00-summary", "01-more"]
    assert kept["used"] == [
        {
            "chapter": "00-summary",
            "page": "index.html",
            "fragment": "s-plan",
            "text": "fourteen offices close.",
        },
        {
            "chapter": "01-more",
            "page": "01-more.html",
            "fragment": "s-since",
            "text": "Of fourteen offices one.",
        },
    ]


def test_of_a_paragraph_only_the_sentences_that_hold_the_fact_are_kept() -> None:
    block = say(f"It is known. {CLOSING} close [@ap-2024]. Then {OPENING} *may* open.")
    assert texts(block) == ["fourteen offices close."]
    assert texts(block, key="opening") == ["Then two may open."]


def test_a_sentence_is_kept_once_however_often_it_holds_the_fact() -> None:
    assert texts(say(f"{CLOSING} of {CLOSING}.")) == ["fourteen offices of fourteen offices."]


@pytest.mark.parametrize("name", ["the U.S. Congress", "St. Kitts", "J. Smith"])
def test_a_short_form_with_a_point_ends_no_sentence(name: str) -> None:
    assert texts(say(f"By {name} {CLOSING} close.")) == [f"By {name} fourteen offices close."]


def test_a_sentence_may_begin_with_a_fact_or_follow_a_quotation() -> None:
    block = say(f"“That is all.” {CLOSING} close! {CLOSING} stay.")
    assert texts(block) == ["fourteen offices close!", "fourteen offices stay."]


def test_items_of_a_list_are_sentences_of_their_own() -> None:
    assert texts(say(f"There are:\n\n- {CLOSING}\n- {OPENING} more")) == ["fourteen offices"]


def test_a_finding_is_read_as_one_sentence() -> None:
    item = {"figure": CLOSING, "unit": "to close", "context": f"and {OPENING} to open."}
    block = say("") | {"kind": "findings", "items": [item]}
    assert texts(block) == ["fourteen offices to close and two to open."]


def test_what_a_figure_says_is_searched_too() -> None:
    slots = {"title": f"The {CLOSING}", "subtitle": "", "description": "", "note": "Nothing."}
    block = say("", "fig-map") | {"kind": "figure", **slots, "table": None}
    assert texts(block) == ["The fourteen offices"]


def test_one_key_with_two_values_stops_the_edition() -> None:
    chapters = [
        chapter(say(CLOSING, closing=entry())),
        chapter(say(CLOSING, closing=entry(13)), slug="01-more"),
    ]
    with pytest.raises(RenderError, match="01-more: the fact “closing” is 14 and 13"):
        ledger.entries(chapters)


def test_the_file_lists_the_facts_by_key_and_is_the_same_every_time(tmp_path: Path) -> None:
    chapters = [
        chapter(say(f"{OPENING} open, {CLOSING} close.", opening=entry(2), closing=entry()))
    ]
    for name in ("one", "two"):
        ledger.write(chapters, tmp_path / name)
    facts = tmp_path / "one" / ledger.FACTS
    assert list(json.loads(facts.read_text("utf-8"))) == ["closing", "opening"]
    for name in (ledger.FACTS, ledger.CONTENTS):
        once, again = (tmp_path / folder / name for folder in ("one", "two"))
        assert once.read_bytes() == again.read_bytes()


def test_the_readme_gets_the_findings_of_the_first_chapter(tmp_path: Path) -> None:
    item = {"figure": CLOSING, "unit": "to close", "context": "The rest stays."}
    first = chapter(say("") | {"kind": "findings", "items": [item]})
    readme = tmp_path / "README.md"
    readme.write_text("Before\n<!-- findings -->\nold\n<!-- /findings -->\nAfter\n", "utf-8")
    ledger.write_findings([first], readme, tmp_path / "new.md")
    lines = (tmp_path / "new.md").read_text("utf-8").splitlines()
    assert lines[0] == "Before" and lines[-1] == "After"
    assert "- **fourteen offices** to close. The rest stays." in lines
    assert "old" not in lines
