"""A map that a reader can ask: its controls, the card of a place, and all places as a list.

The places of a figure, as `press.page.show` takes them, are a frame with one row a place:

    id          its unit and a name, `town-paris`; the ids of its signs in the picture end in it,
                those of its words in `label-paris` or `leader-paris`; `#town=paris` leads to it
    title       what it is called
    where       what it belongs to
    confidence  high, medium or low
    facts       pairs of term and text: what is said of it first
    points      what there is to know, each with when, text, note and sources (`source_id`s)
    states      its state at each moment, in words; blank where it is not drawn

The attributes of the frame are `unit` (a word for one and for many), `order` (all the states, as
they are to be listed), `moments` (title and note of each) and `now`, the number of the moment that
the picture shows. All texts are plain.

Without a script the list stands in the page with every card, and its links lead into it; the
controls wait, hidden, for `template/map.js`, which sets the signs, the list and the card by them.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from press.numbers import Source, credit
from press.pieces import escape

_DEGREES = ("high", "medium", "low")
_CARD = (
    '<div class="place-card" role="dialog" aria-label="What is known" tabindex="-1" hidden>'
    '<button type="button">Close</button><div></div></div>'
)
# The blank lets the style sheet tell whether there are words in the field.
_SEARCH = 'placeholder=" " autocomplete="off" spellcheck="false"'


def around(
    picture: str,
    name: str,
    places: Mapping[str, Any],
    source: Callable[[str], Source],
    free: Callable[[str], str],
) -> str:
    """The picture `name` between its controls, its card and its list.

    `source` gives the row of a source, `free` an id that the page does not have yet.
    """
    return controls(name, places) + picture + _CARD + listing(places, source, free)


def controls(name: str, places: Mapping[str, Any]) -> str:
    """What the map can be asked: to find places, by words, moment, state and confidence."""
    one, many = map(escape, places["unit"])
    moments, now = places["moments"], places["now"]
    sure = {item["confidence"] for item in places["items"]}
    when = [
        _choice("radio", "when", str(number), title, is_on=number == now)
        for number, (title, _) in enumerate(moments)
    ]
    which = [_choice("checkbox", "state", state, state) for state in places["order"]]
    how = [_choice("checkbox", "confidence", word, word) for word in _DEGREES if word in sure]
    return (
        f'<form class="atlas" autocomplete="off" data-one="{one}" data-many="{many}" '
        f'data-now="{now}" data-moments="{escape(json.dumps(moments))}" hidden>{_hint(name, one)}'
        f'<p class="find"><label for="{name}-words">Find by name or country</label>'
        f'<input type="search" name="words" id="{name}-words" {_SEARCH}></p>'
        "<details open><summary>Choose what is shown</summary>"
        + (_group("When", when) if len(moments) > 1 else "")
        + _group("Status", which)
        + _group("Confidence", how)
        + '</details><p class="shown"><output></output> <button type="reset">Show all</button></p>'
        "</form>"
    )


def _hint(name: str, one: str) -> str:
    """How the map is used; what is said of keys stands only where there are some."""
    return (
        f'<p class="hint" id="{name}-hint">Point at a sign to see which {one} it is, and press it '
        f'for the evidence. <span class="keys">Arrow keys lead from {one} to {one}, Enter opens a '
        "card, Escape closes it.</span></p>"
    )


def _group(title: str, choices: Sequence[str]) -> str:
    return f"<fieldset><legend>{title}</legend>{''.join(choices)}</fieldset>"


def _choice(kind: str, name: str, value: str, word: str, *, is_on: bool = True) -> str:
    """A box or a button to press."""
    return (
        f'<label><input type="{kind}" name="{name}" value="{escape(value)}"'
        f"{' checked' * is_on}> {escape(word)}</label>"
    )


def listing(
    places: Mapping[str, Any], source: Callable[[str], Source], free: Callable[[str], str]
) -> str:
    """Every place with its card, behind a disclosure."""
    items = "".join(_entry(item, source, free) for item in places["items"])
    count, (one, many) = len(places["items"]), places["unit"]
    title = f"All {count} {many} in a list" if count > 1 else f"The {one} in words"
    return (
        f'<details class="places" data-pagefind-ignore><summary>{escape(title)}, with the evidence'
        f'</summary><ul role="list">{items}</ul></details>'
    )


def _entry(
    item: Mapping[str, Any], source: Callable[[str], Source], free: Callable[[str], str]
) -> str:
    """A place: its name as a link to it, then what is known, then what that rests on."""
    kind, _, slug = item["id"].partition("-")
    address = f"{kind}={slug}"
    facts = "".join(
        f"<div><dt>{escape(term)}</dt><dd>{escape(text)}</dd></div>" for term, text in item["facts"]
    )
    points = "".join(_point(point, source) for point in item["points"])
    return (
        f'<li id="{escape(free(address))}" data-sign="{escape(item["id"])}" '
        f'data-confidence="{escape(item["confidence"])}" '
        f'data-states="{escape("|".join(item["states"]))}">'
        f'<p class="place"><a href="#{escape(address)}">{escape(item["title"])}</a>'
        f'<span class="where">, {escape(item["where"])}</span></p>'
        f"<dl>{facts}</dl>"
        + (f'<ul class="points" role="list">{points}</ul>' if points else "")
        + "</li>"
    )


def _point(point: Mapping[str, Any], source: Callable[[str], Source]) -> str:
    """Something that is known, with its sources and their grades."""
    note = f' <span class="remark">{escape(point["note"])}</span>' if point["note"] else ""
    sources = "".join(f"<cite>{_graded(source(name))}</cite>" for name in point["sources"])
    return f"<li><b>{escape(point['when'])}</b> {escape(point['text'])}.{note}{sources}</li>"


def _graded(source: Source) -> str:
    grade = source.get("grade")
    return credit(source) + (f", grade {escape(grade)}" if grade else "")
