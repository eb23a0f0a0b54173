"""The report on paper: every chapter in one Typst document, made into a tagged PDF."""

import datetime
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import typst

from press.chapter import Chapter, Edition, RenderError, absent_of
from press.chapter import places as numbered
from press.index import Names
from press.markup import TEMPLATE, Node, Words, reference, string, write_cited
from press.paper import Paper, quote

FONTS = TEMPLATE / "fonts"


def pdf(
    chapters: Sequence[Chapter],
    *,
    staging: Path,
    sources: Sequence[Mapping[str, str]],
    edition: Edition,
    places: Mapping[str, Sequence[str]] | None = None,
) -> None:
    """Write `staging/report/report.pdf`: tagged, PDF/UA-1, the same bytes every time.

    The pictures are read from `staging/inline`. `staging/report/data.zip`, where it stands, is
    attached. `places` maps what the index of places lists to the spellings it is looked for by;
    without one there is no index. The date inside is SOURCE_DATE_EPOCH, or else midnight of the
    day described. Whatever Typst warns of (a font, a label) stops the edition.
    """
    known = {source["source_id"]: source for source in sources}
    words, anchors, names = Words(chapters), numbered(chapters), Names(places or {})
    pages = {chapter.slug: chapter.slug for chapter in chapters}
    absent = absent_of(chapters, edition)
    blocks: list[Node] = []
    cited: dict[str, None] = {}
    for chapter in chapters:
        setter = Paper(
            chapter,
            names=names,
            words=words,
            anchors=anchors,
            pages=pages,
            sources=known,
            absent=absent,
        )
        blocks += [*setter.opening(), *setter.compose()]
        cited |= setter.cited
    if cited:
        blocks.append({"t": "Header", "c": [1, ["references", [], []], [string("References")]]})
        blocks.append({"t": "Div", "c": [["refs", [], []], []]})
    report = staging / "report"
    attached = [path for path in [report / "data.zip"] if path.exists()]
    variables = _variables(chapters, edition) | _index(names)
    text = write_cited(
        blocks,
        "typst",
        references=[reference(known[key], printed=True) for key in cited],
        variables=variables | ({"data": quote(attached[0].name)} if attached else {}),
        template=TEMPLATE / "report.typ",
        ranges=True,
    )
    report.mkdir(parents=True, exist_ok=True)
    data = _compile(text, _timestamp(edition), pictures=staging / "inline", attached=attached)
    (report / "report.pdf").write_bytes(data)


def _index(names: Names) -> dict[str, str]:
    """The names of the index, as a list of Typst; nothing where none is mentioned."""
    entries = [
        f"(key: {number}, name: {quote(entry)}, opens: {str(opens).lower()}), "
        for number, entry, opens in names.entries()
    ]
    return {"names": f"({''.join(entries)})"} if entries else {}


def _variables(chapters: Sequence[Chapter], edition: Edition) -> dict[str, str]:
    """What the template is filled with, as Typst strings. The cover shows the first full figure."""
    lead = next(
        (
            block
            for chapter in chapters
            for block in chapter.blocks
            if block["kind"] == "figure" and block["width"] == "full"
        ),
        None,
    )
    variables = {
        "title": quote(edition.title),
        "description": quote(edition.description),
        "version": quote(edition.version),
        "day": quote(edition.day),
        "licence": quote(edition.licence),
        "scope": quote(edition.scope),
    }
    if lead:
        variables |= {"lead": quote(f"figures/{lead['name']}.svg"), "alt": quote(lead["alt"])}
    return variables


def _timestamp(edition: Edition) -> datetime.datetime:
    """The moment the file says it was made: given from outside, never the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        return datetime.datetime.fromtimestamp(int(epoch), tz=datetime.UTC)
    return datetime.datetime.fromisoformat(edition.as_of).replace(tzinfo=datetime.UTC)


def _compile(
    text: str, timestamp: datetime.datetime, *, pictures: Path, attached: Sequence[Path]
) -> bytes:
    """The PDF of a Typst document that shows `pictures` as figures/NAME.svg.

    The files `attached` lie beside the document.
    """
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "report.typ").write_text(text, encoding="utf-8")
        if pictures.exists():
            shutil.copytree(pictures, Path(folder, "figures"))
        for path in attached:
            shutil.copyfile(path, Path(folder, path.name))
        compiler = typst.Compiler(
            str(Path(folder, "report.typ")),
            root=folder,
            font_paths=typst.Fonts(
                include_system_fonts=False,
                include_embedded_fonts=False,
                font_paths=[str(FONTS)],
            ),
        )
        try:
            data, warnings = compiler.compile_with_warnings(
                format="pdf", pdf_standards=["ua-1"], timestamp=timestamp
            )
        except typst.TypstError as error:
            raise RenderError(f"Typst: {error.diagnostic or error.message}") from None
    if warnings:
        told = "; ".join(warning.message for warning in warnings)
        raise RenderError(f"Typst warns: {told}")
    assert isinstance(data, bytes)
    return data
