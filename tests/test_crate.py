"""The ledger of a build keeps the rules of RO-Crate 1.2 and of Process Run Crate 0.5, and is true.

The rules are written out here: the validator of the RO-Crate community fetches the context from the
web at every run, and its packages do not go with the lock.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from conftest import ROOT

from footprint.parameters import Parameters
from press import crate, figures
from press.chapter import Edition
from press.exits import Exit
from press.run import Outcome

REPORT = ROOT / "report"
# Of the context of RO-Crate 1.2 what may be used here; any other key would be dropped as unknown.
TERMS = """
    about actionStatus agent author conformsTo contentSize datePublished description encodingFormat
    error hasPart instrument isPartOf license localPath mentions name object programmingLanguage
    result sha256 softwareRequirements url value version
"""
TYPES = """
    ComputerLanguage CreateAction CreativeWork Dataset File Organization Profile PropertyValue
    SoftwareApplication SoftwareSourceCode
"""
Entity = dict[str, Any]


@pytest.fixture(scope="module")
def published() -> dict[str, Entity]:
    return by_id(json.loads((REPORT / crate.NAME).read_text("utf-8")))


def by_id(document: dict[str, Any]) -> dict[str, Entity]:
    return {entity["@id"]: entity for entity in document["@graph"]}


def links(value: Any) -> Iterator[str]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            yield item["@id"]


def types(entity: Entity) -> set[str]:
    return {entity["@type"]} if isinstance(entity["@type"], str) else {*entity["@type"]}


def actions(graph: dict[str, Entity]) -> dict[str, Entity]:
    return {name: one for name, one in graph.items() if types(one) == {"CreateAction"}}


def broken(document: dict[str, Any]) -> list[str]:
    """Every rule of the two specifications that a crate breaks; where it lies is no matter here."""
    graph, found = by_id(document), []
    if document["@context"] != f"{crate.CRATE}/context" or set(document) != {"@context", "@graph"}:
        found.append("context")
    if len(graph) != len(document["@graph"]):
        found.append("an identity twice")
    descriptor, root = graph[crate.NAME], graph["./"]
    if (descriptor["about"], descriptor["conformsTo"]) != ({"@id": "./"}, {"@id": crate.CRATE}):
        found.append("descriptor")
    needed = {"name", "description", "datePublished", "license", "conformsTo", "hasPart"}
    found += [f"root lacks {key}" for key in needed if not root.get(key)]
    if [*links(root["conformsTo"])] != [crate.PROFILE] or "Profile" not in types(
        graph[crate.PROFILE]
    ):
        found.append("profile")
    reached, waiting = set(), [crate.NAME]
    while waiting:
        one = waiting.pop()
        if one in reached or one == crate.CRATE:
            continue
        reached.add(one)
        waiting += [link for value in graph.get(one, {}).values() for link in links(value)]
    found += [f"{one} is not described" for one in reached - set(graph)]
    found += [f"{one} is not linked to" for one in set(graph) - reached]
    for name, entity in graph.items():
        found += [f"{name}: {key}" for key in set(entity) - {"@id", "@type", *TERMS.split()}]
        found += [f"{name}: {kind}" for kind in types(entity) - {*TYPES.split()}]
        nested = [item for value in entity.values() for item in links_of(value)]
        found += [f"{name} is not flat" for item in nested if set(item) != {"@id"}]
        is_data = types(entity) & {"File", "Dataset"} and not name.startswith("#")
        if is_data and name != "./" and name not in links(root["hasPart"]):
            found.append(f"{name} is no part of the root")
    for name, action in actions(graph).items():
        found += broken_of_action(name, action, graph)
        if name not in links(root["mentions"]):
            found.append(f"{name} is not mentioned")
    return found


def links_of(value: Any) -> list[Entity]:
    return [item for item in (value if isinstance(value, list) else [value]) if type(item) is dict]


def broken_of_action(name: str, action: Entity, graph: dict[str, Entity]) -> Iterator[str]:
    for one in links(action["instrument"]):
        if not types(graph[one]) & {"SoftwareApplication", "SoftwareSourceCode"}:
            yield f"{name}: its instrument is no software"
    for one in links(action["agent"]):
        if not types(graph[one]) & {"Person", "Organization"}:
            yield f"{name}: its agent is nobody"
    for one in [*links(action["object"]), *links(action["result"])]:
        if not types(graph[one]) & {"File", "Dataset", "PropertyValue"}:
            yield f"{name}: {one} is neither file nor parameter"
    if not [*links(action["object"])]:
        yield f"{name} read nothing"
    status = action["actionStatus"].removeprefix("http://schema.org/")
    if (status, "error" in action) not in [
        ("CompletedActionStatus", False),
        ("FailedActionStatus", True),
    ]:
        yield f"{name}: {status}"


def test_the_published_crate_keeps_every_rule() -> None:
    assert broken(json.loads((REPORT / crate.NAME).read_text("utf-8"))) == []


def test_every_file_of_the_report_is_described_with_its_size_and_hash(
    published: dict[str, Entity],
) -> None:
    files = {path.name for path in REPORT.iterdir() if path.is_file()} - {crate.NAME}
    parts = {*links(published["./"]["hasPart"])}
    assert parts == files | {f"{path.name}/" for path in REPORT.iterdir() if path.is_dir()}
    for name in files:
        content = (REPORT / unquote(name)).read_bytes()
        assert published[name]["sha256"] == hashlib.sha256(content).hexdigest(), name
        assert published[name]["contentSize"] == str(len(content)), name


def test_what_lies_outside_the_report_has_the_hash_of_the_file_itself(
    published: dict[str, Entity],
) -> None:
    outside = [name for name, one in published.items() if name[0] == "#" and "File" in types(one)]
    assert {name.split("/")[0] for name in outside} == {
        "#data",
        "#figures",
        "#notebooks",
        "#build.py",
        "#requirements.txt",
    }
    for name in outside:
        path = ROOT / unquote(name[1:])
        assert path.exists(), name
        if path.suffix != ".png":  # the one kind that is not the same on every machine
            assert published[name]["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest(), name
        for archive in links(published[name].get("isPartOf")):
            with ZipFile(REPORT / archive) as kept:
                assert kept.read(path.name) == path.read_bytes()
        if "localPath" in published[name]:
            assert (REPORT / published[name]["localPath"]).resolve() == path


def test_every_notebook_has_a_run_with_its_page_its_figures_and_what_it_read(
    published: dict[str, Entity],
) -> None:
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        run = published[f"#run/{path.stem}"]
        assert [*links(run["instrument"])] == [f"#notebooks/{path.name}"]
        page = "index.html" if path.stem.startswith("00-") else f"{path.stem}.html"
        made = {*links(run["result"])}
        assert page in made
        passports = [json.loads(p.read_text("utf-8")) for p in (ROOT / "figures").glob("*.json")]
        own = {one["name"] for one in passports if one.get("chapter") == path.stem}
        assert {unquote(name) for name in made - {page}} == {
            f"#figures/{name}{ending}" for name in own for ending in (*figures.FILES, ".zip")
        }
        read = {*links(run["object"])}
        assert {f"#data/{table.name}" for table in (ROOT / "data").glob("*.csv")} <= read
        asked = set(Parameters.model_fields) - {"data_dir"}
        assert {name for name in read if name.startswith("#parameter/")} == {
            f"#parameter/{name}" for name in asked
        }


def test_the_programs_have_the_versions_of_the_lock(published: dict[str, Entity]) -> None:
    lock = (ROOT / "requirements.txt").read_text("utf-8")
    for code in ("#build.py", "#notebooks/00-summary.ipynb"):
        needs = {*links(published[code]["softwareRequirements"])}
        needs |= {*links(published[code]["programmingLanguage"])}
        versions = {published[one]["name"]: published[one].get("version") for one in needs}
        assert f"\npapermill=={versions['papermill']} " in lock
        assert f"--python-version {versions['Python']} " in lock


def test_nothing_of_the_crate_is_of_a_moment_or_of_a_machine(published: dict[str, Entity]) -> None:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    day = package.get("created", Parameters().as_of.isoformat())  # as for the feed and the sitemap
    assert published["./"]["datePublished"] == day
    assert published["#author"]["name"] == package["contributors"][0]["title"]
    text = (REPORT / crate.NAME).read_text("utf-8")
    assert "startTime" not in text and "endTime" not in text and str(ROOT) not in text


@pytest.fixture
def failing(tmp_path: Path) -> crate.Build:
    """A build of two chapters of which the second failed, with its staging folder filled."""
    report, figures = tmp_path / "report", tmp_path / "figures"
    report.mkdir()
    figures.mkdir()
    (report / "index.html").write_text("<p>", "utf-8")
    passport = {"name": "half", "chapter": "02-two", "title": "Half a figure"}
    (figures / "half.json").write_text(json.dumps(passport), "utf-8")
    (tmp_path / "a b.csv").write_text("x\n", "utf-8")
    chapters = {"01-one": Outcome("01-one"), "02-two": Outcome("02-two", Exit.FAILED_CELL)}
    chapters["02-two"].what = "NameError: name 'x' is not defined"
    for name in chapters:
        (tmp_path / f"{name}.ipynb").write_text("{}", "utf-8")
    return crate.Build(
        edition=Edition("Title", "About", "1", "2024-09-16", "CC0-1.0"),
        outcomes=[*chapters.values()],
        parameters={"as_of": "2024-09-16", "known_on": None},
        tables={tmp_path / "a b.csv": "A table", tmp_path / "absent.csv": "None"},
        notebooks=[tmp_path / f"{name}.ipynb" for name in chapters],
        root=ROOT,
        downloads={},
        archives=("data.zip", "figures.zip"),
        error="Not every notebook ran to its end.",
    )


def test_the_crate_of_a_failed_build_says_which_run_failed_and_why(
    failing: crate.Build, tmp_path: Path
) -> None:
    crate.write(failing, tmp_path)
    document = json.loads((tmp_path / "report" / crate.NAME).read_text("utf-8"))
    assert broken(document) == []
    runs = actions(by_id(document))
    ended = {name: one["actionStatus"].rpartition("/")[2] for name, one in runs.items()}
    assert ended == {
        "#build": "FailedActionStatus",
        "#run/01-one": "CompletedActionStatus",
        "#run/02-two": "FailedActionStatus",
    }
    assert runs["#run/02-two"]["error"] == "NameError: name 'x' is not defined"
    assert [*links(runs["#run/02-two"]["result"])] == ["#figures/half.json"]
    assert [*links(runs["#run/01-one"]["result"])] == ["index.html"]
    assert "#data/a%20b.csv" in links(runs["#run/01-one"]["object"])


def test_a_sentence_that_no_longer_holds_is_told_of_a_run_that_ended_well(
    failing: crate.Build, tmp_path: Path
) -> None:
    stale = Outcome("01-one", Exit.STALE_SENTENCE, stale=["More opened than closed."])
    graph = crate.graph(replace(failing, outcomes=[stale]), tmp_path)
    run = next(entity for entity in graph if entity["@id"] == "#run/01-one")
    assert run["actionStatus"].endswith("/CompletedActionStatus")
    assert run["description"].endswith("More opened than closed.")


def test_the_same_build_gives_the_same_bytes(failing: crate.Build, tmp_path: Path) -> None:
    crate.write(failing, tmp_path)
    once = (tmp_path / "report" / crate.NAME).read_bytes()
    crate.write(failing, tmp_path)
    assert (tmp_path / "report" / crate.NAME).read_bytes() == once
