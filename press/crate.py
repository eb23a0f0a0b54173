"""The ledger of a build as an RO-Crate: what was run on what, and what came of it.

`report/ro-crate-metadata.json` follows RO-Crate 1.2 and the profile Process Run Crate 0.5: one
`CreateAction` for each notebook that was run and one for the build as a whole.

The root of the crate is `report/`: that folder is swapped in whole, is what stands on the web, and
is the same wherever an edition is built. What lies in it is a data entity with its size and hash.
What lies outside (tables as they were read, notebooks, the files of figures) is described under a
local name such as `#data/offices.csv`, as the specification has it for files that are not part of
the package; tables and figures are also in the archives beside the pages, and say in which.

The same edition gives the same bytes, so an action has no `startTime` and no `endTime`, although
the profile would like one: the time of day is a fact about a machine. For the same reason a PNG has
no hash, and the version of Python is the one that the lock was made for.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zipfile import ZipFile

from press.chapter import Edition
from press.exits import Exit
from press.facts import plain
from press.run import Outcome

NAME = "ro-crate-metadata.json"
CRATE = "https://w3id.org/ro/crate/1.2"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"
_PYTHON, _PAPERMILL = "https://www.python.org/", "https://papermill.readthedocs.io/"
_PROGRAMS = (  # with what stands before the version in the lock
    ("papermill", _PAPERMILL, "SoftwareApplication", "\npapermill=="),
    ("Python", _PYTHON, ["ComputerLanguage", "SoftwareApplication"], "--python-version "),
)
_AUTHOR = "#author"
_DONE = (Exit.OK, Exit.STALE_SENTENCE)
_MEDIA = {
    ".csv": "text/csv", ".html": "text/html", ".md": "text/markdown", ".txt": "text/plain",
    ".py": "text/x-python", ".png": "image/png", ".svg": "image/svg+xml",
    ".json": "application/json", ".pdf": "application/pdf", ".xml": "application/xml",
    ".zip": "application/zip", ".geojson": "application/geo+json",
    ".gpkg": "application/geopackage+sqlite3", ".ipynb": "application/x-ipynb+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip

Entity = dict[str, Any]


@dataclass(frozen=True)
class Build:
    """What a build was made from, and how it went.

    `tables` are the files that every notebook reads, each with its title; `notebooks` those that
    were asked for; `downloads` are title and use of files of the report. `archives` are the names
    of those that hold the tables and the figures. `root` has `build.py` and the lock. `error` says
    what stopped the build, empty where nothing did.
    """

    edition: Edition
    outcomes: Sequence[Outcome]
    parameters: Mapping[str, Any]
    tables: Mapping[Path, str]
    notebooks: Sequence[Path]
    root: Path
    downloads: Mapping[str, tuple[str, str]]
    archives: tuple[str, str]
    error: str = ""


def write(build: Build, staging: Path) -> None:
    """Write the crate of what stands in `staging`, last of all: it has the hash of every page."""
    report = staging / "report"
    report.mkdir(parents=True, exist_ok=True)
    document = {"@context": f"{CRATE}/context", "@graph": graph(build, staging)}
    text = json.dumps(document, ensure_ascii=False, indent=1)
    (report / NAME).write_text(f"{text}\n", "utf-8")


def graph(build: Build, staging: Path) -> list[Entity]:
    """Every entity of the crate, flat, each once; the descriptor and the root come first."""
    report = staging / "report"
    parts = list(_parts(report, build.downloads))
    files = [path for path in build.tables if path.exists()]
    archive = report / build.archives[0]
    tables = [_outside("data", path, build.tables[path], archive=archive) for path in files]
    asked = [_parameter(name, value) for name, value in build.parameters.items()]
    notebooks = [_code(path, folder="notebooks") for path in build.notebooks]
    drawn = _figures(staging / "figures", report / build.archives[1])
    pages = _pages(build.outcomes, report)
    runs = [
        _run(one, [*tables, *asked], [*pages.get(one.chapter, []), *drawn.get(one.chapter, [])])
        for one in build.outcomes
    ]
    rest = [part for part in parts if [{"@id": part["@id"]}] not in pages.values()]
    whole = _whole(build.error, [*tables, *asked, *notebooks], rest)
    frame = _frame(build.edition, parts, [whole, *runs])
    software = [_code(build.root / "build.py"), *_software(build.root / "requirements.txt")]
    figures = [file for found in drawn.values() for file in found]
    return [*frame, whole, *runs, *software, *notebooks, *asked, *tables, *parts, *figures]


def _frame(edition: Edition, parts: list[Entity], actions: list[Entity]) -> list[Entity]:
    """The descriptor, the root, and whom and what the root names."""
    licence = edition.licence_url or f"#{quote(edition.licence)}"
    whole = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{edition.title}, edition {edition.version}, as of {edition.day}",
        "description": f"{edition.description} {edition.scope}".strip(),
        "datePublished": edition.released or edition.as_of,
        "license": {"@id": licence},
        "author": {"@id": _AUTHOR},
        "version": edition.version,
        "conformsTo": {"@id": PROFILE},
        "hasPart": _links(parts),
        "mentions": _links(actions),
    }
    profile = ["CreativeWork", "Profile"]
    return [
        {
            "@id": NAME,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": CRATE},
        },
        whole | ({"url": edition.at("report/index.html")} if edition.site else {}),
        {"@id": PROFILE, "@type": profile, "name": "Process Run Crate", "version": "0.5"},
        {"@id": licence, "@type": "CreativeWork", "name": edition.licence},
        {"@id": _AUTHOR, "@type": "Organization", "name": edition.author or edition.title},
    ]


def _software(lock: Path) -> list[Entity]:
    """The lock, and what it says of the two programs that run a notebook."""
    pinned = lock.read_text("utf-8")
    programs = [
        {"@id": url, "@type": kind, "name": name, "url": url, "version": version}
        for name, url, kind, marked in _PROGRAMS
        for version in re.findall(rf"{marked}(\S+)", pinned)[:1]
    ]
    return [_outside("", lock, "Every package, with its version and hash"), *programs]


def _whole(error: str, read: list[Entity], made: list[Entity]) -> Entity:
    """The build, with what no single notebook made."""
    return {
        "@id": "#build",
        "@type": "CreateAction",
        "name": "The build of this edition",
        "instrument": {"@id": "#build.py"},
        "agent": {"@id": _AUTHOR},
        "object": _links(read),
        "result": _links(made),
        **_ended(error),
    }


def _run(one: Outcome, read: list[Entity], made: list[Entity]) -> Entity:
    """A notebook that was run, with what it read and what it made."""
    stale = [plain(sentence) for sentence in one.stale]
    what = "" if one.exit in _DONE else one.what or one.exit.name.replace("_", " ").lower()
    return {
        "@id": f"#run/{quote(one.chapter)}",
        "@type": "CreateAction",
        "name": f"The run of {one.chapter}",
        "instrument": {"@id": f"#notebooks/{quote(one.chapter)}.ipynb"},
        "agent": {"@id": _AUTHOR},
        "object": _links(read),
        "result": _links(made),
        **({"description": f"No longer follows from the data: {' '.join(stale)}"} if stale else {}),
        **_ended(what),
    }


def _ended(error: str) -> Entity:
    """How an action ended, in the words of schema.org."""
    status = "FailedActionStatus" if error else "CompletedActionStatus"
    return {
        "actionStatus": f"http://schema.org/{status}",
        **({"error": error} if error else {}),
    }


def _pages(outcomes: Sequence[Outcome], report: Path) -> dict[str, list[Entity]]:
    """The page of every chapter that has one. The first that was set is the front page."""
    found = {}
    names = ["index.html"]
    for chapter in (one.chapter for one in outcomes if one.exit in _DONE):
        name = names.pop() if names else f"{chapter}.html"
        if (report / name).exists():
            found[chapter] = [{"@id": quote(name)}]
    return found


def _figures(folder: Path, archive: Path) -> dict[str, list[Entity]]:
    """The files of the figures of every chapter, as their passports name them."""
    found: dict[str, list[Entity]] = {}
    for file in sorted(folder.glob("*.json")):
        passport = json.loads(file.read_text("utf-8"))
        if "chapter" not in passport:
            continue  # the register of all, which no one notebook made
        own = [*folder.glob(f"{file.stem}.*"), *folder.glob(f"{file.stem}@*")]
        for path in sorted(own):
            entity = _outside("figures", path, passport["title"], archive=archive)
            entity["localPath"] = f"../figures/{path.name}"
            found.setdefault(passport["chapter"], []).append(entity)
    return found


def _parts(report: Path, downloads: Mapping[str, tuple[str, str]]) -> Iterator[Entity]:
    """Everything in the report: its files, and its folders as wholes."""
    for path in sorted(report.iterdir()):
        if path.is_dir():
            about = "What the pages load; described as a whole."
            place = f"{quote(path.name)}/"
            yield {"@id": place, "@type": "Dataset", "name": path.name, "description": about}
        elif path.name != NAME:
            title, use = downloads.get(path.name, (path.name, "A page or part of the report."))
            yield {**_file(path, quote(path.name), title), "description": use}


def _outside(folder: str, path: Path, name: str, *, archive: Path | None = None) -> Entity:
    """A file that is not in the report, by a local name, and the archive if that has a copy."""
    place = f"{folder}/{path.name}" if folder else path.name
    entity = _file(path, f"#{quote(place)}", name)
    if archive and archive.exists() and path.name in ZipFile(archive).namelist():
        return {**entity, "isPartOf": {"@id": quote(archive.name)}}
    return entity


def _code(path: Path, folder: str = "") -> Entity:
    """A script or a notebook, and what it needs to run."""
    return _outside(folder, path, path.stem) | {
        "@type": ["File", "SoftwareSourceCode"],
        "programmingLanguage": {"@id": _PYTHON},
        "softwareRequirements": [{"@id": _PAPERMILL}, {"@id": "#requirements.txt"}],
    }


def _file(path: Path, identity: str, name: str) -> Entity:
    entity: Entity = {
        "@id": identity,
        "@type": "File",
        "name": name,
        "encodingFormat": _MEDIA.get(path.suffix, "application/octet-stream"),
    }
    if path.suffix == ".png":
        return entity
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return {**entity, "contentSize": str(len(content)), "sha256": digest}


def _parameter(name: str, value: Any) -> Entity:
    shown = "none" if value is None else value
    return {"@id": f"#parameter/{name}", "@type": "PropertyValue", "name": name, "value": shown}


def _links(entities: Iterable[Entity]) -> list[Entity] | Entity:
    """References to entities; a single one stands alone, as the specification would have it."""
    links = [{"@id": entity["@id"]} for entity in entities]
    return links[0] if len(links) == 1 else links
