"""What is documented held against what is published, and where the evidence is thinnest."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from footprint import measures, status
from footprint.measures.define import attestations, count_offices, count_places, fact
from footprint.view import View
from press.facts import Fact, partial_day

WINDOWS = (3, 5, 10)  # years
_LEVELS = list(reversed(status.CONFIDENCE))


def by_window(view: View) -> pd.DataFrame:
    """Documented working offices and places for several recency windows.

    years, offices, places, offices_high, offices_medium, offices_low, offices_after, places_after.
    """
    rows = []
    for years in sorted({*WINDOWS, view.parameters.recency_years}):
        asked = view.parameters.model_copy(update={"recency_years": years})
        frame = replace(view, parameters=asked).offices
        working, after = frame[frame.status == "working"], frame[frame.after == "working"]
        levels = [int((working.confidence == level).sum()) for level in _LEVELS]
        places = working.iso3.nunique()
        rows.append((years, len(working), places, *levels, len(after), after.iso3.nunique()))
    names = [f"offices_{level}" for level in _LEVELS]
    return pd.DataFrame(
        rows, columns=["years", "offices", "places", *names, "offices_after", "places_after"]
    )


def by_region(view: View) -> pd.DataFrame:
    """What is known in each world region: world_region, high, medium, low (working, by
    confidence), total, faded (attested outside the window only), proposed; largest first."""
    counted = measures.offices_by_region(view).drop(columns="after").set_index("world_region")
    offices = view.offices
    for name, kind in (("faded", "not_attested_recently"), ("proposed", "proposed")):
        counts = offices[offices.status == kind].groupby("world_region").size()
        counted = counted.reindex(counted.index.union(counts.index)).assign(**{name: counts})
    table = counted.fillna(0).astype(int).rename_axis("world_region").reset_index()
    return table.sort_values(["total", "world_region"], ascending=[False, True], ignore_index=True)


def freshness(view: View) -> pd.DataFrame:
    """How old and how broad the evidence of every office at work is.

    office_id, city, country, last_year, confidence, sources (how many attest work within the
    recency window), is_single_list (only the broadest source does), the oldest and thinnest first.
    """
    working, evidence = view.offices[view.offices.status == "working"], recent(view)
    sources = evidence.groupby("office_id").source_id.nunique()
    listed = set(evidence[evidence.source_id == broadest_source(view)].office_id)
    frame = working.assign(
        last_year=working.last_documented.str[:4].astype("Int64"),
        sources=working.office_id.map(sources).fillna(0).astype(int),
    )
    frame = frame.assign(is_single_list=(frame.sources == 1) & frame.office_id.isin(listed))
    columns = ["office_id", "city", "country", "last_year", "confidence", "sources"]
    return frame[[*columns, "is_single_list"]].sort_values(
        ["last_year", "sources", "city"], ignore_index=True
    )


def recent(view: View) -> pd.DataFrame:
    """The attestations within the recency window, of offices documented as working."""
    working = view.offices[view.offices.status == "working"]
    evidence = attestations(view, working.office_id)
    cutoff = status.years_before(view.day, view.parameters.recency_years)
    return evidence[evidence.date.map(status.last_day) >= cutoff]


def broadest_source(view: View) -> str:
    """The source that attests most of the offices at work within the recency window; empty where
    there are none."""
    evidence = recent(view)
    return str(evidence.source_id.value_counts().idxmax()) if len(evidence) else ""


def thinnest(view: View) -> pd.DataFrame:
    """The places where one more source would change most, each with what would settle it.

    city, country, state, confidence, last_documented, sources (how many attest work), would_settle;
    the weakest first. Offices at work on one source or of less than high confidence, those not
    attested recently, and those that the plan names.
    """
    offices = view.offices
    evidence = attestations(view, offices.office_id)
    counts = evidence.groupby("office_id").source_id.nunique()
    frame = offices.assign(sources=offices.office_id.map(counts).fillna(0).astype(int))
    is_weak = (frame.status == "working") & ((frame.sources < 2) | (frame.confidence != "high"))
    is_open = frame.label.isin(["closing", "opening", "not_attested_recently"])
    frame = frame[is_weak | is_open]
    frame = frame.assign(
        would_settle=[_question(office) for office in frame.itertuples()],
        rank=frame.confidence.map({level: i for i, level in enumerate(status.CONFIDENCE)}),
    )
    frame = frame.sort_values(["rank", "sources", "country", "city"], ignore_index=True)
    columns = ["city", "country", "state", "confidence", "last_documented", "sources"]
    return frame[[*columns, "would_settle"]]


def _question(office: object) -> str:
    """What kind of source would settle an office, by what is unsure of it."""
    label, confidence = getattr(office, "label", ""), getattr(office, "confidence", "")
    if label == "closing":
        return "a report that it closed, or that it is still at work"
    if label == "opening":
        return "a report that it opened, or has been given up"
    if label == "not_attested_recently":
        last = getattr(office, "last_documented", None)
        after = f" after {partial_day(last)}" if isinstance(last, str) else ""
        return f"any dated source on it{after}, or its closing"
    if getattr(office, "city_basis", "") == "inferred":
        return "a source that names the city"
    if confidence == "low":
        return "an official source, or a credible press report"
    return "a second source of another origin, or an official one"


def places_thin(view: View) -> Fact:
    """Offices whose evidence one more source would change most: at work on one source or of less
    than high confidence, not attested recently, or named by the plan."""
    offices = view.offices
    names = offices.city + offices.country
    listed = thinnest(view)
    return count_offices(view, places_thin, offices[names.isin(listed.city + listed.country)])


def offices_on_one_list(view: View) -> Fact:
    """Offices documented as working that one broad source attests, the one that attests most
    within the recency window."""
    source, evidence = broadest_source(view), recent(view)
    listed = evidence[evidence.source_id == source]
    rows = {
        "offices": tuple(sorted(set(listed.office_id))),
        "office_evidence": tuple(listed.evidence_id),
    }
    value = listed.office_id.nunique()
    return fact(offices_on_one_list, value, "office", rows=rows, sources=[source] if value else [])


def offices_elsewhere(view: View) -> Fact:
    """Offices documented as working that the broadest source does not attest within the recency
    window."""
    listed = set(offices_on_one_list(view).rows["offices"])
    working = view.offices[view.offices.status == "working"]
    return count_offices(view, offices_elsewhere, working[~working.office_id.isin(listed)])


def offices_only_on_list(view: View) -> Fact:
    """Offices documented as working for which the broadest source is the only one within the
    recency window: without it they would not count."""
    fresh = freshness(view)
    alone = set(fresh[fresh.is_single_list].office_id)
    return count_offices(
        view, offices_only_on_list, view.offices[view.offices.office_id.isin(alone)]
    )


def places_merged(view: View) -> Fact:
    """Countries with a documented office if the places that are counted for themselves, by the
    codebook, were counted under the country they belong to."""
    apart: dict[str, str] = view.whole.codebook["report"].get("counted_apart", {})
    working = view.offices[view.offices.status == "working"]
    return count_places(view, places_merged, working.assign(iso3=working.iso3.replace(apart)))


def places_apart(view: View) -> list[str]:
    """The names of places with an office at work that the codebook counts for themselves."""
    apart: dict[str, str] = view.whole.codebook["report"].get("counted_apart", {})
    working = view.offices[view.offices.status == "working"]
    return sorted(set(working[working.iso3.isin(list(apart))].country))
