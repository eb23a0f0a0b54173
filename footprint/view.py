"""The data as the parameters ask for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from footprint import codebook, provenance, scope, status
from footprint.data import Tables
from footprint.parameters import Parameters
from press.facts import day, escape, listing


@dataclass(frozen=True, eq=False)
class View:
    """The tables as the parameters ask for them; every measure takes one.

    A view is equal to itself only, so that a costly measure can be kept for it.

    `whole` are the tables with nothing left out, `tables` those within the parameters.
    """

    whole: Tables
    parameters: Parameters

    @property
    def day(self) -> date:
        """The day described."""
        return self.parameters.as_of

    @cached_property
    def tables(self) -> Tables:
        known_on = self.parameters.known_on
        return scope.within(
            scope.known(self.whole, known_on) if known_on else self.whole,
            min_confidence=self.parameters.min_confidence,
            world_region=self.parameters.world_region,
        )

    def on(self, day: date) -> View:
        """The same view of another day."""
        return replace(self, parameters=self.parameters.model_copy(update={"as_of": day}))

    def without(self, *names: str) -> View:
        """The same view with some parameters at their defaults."""
        usual = Parameters(data_dir=self.parameters.data_dir)
        changed = {name: getattr(usual, name) for name in names}
        return replace(self, parameters=self.parameters.model_copy(update=changed))

    def covers(self, iso3: str) -> bool:
        """Whether a country or territory is in the region that the parameters ask for."""
        asked = self.parameters.world_region
        regions = self.whole.countries.set_index("iso3").world_region
        return asked == "all" or regions.get(iso3) == asked

    def missing(self, *names: str) -> str:
        """A sentence on those of the tables that the data lack or the parameters leave empty.

        A table that the codebook does not name is none of this report's business.
        """
        empty = [
            name.replace("_", " ")
            for name in codebook.names(self.whole.codebook)
            if name in names and getattr(self.tables, name).empty
        ]
        if not empty:
            return ""
        which = listing(empty)
        rests = "what rests on it is" if len(empty) == 1 else "what rests on them is"
        return f"There are no rows on {which} here, so {rests} left out."

    @property
    def opening(self) -> str:
        """What the report says first, by the codebook."""
        report = self.whole.codebook["report"]
        whose = f"the offices of {report['agency']['name']} abroad"
        return escape(report.get("opening", f"Where {whose} are, and how sure anyone can be."))

    @property
    def is_worldwide(self) -> bool:
        """Whether no region and no floor of confidence leaves offices out."""
        return self.parameters.world_region == "all" and self.parameters.min_confidence == "low"

    @property
    def is_default(self) -> bool:
        """Whether this is the edition that everybody gets."""
        usual = Parameters(data_dir=self.parameters.data_dir)
        return self.parameters == usual

    @property
    def why_no_plan(self) -> str:
        """A sentence on why there is no plan to speak of; empty where there is one."""
        if self.has_plan:
            return ""
        asked = self.parameters
        if asked.plan == "none":
            return "This edition was built without a plan."
        if asked.known_on and asked.known_on < asked.as_of:
            return f"By {day(asked.known_on)} no plan had been published."
        if not self.is_worldwide:
            return "The plan names no office that this edition covers."
        return f"By {day(self.day)} no plan had been announced."

    @property
    def has_article(self) -> bool:
        """Whether the article whose claims the tables list had been published by the day."""
        article = self.whole.codebook["report"].get("article", "")
        dates = self.whole.sources.set_index("source_id").published
        known_on = self.parameters.known_on or self.day
        limit = min(self.day, known_on)
        return article in dates.index and status.first_day(dates[article]) <= limit

    @property
    def has_plan(self) -> bool:
        """Whether the plan had announced anything by the day, within the parameters."""
        return not self.announced.empty

    @property
    def plan_name(self) -> str:
        """The plan in words, by the codebook: "the plan of September 2024"."""
        named: dict[str, str] = self.whole.codebook["report"].get("plans", {})
        return named.get(self.parameters.plan, "no plan")

    @property
    def edition(self) -> dict[str, Any]:
        """What every figure says of the edition it belongs to."""
        asked = self.parameters.model_dump(mode="json", exclude={"data_dir"})
        book = self.whole.codebook
        return {
            "report": book["report"]["title"],
            "version": book["version"],
            "as_of": asked["as_of"],
            "released": book.get("created", asked["as_of"]),
            "author": book["contributors"][0]["title"],
            "licence": book["licenses"][0]["name"],
            "licence_url": book["licenses"][0]["path"],
            "site": book["report"].get("site", ""),
            "parameters": asked,
            "code_sha256": provenance.of_drawing(),
        }

    @cached_property
    def announced(self) -> pd.DataFrame:
        """The announcements of the plan made by the day: event_id, kind, office_id, iso3 …"""
        events = status.plan_events(self.tables, self.parameters.plan, self.day)
        return events[events.kind.isin(["announce_close", "announce_open"])]

    @cached_property
    def offices(self) -> pd.DataFrame:
        """One row an office that something was known of by the day, sorted by country and city.

        office_id, city, country, iso3, world_region, lat, lon, status, after (the status with the
        plan carried out), label, state (the label in words), confidence, city_basis, opened,
        closed, first_documented, last_documented (both by the day), note.
        """
        tables, day = self.tables, self.day
        statuses = status.on(tables, day, recency_years=self.parameters.recency_years)
        derived = status.dossier(tables).drop(columns=["first_documented", "last_documented"])
        until = tables.office_evidence[tables.office_evidence.date.map(status.first_day) <= day]
        seen = status.documented(replace(tables, office_evidence=until))
        countries = tables.countries[["iso3", "name", "world_region"]]
        frame = (
            tables.offices.merge(countries.rename(columns={"name": "country"}), on="iso3")
            .set_index("office_id")
            .join([statuses, status.labels(statuses, self.announced), derived, seen])
        )
        frame["state"] = frame.label.map(status.WORDS)
        frame["after"] = status.carried_out(statuses, self.announced)
        known = frame[frame.status != "not_documented"]
        return known.reset_index().sort_values(["country", "city"], ignore_index=True)
