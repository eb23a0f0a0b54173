"""The data as the parameters ask for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from footprint import status
from footprint.data import Tables
from footprint.parameters import Parameters


@dataclass(frozen=True)
class View:
    """The tables as the parameters ask for them; every measure takes one.

    `whole` are the tables with nothing left out, `tables` those within the parameters.
    """

    whole: Tables
    parameters: Parameters

    @property
    def day(self) -> date:
        return self.parameters.as_of

    @cached_property
    def tables(self) -> Tables:
        return status.within(
            self.whole,
            min_confidence=self.parameters.min_confidence,
            world_region=self.parameters.world_region,
        )

    @property
    def has_plan(self) -> bool:
        """Whether the plan had announced anything by the day, within the parameters."""
        return not self.announced.empty

    @property
    def plan_name(self) -> str:
        """The plan in words, by the codebook: "the plan of September 2024"."""
        named: dict[str, str] = self.whole.codebook["report"]["plans"]
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
            "licence": book["licenses"][0]["name"],
            "cite_as": f"{book['report']['title']}, edition {book['version']}.",
            "parameters": asked,
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
