"""An office on a given day.

Nothing is "open" because a column says so: status, confidence and the rest are derived from
dated evidence and events, by the rules of `data/README.md`, which these functions follow step
by step. The docstring of each function says the rule in the report's words.
"""

from __future__ import annotations

import calendar
from datetime import date

import pandas as pd

from footprint.data import Tables

STATE_EVENTS = ("open", "reopen", "close", "suspend")
CONFIDENCE = ("low", "medium", "high")
# The labels, in the words of captions and tables.
WORDS = {
    "working": "working",
    "closing": "to close",
    "opening": "to open",
    "not_attested_recently": "not attested recently",
    "closed": "closed",
    "suspended": "suspended",
    "proposed": "proposed",
}


def first_day(partial: str) -> date:
    """The first day a partial date can mean: 2024-09 gives 2024-09-01."""
    year, month, day = (*(int(part) for part in partial.split("-")), 1, 1)[:3]
    return date(year, month, day)


def last_day(partial: str) -> date:
    """The last day a partial date can mean: 2024-09 gives 2024-09-30."""
    parts = [int(part) for part in partial.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def years_before(day: date, years: int) -> date:
    """The same day some years earlier; 29 February becomes the 28th where it must."""
    year = day.year - years
    leap = calendar.isleap(year)
    return day.replace(
        year=year, day=28 if (day.month, day.day, leap) == (2, 29, False) else day.day
    )


def city_basis(tables: Tables) -> pd.Series:
    """How the city of each office is known, by office_id.

    `sourced` where at least one row of evidence, of whatever kind, names the city; else
    `inferred`: the city is then that of the embassy, or explained in the note.
    """
    named = tables.office_evidence.groupby("office_id").names_city.any()
    basis = named.reindex(tables.offices.office_id, fill_value=False)
    return basis.map({True: "sourced", False: "inferred"}).rename("city_basis")


def confidence(tables: Tables) -> pd.Series:
    """How sure it is that a working office existed: high, medium or low, by office_id.

    High: evidence of work of grade A, or of grade B from at least two origins. Medium: one origin
    of grade B and a sourced city. Low: all else. Evidence of any date counts.
    """
    working = tables.office_evidence.query("attests == 'working'")
    ids = tables.offices.office_id
    grade_a = ids.isin(working.query("grade == 'A'").office_id)
    origins = working.query("grade == 'B'").groupby("office_id").origin.nunique()
    grade_b = origins.reindex(ids, fill_value=0).to_numpy()
    sourced = city_basis(tables).to_numpy() == "sourced"
    level = pd.Series("low", index=pd.Index(ids, name="office_id"), name="confidence")
    level[(grade_b >= 1) & sourced] = "medium"
    level[grade_a.to_numpy() | (grade_b >= 2)] = "high"
    return level


def documented(tables: Tables) -> pd.DataFrame:
    """First and last date of evidence of work, by office_id; missing where there is none.

    The first is the date that ends earliest, the last the one that begins latest; of two such
    the more precise.
    """
    working = tables.office_evidence.query("attests == 'working'")
    dated = working.assign(
        begins=working.date.map(first_day),
        ends=working.date.map(last_day),
        digits=working.date.str.len(),
    )
    first = dated.sort_values(["ends", "digits"], ascending=[True, False]).groupby("office_id")
    last = dated.sort_values(["begins", "digits"]).groupby("office_id")
    dates = pd.DataFrame(
        {"first_documented": first.date.first(), "last_documented": last.date.last()}
    )
    return dates.reindex(tables.offices.office_id)


def opened_and_closed(tables: Tables) -> pd.DataFrame:
    """Dates of opening and closing as far as events give them, by office_id.

    Walks each office's openings, closings, suspensions and reopenings in order. A reopening
    after a closing starts anew; after a suspension it changes nothing.
    """
    rows: dict[str, tuple[str, str]] = dict.fromkeys(tables.offices.office_id, ("", ""))
    events = _state_events(tables)
    for office, kind, dated in zip(events.office_id, events.kind, events.date, strict=True):
        opened, closed = rows[office]
        if kind == "open" or (kind == "reopen" and closed):
            opened, closed = dated, ""
        elif kind == "close":
            closed = dated
        rows[office] = (opened, closed)
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["opened", "closed"], dtype=str)
    return frame.replace("", pd.NA).rename_axis("office_id")


def dossier(tables: Tables) -> pd.DataFrame:
    """All that can be derived of each office whatever the day, by office_id.

    Columns: city_basis, confidence, opened, closed, first_documented, last_documented.
    """
    parts = [city_basis(tables), confidence(tables), opened_and_closed(tables), documented(tables)]
    return pd.concat(parts, axis=1)


def on(tables: Tables, day: date, *, recency_years: int) -> pd.Series:
    """The status of every office on a day, by office_id.

    Only evidence and events that had begun by the day are used. `not_documented`: nothing known
    yet. `proposed`: planned, asked for or announced, never attested at work. `closed` and
    `suspended`: the last event says so, or (closed) absence was attested after the last work.
    `working`: work attested within `recency_years` before the day; else `not_attested_recently`.
    """
    evidence = _begun(tables.office_evidence, day)
    events = _begun(tables.events.dropna(subset="office_id"), day)
    latest = _latest_attested(evidence, events)
    last_state = _in_order(events[events.kind.isin(STATE_EVENTS)]).groupby("office_id").kind.last()
    absent = evidence[evidence.attests == "absence"]
    absent_from = absent.date.map(first_day).groupby(absent.office_id).max()
    planned = {*evidence[evidence.attests == "plan"].office_id} | {
        *events[events.kind.isin(["propose", "announce_open"])].office_id
    }
    cutoff = years_before(day, recency_years)

    def of(office: str) -> str:
        if office not in latest and office not in last_state:
            return "proposed" if office in planned else "not_documented"
        if last_state.get(office) in ("close", "suspend"):
            return {"close": "closed", "suspend": "suspended"}[last_state[office]]
        if office in absent_from and absent_from[office] > latest[office]:
            return "closed"
        return "working" if latest[office] >= cutoff else "not_attested_recently"

    ids = tables.offices.office_id
    return pd.Series([of(office) for office in ids], pd.Index(ids, name="office_id"), name="status")


def plan_events(tables: Tables, plan: str, day: date) -> pd.DataFrame:
    """The announcements of a plan that had been made by a day, one row an office."""
    named = tables.events[(tables.events.plan == plan).fillna(False)]
    return _begun(named.dropna(subset="office_id"), day)


def carried_out(statuses: pd.Series, announced: pd.DataFrame) -> pd.Series:
    """The statuses as they would be with the announcements of a plan carried out."""
    kinds = announced.set_index("office_id").kind
    after = statuses.copy()
    after[kinds.index[kinds == "announce_close"].intersection(after.index)] = "closed"
    after[kinds.index[kinds == "announce_open"].intersection(after.index)] = "working"
    return after


def labels(statuses: pd.Series, announced: pd.DataFrame) -> pd.Series:
    """The statuses with `closing` and `opening` for the offices that a plan names.

    Only an office at work can be closing, only a proposed one opening: the words label what is
    announced, they are no statuses.
    """
    kinds = announced.set_index("office_id").kind.reindex(statuses.index)
    label = statuses.rename("label").copy()
    label[(statuses == "working") & (kinds == "announce_close")] = "closing"
    label[(statuses == "proposed") & (kinds == "announce_open")] = "opening"
    return label


def _begun(frame: pd.DataFrame, day: date) -> pd.DataFrame:
    return frame[frame.date.map(first_day) <= day]


def _in_order(events: pd.DataFrame) -> pd.DataFrame:
    return events.assign(begins=events.date.map(first_day)).sort_values("begins", kind="stable")


def _state_events(tables: Tables) -> pd.DataFrame:
    events = tables.events.dropna(subset="office_id")
    return _in_order(events[events.kind.isin(STATE_EVENTS)])


def _latest_attested(evidence: pd.DataFrame, events: pd.DataFrame) -> dict[str, date]:
    """The last day on which work can have been attested, by office_id."""
    attested = pd.concat(
        [
            evidence.loc[evidence.attests == "working", ["office_id", "date"]],
            events.loc[events.kind.isin(["open", "reopen"]), ["office_id", "date"]],
        ]
    )
    return attested.date.map(last_day).groupby(attested.office_id).max().to_dict()
