"""The gallery of figures that a code host shows: `figures/README.md`."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from press.chapter import Chapter, Edition, Place, absent_of, page_names, places
from press.compositor import Compositor
from press.markup import Node, Words, line, string, write
from press.pieces import cited_as

_FILES = (
    (".svg", "SVG"),
    (".png", "PNG"),
    ("@2x.png", "PNG, twice as fine"),
    (".pdf", "PDF"),
    (".csv", "the numbers (CSV)"),
    (".json", "the passport (JSON)"),
    (".zip", "all of it (ZIP)"),
)


class _Gallery(Compositor):
    """Makes the entries of one chapter. Sources stay in the report and the passports."""

    def compose(self) -> list[Node]:
        nodes: list[Node] = []
        for block in self.chapter.blocks:
            if block["kind"] == "figure":
                self._facts = block.get("facts") or {}
                nodes += self.figure(block)
        return nodes

    def figure(self, block: Mapping[str, Any]) -> list[Node]:
        assert self.edition
        name = block["name"]
        label = self.anchors[f"fig-{name}"].label
        page = f"../report/{self.pages[self.chapter.slug]}#fig-{name}"
        chapter = self.words.plain(self.chapter.title)
        cited = cited_as(
            name,
            self.words.plain(block["title"]),
            label=label,
            page=self.pages[self.chapter.slug],
            edition=self.edition,
        )
        files = [
            inline
            for ending, word in _FILES
            for inline in (_link(word, f"{name}{ending}"), string(" · "))
        ]
        image = {"t": "Image", "c": [["", [], []], [string(block["alt"])], [f"{name}.svg", ""]]}
        return [
            {"t": "Header", "c": [2, ["", [], []], self.inlines(block["title"])]},
            *self._paragraph(self.inlines(block["subtitle"])),
            *self._paragraph([image]),
            *self._paragraph(self.inlines(block.get("note"))),
            *self._paragraph([*files[:-1]]),
            *self._paragraph(
                [
                    _link(label, page),
                    string(f" in “{chapter}” · "),
                    _link("a page for a frame", f"../report/embed/{name}.html"),
                ]
            ),
            *self._paragraph([string(f"To cite it: {cited['text']}")]),
        ]

    def _paragraph(self, inlines: list[Node]) -> list[Node]:
        return [{"t": "Para", "c": inlines}] if inlines else []

    def cite(self, ids: Sequence[str]) -> list[Node]:
        return []

    def _settle_cite(self, content: list[Any]) -> list[Node]:
        return []

    def fact(self, key: str, value: str, inlines: list[Node]) -> list[Node]:
        return inlines

    def to_place(self, anchor: str, place: Place) -> Node:
        return string(place.label)

    def to_page(self, inlines: list[Node], slug: str, fragment: str) -> list[Node]:
        return [{"t": "Link", "c": [["", [], []], inlines, [f"../report/{self.pages[slug]}", ""]]}]

    def to_file(self, inlines: list[Node], url: str) -> list[Node]:
        return inlines

    def say(self, block: Mapping[str, Any]) -> list[Node]:
        return []

    findings = table = left_out = corrected = say

    def heading(self, level: int, identifier: str, inlines: list[Node]) -> list[Node]:
        return []


def gallery(chapters: Sequence[Chapter], *, staging: Path, edition: Edition) -> None:
    """Write `staging/figures/README.md`: every figure of the report, with its files."""
    words, anchors, pages = Words(chapters), places(chapters), page_names(chapters)
    about = (
        f"{edition.title}, edition {edition.version}, as of {edition.day}. {edition.licence}: "
        "take any of them, and name the report. Each picture carries its title, its alternative "
        "text, its sources, its licence and its edition inside the file, so that "
    )
    command: Node = {"t": "Code", "c": [["", [], []], "python build.py verify FILE"]}
    known = " knows it under any name. Programs read index.json. This page is written by the build."
    nodes: list[Node] = [
        {"t": "Header", "c": [1, ["", [], []], [string("Figures")]]},
        line(string(about), command, string(known)),
    ]
    absent = absent_of(chapters, edition)
    for chapter in chapters:
        setter = _Gallery(
            chapter,
            words=words,
            anchors=anchors,
            pages=pages,
            sources={},
            absent=absent,
            edition=edition,
        )
        nodes += setter.compose()
    folder = staging / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.md").write_text(write(nodes, "gfm"), encoding="utf-8")


def _link(text: str, url: str) -> Node:
    return {"t": "Link", "c": [["", [], []], [string(text)], [url, ""]]}
