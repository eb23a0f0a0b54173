"""What is known of each office, as the map of a page tells it: one card an office."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from footprint import status
from footprint.measures import history, people
from footprint.measures.planned import HAPPENED
from footprint.view import View
from press.facts import Fact, day, partial_day

_ATTESTED = {
    "working": "At work",
    "plan": "Planned",
    "representative": "A representative, said not to be an office",
    "absence": "No office",
    "region": "Named as part of a region of the agency",
}
Moment = tuple[str, str, Mapping[str, str]]
"""Its title, a note to it, and the state of each office that is drawn, by office_id."""

_THIN = "Few signs in an early year mean little evidence, not few offices."
_UNITS = {"agents": ("agent", "agents"), "staff": ("member of staff", "staff")}


def places(view: View, offices: pd.DataFrame) -> pd.DataFrame:
    """The offices that a map draws, as places for `press.page.show`.

    `offices` are rows of `view.offices`, in the order of the list. One row an office: id (its
    sign's, `office-<office_id>`), title, where, confidence, facts (terms with their texts), points
    (what happened, what attests it and how many people, latest first: when, text, note, sources)
    and states (its state at each moment in words, blank where it is not drawn). The attributes of
    the frame are `unit` (one and many), `order` (the states in that of a key), `moments` (title
    and note of each) and `now`, the number of the moment that the map shows. Moments are the days
    of the codebook on which every office known then is among these, the day described, and the
    plan carried out. A sign of the past looks like one of today; without such an office is left
    out.
    """
    moments = _moments(view, offices)
    titles = [(title, note) for title, note, _ in moments]
    points, counts = _points(view, offices), people.by_office(view)
    rows = [
        {
            "id": f"office-{office.office_id}",
            "title": office.city,
            "where": office.country,
            "confidence": office.confidence,
            "facts": _facts(view, office, counts[counts.place == office.office_id]),
            "points": points.get(office.office_id, []),
            "states": [states.get(office.office_id, "") for _, _, states in moments],
        }
        for office in offices.itertuples()
    ]
    frame = pd.DataFrame(rows)
    frame.attrs = {
        "unit": ("office", "offices"),
        "order": [word for word in status.WORDS.values() if _is_ever(word, moments)],
        "moments": titles,
        "now": [title for title, _ in titles].index(day(view.day)),
    }
    return frame


def _is_ever(state: str, moments: list[Moment]) -> bool:
    return any(state in states.values() for _, _, states in moments)


def _moments(view: View, offices: pd.DataFrame) -> list[Moment]:
    """Every moment that a map of the offices can show, in order of time."""
    known = offices.set_index("office_id")
    moments = [
        _back_then(view.on(moment), known)
        for moment in history.snapshot_days(view)
        if set(view.on(moment).offices.office_id) <= set(known.index)
    ]
    moments.append((day(view.day), "", known.state.to_dict()))
    if known.label.isin(["closing", "opening"]).any():
        staying = known[known.label != "closing"].state
        closing = len(known) - len(staying)
        note = f"Left out: {closing} to close, announced and not closed." if closing else ""
        moments.append((f"With {view.plan_name} carried out", note, staying.to_dict()))
    return moments


def _back_then(view: View, known: pd.DataFrame) -> Moment:
    """A day of the past, as far as the offices on the map give it signs."""
    then = view.offices.set_index("office_id")
    drawn = then[_looks(then).isin(_looks(known))]
    lost = len(then) - len(drawn)
    note = f"{_THIN} Left out: {lost} for which this map has no sign." if lost else _THIN
    return day(view.day), note, drawn.state.to_dict()


def _looks(offices: pd.DataFrame) -> pd.Series:
    """How the signs of offices look: by state, and working ones also by confidence."""
    return offices.state + offices.confidence.where(offices.label == "working", "")


def _facts(view: View, office: Any, counts: pd.DataFrame) -> list[tuple[str, str]]:
    """What a card says first, only what is known: pairs of term and text."""
    is_named = office.label in ("closing", "opening")
    announced = f", {office.state} by {view.plan_name}" * is_named
    basis = ", the city inferred" * (office.city_basis == "inferred")
    dates = {
        "First documented": office.first_documented,
        "Last documented": office.last_documented,
        "Opened": office.opened,
        "Closed": office.closed,
    }
    return [
        ("Status", status.WORDS[office.status] + announced),
        ("Confidence", office.confidence + basis),
        *((term, partial_day(date)) for term, date in dates.items() if _has_come(date, view)),
        *(("People", f"{_people(row)}, {row.year}") for row in counts.head(1).itertuples()),
    ]


def _has_come(partial: Any, view: View) -> bool:
    """Whether a partial date is known and can have begun by the day."""
    return pd.notna(partial) and status.first_day(partial) <= view.day


def _points(view: View, offices: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """By office: events, evidence and counts of people begun by the day, latest first."""
    tables, ids = view.tables, set(offices.office_id)
    told = [
        *_told(tables.events, "office_id", (HAPPENED[kind] for kind in tables.events.kind)),
        *_told(tables.office_evidence, "office_id", map(_attested, _rows(tables.office_evidence))),
        *_told(counts := people.by_office(view), "place", map(_people, _rows(counts))),
    ]
    dated = [point for point in told if point[0] in ids and _has_come(point[1], view)]
    dated.sort(key=lambda point: status.first_day(point[1]), reverse=True)
    points: dict[str, list[dict[str, Any]]] = {}
    for office, date, point in dated:
        points.setdefault(office, []).append({"when": partial_day(date), **point})
    return points


def _told(
    frame: pd.DataFrame, office: str, texts: Iterable[str]
) -> Iterable[tuple[str, str, dict[str, Any]]]:
    """Office, date and the rest of a point for every row; `texts` says each in words."""
    sources = frame["source_ids" if "source_ids" in frame else "source_id"]
    notes = frame.note.fillna("").str.replace(r"(?<=[^.?!…])$", ".", regex=True)
    for key, date, text, note, cited in zip(
        frame[office], frame.date, texts, notes, sources, strict=True
    ):
        said = text[:1].upper() + text[1:]
        yield key, date, {"text": said, "note": note, "sources": cited.split(";")}


def _rows(frame: pd.DataFrame) -> Iterable[Any]:
    return frame.itertuples()


def _attested(row: Any) -> str:
    inferred = " (date inferred)" if row.date_basis == "inferred" else ""
    return _ATTESTED[row.attests] + inferred


def _people(row: Any) -> str:
    """A count as text: "3 agents", "more than 2 agents"."""
    one, many = _UNITS[row.kind]
    count = Fact(key="", value=row.value, unit=one, definition="", plural=many, bound=row.bound)
    return count.text("digits unit bound")
