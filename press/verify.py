"""What a file is to this report: which figure, of which edition, as it left or altered, and
whether something newer stands in its place.

Certain is what its bytes, its seal or its passport say; a likeness is a guess, and is called one.
A passport can be forged and a seal made anew, so the register has the last word on its own edition.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from press import likeness, specimen
from press.exits import Exit
from press.register import Register
from press.specimen import Specimen
from press.verdict import Verdict

_PICTURES = ("png", "jpeg", "webp")
_ENOUGH_ROWS = 0.5
_SAME = ("version", "parameters_sha256", "data_sha256")
_OF_SEAL = {
    True: "What it shows is as it was sealed. That is its own word, which a forger can give too.",
    False: "What it shows was changed: its own seal does not fit.",
}


def examine(path: Path, register: Register) -> list[Verdict]:
    """Hold a file against a register; of an archive, every file that could be of a figure.

    It never raises for what is in the file.
    """
    try:
        content = specimen.content_of(path)
        within = specimen.unpacked(content)
    except specimen.UnreadableError as error:
        return [_unreadable(str(path), error)]
    files = {f"{path}/{name}": each for name, each in within.items()} or {str(path): content}
    return [_verdict(file, content, register) for file, content in files.items()]


def _verdict(file: str, content: bytes, register: Register) -> Verdict:
    try:
        read = specimen.of(content)
    except specimen.UnreadableError as error:
        return _unreadable(file, error)
    blank = Verdict(file, Exit.FOREIGN, "foreign")
    for way in (_by_content, _by_passport, _by_likeness, _by_rows):
        if verdict := way(read, register, blank):
            return verdict
    return replace(blank, why=("Nothing in it is of a figure of this report.",))


def _unreadable(file: str, error: specimen.UnreadableError) -> Verdict:
    return Verdict(file, Exit.UNREADABLE, "unreadable", why=(f"{error}.",))


def _by_content(read: Specimen, register: Register, blank: Verdict) -> Verdict | None:
    """A file of the register: the very bytes, or the same seal.

    A picture that did not change from one edition to the next is of the edition that it names.
    """
    for figure, file in _files(register):
        if file["sha256"] == read.sha256:
            return _named(blank, figure, "intact", "The bytes are those of " + file["name"] + ".")
    for figure, file in _files(register):
        if file["seal"] == read.seal and _alike(file, read.kind) and _is_of(read, figure):
            why = f"What it shows is what {file['name']} shows; the file was saved anew."
            return _named(blank, figure, "re-saved", why)
    return None


def _by_passport(read: Specimen, register: Register, blank: Verdict) -> Verdict | None:
    """A file that says what it is, and whose content the register does not know."""
    said = read.identity
    if "id" not in said or "name" not in said:
        return None
    is_sealed = said.get("seal") == read.seal
    blank = replace(
        blank,
        exit=Exit.OK if is_sealed else Exit.ALTERED,
        found="intact" if is_sealed else "altered",
        figure=said["name"],
        title=said.get("title", ""),
        edition=said.get("version", ""),
        as_of=said.get("as_of", ""),
        cite=said.get("cite_as", ""),
        why=(_OF_SEAL[is_sealed],),
    )
    figure = next((one for one in register.figures if one["@id"] == said["id"]), None)
    if figure is None:
        return _elsewhere(said, register, blank)
    if _is_of(read, figure):
        why = "It is not the file that the register has of this edition."
        why += " Its own seal fits: other code or another machine drew it, or it was sealed anew."
        text = why if is_sealed else _OF_SEAL[False]
        return replace(blank, exit=Exit.ALTERED, found="altered", standing="current", why=(text,))
    found = _compared(said, figure, blank)
    if any(file["seal"] == read.seal for file in figure["encoding"]):
        found = replace(found, why=(*found.why, "What they show is the same."))
    return found


def _elsewhere(said: Mapping[str, str], register: Register, blank: Verdict) -> Verdict:
    """A figure that the register does not have."""
    report = register.values["isPartOf"]["name"]
    if said.get("report") != report:
        why = f"It is a figure of another report, {said.get('report', 'unnamed')}."
        return replace(blank, exit=Exit.FOREIGN, found="foreign", why=(why, *blank.why))
    why = "The edition of the register no longer has this figure."
    ended = max(blank.exit, Exit.SUPERSEDED)
    return replace(blank, exit=ended, standing="superseded", why=(*blank.why, why))


def _compared(said: Mapping[str, str], figure: Mapping[str, Any], blank: Verdict) -> Verdict:
    """A file of another edition of a figure that the register has."""
    theirs, ours = _number(said.get("version", "")), _number(figure["version"])
    since = tuple(_since(figure, said.get("released", "")))
    now = f"The register has edition {figure['version']}, as of {figure['as_of']}"
    if theirs and ours and theirs > ours:
        why = (*blank.why, f"{now}, which is older than the file.")
        return replace(blank, standing="other", why=why)
    is_superseded = True
    if said.get("version") != figure["version"]:
        how = "which is newer" if theirs and ours else "which is another"
    elif said.get("parameters_sha256") != figure["parameters_sha256"]:
        how, is_superseded = "with other parameters; --against takes its own edition", bool(since)
    else:
        how = "with other numbers behind the figure"
    return replace(
        blank,
        exit=max(blank.exit, Exit.SUPERSEDED) if is_superseded else blank.exit,
        standing="superseded" if is_superseded else "other",
        why=(*blank.why, f"{now}, {how}."),
        corrections=since,
    )


def _by_likeness(read: Specimen, register: Register, blank: Verdict) -> Verdict | None:
    """A picture without identity that looks like one of the register."""
    if not read.likeness:
        return None
    distance, figure = 1.0, None
    for one, file in _files(register):
        if (
            "likeness" in file
            and (apart := likeness.apart(read.likeness, file["likeness"])) < distance
        ):
            distance, figure = apart, one
    if figure is None or distance > likeness.FAR:
        return None
    why = "It looks like this figure, in other pixels and without a passport: a guess, not a proof."
    return _guessed(blank, figure, why)


def _by_rows(read: Specimen, register: Register, blank: Verdict) -> Verdict | None:
    """A CSV with the columns of a figure, and most of its rows."""
    if not read.rows:
        return None
    share, others, found = 0.0, 0, None
    for figure in register.figures:
        if figure.get("columns") != list(read.rows[0]):
            continue
        ours = specimen.read(register.folder / f"{figure['identifier']}.csv").rows[1:]
        shared = (Counter(ours) & Counter(read.rows[1:])).total()
        most = max(len(ours), len(read.rows) - 1, 1)
        if shared / most > share:
            share, others, found = shared / most, most - shared, figure
    if found is None or share < _ENOUGH_ROWS:
        return None
    rows = "1 row differs" if others == 1 else f"{others} rows differ"
    name = found["identifier"]
    why = f"It has the columns of {name}.csv, and {rows}: altered, or of another edition."
    return _guessed(blank, found, why)


def _guessed(blank: Verdict, figure: Mapping[str, Any], why: str) -> Verdict:
    return replace(
        blank,
        exit=Exit.ALTERED,
        found="alike",
        figure=figure["identifier"],
        title=figure["name"],
        why=(why,),
    )


def _is_of(read: Specimen, figure: Mapping[str, Any]) -> bool:
    """Whether a file says that it is a figure in the edition of the register, or says nothing."""
    said = read.identity
    told = {"id": figure["@id"], **{key: figure[key] for key in _SAME}}
    return not said or all(said.get(key) == value for key, value in told.items())


def _named(blank: Verdict, figure: Mapping[str, Any], found: str, *why: str) -> Verdict:
    """A file whose content is that of the register."""
    corrected = tuple(_since(figure, ""))
    return replace(
        blank,
        exit=Exit.OK,
        found=found,
        standing="current",
        figure=figure["identifier"],
        title=figure["name"],
        edition=figure["version"],
        as_of=figure["as_of"],
        why=(*why, *(["The corrections below are in it."] if corrected else [])),
        corrections=corrected,
        cite=figure.get("creditText", ""),
    )


def _since(figure: Mapping[str, Any], day: str) -> Iterator[str]:
    """The corrections of a figure after a day, in words."""
    for one in figure.get("corrections") or ():
        if str(one.get("date", "")) > day or not day:
            yield f"{one.get('date', '')}: {one.get('text', '')}"


def _files(register: Register) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for figure in register.figures:
        for file in figure["encoding"]:
            yield figure, file


def _alike(file: Mapping[str, Any], kind: str) -> bool:
    """Whether a file of the register is of a kind; pixels are pixels, whatever packed them."""
    ours = file["name"].rpartition(".")[2]
    return bool(ours == kind or (ours in _PICTURES and kind in _PICTURES))


def _number(version: str) -> tuple[int, ...]:
    """A version as numbers that compare; nothing where it is none."""
    parts = version.split(".")
    return tuple(map(int, parts)) if all(part.isdecimal() for part in parts) else ()
