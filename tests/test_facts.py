"""How a number reads in a sentence, and what its mark leads back to."""

import json
import math

import pytest

from press import facts
from press.facts import Fact, span


def fact(value: float, **changed: str) -> Fact:
    given = {"unit": "office", "key": f"offices-{value}"} | changed
    return Fact(value=value, definition="Offices counted.", **given)


@pytest.mark.parametrize(
    ("value", "words", "words_unit", "unit"),
    [
        (0, "none", "no offices", "0 offices"),
        (1, "one", "one office", "1 office"),
        (1.0, "one", "one office", "1 office"),
        (2, "two", "two offices", "2 offices"),
        (20, "twenty", "twenty offices", "20 offices"),
        (21, "21", "21 offices", "21 offices"),
        (1234567, "1,234,567", "1,234,567 offices", "1,234,567 offices"),
        (0.5, "0.5", "0.5 offices", "0.5 offices"),
        (-1, "minus one", "minus one office", "−1 office"),
        (-1234.5, "−1,234.5", "−1,234.5 offices", "−1,234.5 offices"),
        (-0.04, "0.0", "0.0 offices", "0.0 offices"),
    ],
)
def test_a_number_reads_well_in_words_and_with_its_unit(
    value: float, words: str, words_unit: str, unit: str
) -> None:
    assert fact(value).text("words") == words
    assert fact(value).text("words unit") == fact(value).text("unit words") == words_unit
    assert fact(value).text("unit") == fact(value).text("digits unit") == unit


def test_a_plural_that_takes_no_s_is_used_for_all_but_one() -> None:
    countries = [fact(value, unit="country", plural="countries") for value in (0, 1, 2)]
    read = [country.text("words unit capital") for country in countries]
    assert read == ["No countries", "One country", "Two countries"]


@pytest.mark.parametrize(
    ("value", "ordinal"),
    [
        *[(1, "first"), (2, "second"), (3, "third"), (5, "fifth"), (12, "twelfth")],
        *[(20, "twentieth"), (21, "21st"), (22, "22nd"), (23, "23rd"), (24, "24th")],
        *[(100, "100th"), (101, "101st"), (111, "111th"), (112, "112th"), (113, "113th")],
        *[(121, "121st"), (1011, "1,011th"), (1021, "1,021st")],
    ],
)
def test_a_place_in_an_order_is_a_word_up_to_twenty(value: int, ordinal: str) -> None:
    assert fact(value).text("ordinal") == ordinal


def test_an_ordinal_in_digits_ends_as_it_is_spoken_and_its_unit_is_singular() -> None:
    read = [fact(value).text("ordinal digits unit") for value in (1, 2, 3, 11, 12, 13)]
    assert " ".join(read) == "1st office 2nd office 3rd office 11th office 12th office 13th office"


@pytest.mark.parametrize("value", [0, -1, 1.5])
def test_what_is_no_place_in_an_order_has_no_ordinal(value: float) -> None:
    with pytest.raises(ValueError, match="no place in an order"):
        fact(value).text("ordinal")


@pytest.mark.parametrize(
    ("value", "percent"),
    [
        *[(0, "0%"), (0.004, "less than 1%"), (0.005, "less than 1%"), (0.006, "1%")],
        *[(0.15, "15%"), (0.994, "99%"), (0.996, "more than 99%"), (1, "100%"), (1.2, "120%")],
        *[(-0.05, "−5%"), (-0.004, "0%")],
    ],
)
def test_only_nothing_is_nought_percent_and_only_all_a_hundred(value: float, percent: str) -> None:
    assert fact(value, unit="share").text("percent") == percent
    assert fact(value, unit="share").text("percent unit") == percent


@pytest.mark.parametrize(
    ("bound", "words", "percent"),
    [
        ("exact", "No offices", "50%"),
        ("at_least", "More than zero offices", "more than 50%"),
        ("at_most", "Fewer than zero offices", "less than 50%"),
        ("about", "About zero offices", "about 50%"),
    ],
)
def test_a_bound_is_said_before_the_number(bound: str, words: str, percent: str) -> None:
    assert fact(0, bound=bound).text("words unit bound capital") == words
    assert fact(0.5, bound=bound).text("percent bound") == percent


def test_a_percentage_that_is_a_bound_by_itself_takes_no_other() -> None:
    assert fact(0.999, bound="at_least").text("percent bound") == "more than 99%"


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_a_missing_number_is_not_printed(value: float) -> None:
    with pytest.raises(ValueError, match="no number to print"):
        fact(value).text("words")


def test_an_unknown_word_of_a_format_is_named() -> None:
    with pytest.raises(ValueError, match="'roman'"):
        format(fact(3), "roman")


@pytest.mark.parametrize(
    ("low", "high", "spec", "text"),
    [
        (3, 5, "words unit", "three to five offices"),
        (5, 3, "words unit", "three to five offices"),
        (1154, 2141, "unit", "1,154–2,141 offices"),
        (1, 1, "words unit", "one office"),
        (0, 0, "words unit", "no offices"),
        (0, 5, "words unit capital", "Zero to five offices"),
        (15, 25, "words unit", "15–25 offices"),
        (-3, 5, "unit", "−3 to 5 offices"),
        (3, 5, "ordinal", "third to fifth"),
        (21, 23, "ordinal", "21st–23rd"),
        (0.03, 0.05, "percent", "3–5%"),
        (0.031, 0.033, "percent", "3%"),
        (0.001, 0.05, "percent", "less than 1% to 5%"),
    ],
)
def test_a_range_reads_from_low_to_high(low: float, high: float, spec: str, text: str) -> None:
    assert facts.plain(span(fact(low), fact(high), spec)) == text


def test_both_ends_of_a_range_lead_back_to_their_facts() -> None:
    marked = facts.marked(span(fact(3), fact(5), "words unit"))
    assert {key: entry["value"] for key, entry in marked.items()} == {
        "offices-3": 3,
        "offices-5": 5,
    }


def test_a_range_of_plain_numbers_is_plain_and_takes_the_unit_of_a_fact_beside_it() -> None:
    assert span(3, 5, "words") == "three to five"
    assert span(4, 4, "words capital") == "Four"
    assert facts.plain(span(2, fact(5), "unit")) == "2–5 offices"


@pytest.mark.parametrize("other", [fact(5, unit="country"), 5])
def test_a_range_has_one_unit(other: Fact | float) -> None:
    low = fact(3) if isinstance(other, Fact) else 3
    with pytest.raises(ValueError, match="one unit"):
        span(low, other, "unit")


def test_a_range_has_no_bound() -> None:
    with pytest.raises(ValueError, match="no bound"):
        span(fact(3), fact(5), "bound")


def test_two_facts_of_one_key_and_two_values_are_an_error() -> None:
    assert format(fact(3, key="twice")).startswith("[3]")
    with pytest.raises(ValueError, match="twice: 3, 4"):
        format(fact(4, key="twice"))


def test_the_ledger_keeps_the_value_and_how_it_reads_alone() -> None:
    crowd = fact(1100, bound="at_least").entry()
    assert (crowd["value"], crowd["text"]) == (1100, "more than 1,100 offices")
    assert fact(0.1506, unit="share").entry()["text"] == "15.1%"
    json.dumps(fact(1154.25).entry())
