"""The list of every office, and the names that an index of places looks for."""

from datetime import date

from footprint import gazetteer
from footprint.data import Tables
from footprint.measures import every_office
from footprint.view import View


def test_every_office_is_listed_once_with_the_documents_that_speak_of_it(view: View) -> None:
    listed = every_office(view)
    assert list(listed.office_id) == list(view.offices.office_id)
    assert listed.source_ids.notna().all()
    named = [source for cell in listed.source_ids for source in cell.split(";")]
    assert {*named} <= {*view.whole.sources.source_id}
    assert all(len({*c.split(";")}) == len(c.split(";")) for c in listed.source_ids)


def test_an_announced_office_has_the_sources_of_its_announcement(view: View) -> None:
    events = view.announced.dropna(subset="source_ids").set_index("office_id").source_ids
    listed = every_office(view).set_index("office_id").source_ids
    for office, cited in events.items():
        assert {*cited.split(";")} <= {*listed[office].split(";")}


def test_on_an_early_day_only_what_was_said_by_then_is_a_source(view: View) -> None:
    then = every_office(view.on(date(1975, 1, 1)))
    evidence = view.tables.office_evidence
    events = view.tables.events
    said = {*evidence[evidence.date < "1975"].source_id}
    said |= {s for cell in events[events.date < "1975"].source_ids for s in cell.split(";")}
    assert {s for cell in then.source_ids.dropna() for s in cell.split(";")} <= said
    assert every_office(view.on(date(1900, 1, 1))).empty


def test_a_city_is_found_by_its_name_and_one_named_like_a_country_once(tables: Tables) -> None:
    places = gazetteer.places(tables)
    assert places["Bangkok, Thailand"] == ["Bangkok"]
    assert places["Singapore"] == ["Singapore"]
    assert "Singapore, Singapore" not in places
    spellings = [name for known in places.values() for name in known]
    assert len(spellings) == len({*spellings})
