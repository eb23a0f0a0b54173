"""A chapter set for the screen: blocks as HTML, facts as buttons with a popover."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from press import atlas
from press.chapter import Place, RenderError
from press.compositor import Compositor
from press.corrections import PAGE
from press.markup import Node, line, plain, string
from press.numbers import anchor, card, popover
from press.pieces import (
    escape,
    grid,
    inline_svg,
    level,
    markup,
    place,
    table_cell,
    table_head,
    tag,
    toolbar,
)

STALE = "This statement no longer follows from the data."
CORRECTED = "Corrected since an earlier edition"
ABSENT = "This chapter is left out of this edition."
_MANY_COLUMNS = 5
_MANY_SOURCES = 8


class Page(Compositor):
    """Makes one HTML page. `sections` collects id and title of what the contents list.

    `inline` is the folder of the pictures that go into the page.
    """

    def __init__(self, *args: Any, inline: Path, **options: Any) -> None:
        super().__init__(*args, **options)
        self.inline = inline
        self.sections: list[tuple[str, str]] = []
        self._ids = {"main", "contents", "chapters", "notes", "references", "refs", "code"}
        self._ids |= {block.get("fragment", "") for block in self.chapter.blocks}
        self._popovers: dict[str, str] = {}
        self._notes: list[Node] = []
        self._note_count = 0
        self._table_count = 0
        self._links: set[str] = set()

    def compose(self) -> list[Node]:
        nodes = super().compose()
        if self._notes:
            nodes += self._section(2, "notes", [string("Notes")])
            nodes += [markup('<ol class="notes">'), *self._notes, markup("</ol>")]
        if self.cited:
            nodes += self._section(2, "references", [string("References")])
            nodes.append({"t": "Div", "c": [["refs", ["references"], []], []]})
        for link in self._links - self._ids - set(self.anchors):
            raise self.error(f"a link leads to “#{link}”, but no section has that name")
        cards = [markup(popover(target, body)) for body, target in self._popovers.items()]
        return [*nodes, *self._code(), *cards]

    def heading(self, level: int, identifier: str, inlines: list[Node]) -> list[Node]:
        return self._section(level, self._free(identifier or "section"), inlines)

    def _section(self, level: int, identifier: str, inlines: list[Node]) -> list[Node]:
        title = plain(inlines).strip()
        if level == 2:
            self.sections.append((identifier, title))
        label = f"Link to “{escape(title)}”"
        link = f'<a class="anchor" href="#{identifier}" aria-label="{label}">#</a>'
        return [
            markup(f'<div class="heading level-{level}">'),
            {"t": "Header", "c": [level, [identifier, [], []], inlines]},
            markup(f"{link}</div>"),
        ]

    def _free(self, wanted: str) -> str:
        """`wanted`, with a number where the page has it already."""
        free, count = wanted, 1
        while free in self._ids:
            count += 1
            free = f"{wanted}-{count}"
        self._ids.add(free)
        return free

    def say(self, block: Mapping[str, Any]) -> list[Node]:
        prose = self.prose(block["text"])
        if not block["holds"]:
            return self._aside("warning", STALE, block, prose)
        if len(prose) == 1 and prose[0]["t"] == "Para":
            return [line(tag(f"<p{place(block)}>"), *prose[0]["c"], tag("</p>"))]
        return [markup(f'<div class="said"{place(block)}>'), *prose, markup("</div>")]

    def left_out(self, block: Mapping[str, Any]) -> list[Node]:
        reason = self._paragraph("reason", self.inlines(block["reason"]))
        return self._aside("absent", ABSENT, block, [reason])

    def corrected(self, block: Mapping[str, Any]) -> list[Node]:
        items = [self._correction(item, "correction") for item in block["corrections"]]
        return self._aside("corrected", CORRECTED, block, items)

    def _correction(self, item: Mapping[str, Any], name: str) -> Node:
        """What was corrected on a day, with its sources and a link to all that rested on it."""
        link = f'<a href="{PAGE}#{item["anchor"]}">Corrected on {escape(item["day"])}</a>. '
        return self._paragraph(name, [tag(link), string(item["text"]), *self.cite(item["sources"])])

    def _aside(
        self, kind: str, label: str, block: Mapping[str, Any], prose: list[Node]
    ) -> list[Node]:
        """A notice that stands out from the text."""
        opening = f'<aside class="{kind}" role="note"{place(block)}><p class="label">{label}</p>'
        return [markup(opening), *prose, markup("</aside>")]

    def findings(self, block: Mapping[str, Any]) -> list[Node]:
        nodes = [markup(f'<ul class="findings" role="list"{place(block)}>')]
        for item in block["items"]:
            nodes.append(markup("<li>"))
            for slot in ("figure", "unit", "context"):
                nodes.append(self._paragraph(slot, self.inlines(item[slot])))
            nodes.append(markup("</li>"))
        return [*nodes, markup("</ul>")]

    def figure(self, block: Mapping[str, Any]) -> list[Node]:
        name, fragment = block["name"], f"fig-{block['name']}"
        label = self.anchors[fragment].label
        number = tag(f'<span class="number">{label}</span> ')
        title = self._paragraph("title", [number, *self.inlines(block["title"])])
        subtitle = self._paragraph("subtitle", self.inlines(block["subtitle"]))
        return [
            markup(f'<figure class="plate {escape(block["width"])}" id="{fragment}"><figcaption>'),
            title,
            subtitle,
            markup(f"</figcaption>{self._around(block, self._picture(name, label, block))}"),
            *self._below(block),
            markup(
                toolbar(
                    block,
                    label,
                    title=self.plain(block["title"]),
                    page=self.pages[self.chapter.slug],
                    edition=self.edition,
                )
            ),
            *self._behind(block, label),
            markup("</figure>"),
        ]

    def _picture(self, name: str, label: str, block: Mapping[str, Any]) -> str:
        """The picture, in a region that scrolls where shrinking would hide its words."""
        path = self.inline / f"{name}.svg"
        if not path.exists():
            raise self.error(f"the picture of the figure “{name}” is missing")
        try:
            svg = inline_svg(path.read_text(encoding="utf-8"), name, block["alt"])
        except RenderError as error:
            raise self.error(str(error)) from None
        region = f'role="region" tabindex="0" aria-label="{label}, picture"'
        return f'<div class="picture scroll" {region}>{svg}</div>'

    def _around(self, block: Mapping[str, Any], picture: str) -> str:
        """The picture, with what a reader can ask it where it is a map of places."""
        if not block.get("places"):
            return picture
        return atlas.around(picture, block["name"], block["places"], self.source, self._free)

    def _behind(self, block: Mapping[str, Any], label: str) -> list[Node]:
        """What the picture shows, in words and as a table, behind a disclosure."""
        description, table = block.get("description"), block.get("table")
        if not description and not table:
            return []
        opening = f'<details class="behind"><summary>{label} in words and numbers</summary>'
        nodes = [markup(opening), *(self.prose(description) if description else [])]
        if table:
            caption = [string(f"{label}, the numbers: {self.plain(block['title'])}")]
            nodes += self._grid(table, caption, f"{label}, the numbers")
        return [*nodes, markup("</details>")]

    def table(self, block: Mapping[str, Any]) -> list[Node]:
        fragment = f"tab-{block['name']}"
        label = self.anchors[fragment].label
        caption = [tag(f'<span class="number">{label}</span> '), *self.inlines(block["title"])]
        width = "wide" if len(block["table"]["columns"]) > _MANY_COLUMNS else "column"
        return [
            markup(f'<div class="tabular {width}" id="{fragment}">'),
            *self._grid(block["table"], caption, f"{label}: {self.plain(block['title'])}"),
            *self._below(block),
            markup("</div>"),
        ]

    def _grid(self, table: Mapping[str, Any], caption: list[Node], name: str) -> list[Node]:
        """A table of the press, its rows headed by the first column or the one it names."""
        columns, rows = table["columns"], table["rows"]
        cells = [tag("<thead><tr>")]
        for column in columns:
            cells += table_head(self.inlines(column["label"]), column)
        cells.append(tag("</tr></thead><tbody>"))
        for row in rows:
            cells.append(tag("<tr>"))
            for index, (text, column) in enumerate(zip(row, columns, strict=True)):
                scope = "row" if index == table.get("row_header", 0) else None
                cells += table_cell(level(self.inlines(text)), column["align"], scope)
            cells.append(tag("</tr>"))
        return grid(caption, [*cells, tag("</tbody>")], name, rows=len(rows))

    def _below(self, block: Mapping[str, Any]) -> list[Node]:
        """Corrections, the note and the sources under a figure or a table; many sources are
        folded."""
        told = [self._correction(item, "note corrected") for item in block.get("corrections", ())]
        return [*told, *self._noted(block)]

    def _noted(self, block: Mapping[str, Any]) -> list[Node]:
        note, ids = self.inlines(block.get("note")), block.get("cite") or []
        cites = self.cite(ids)
        if len(ids) > _MANY_SOURCES:
            opening = f'<details class="sources"><summary>{len(ids)} sources</summary>'
            folded = [markup(opening), self._paragraph("note", cites), markup("</details>")]
            return [*([self._paragraph("note", note)] if note else []), *folded]
        if cites:
            word = "Sources" if len(ids) > 1 else "Source"
            opening = f'<span class="sources">{word}: '
            note += [*([string(" ")] if note else []), tag(opening), *cites, tag("</span>")]
        return [self._paragraph("note", note)] if note else []

    def _paragraph(self, name: str, inlines: list[Node]) -> Node:
        return line(tag(f'<p class="{name}">'), *inlines, tag("</p>"))

    def _code(self) -> list[Node]:
        """Every code cell of the chapter, in one disclosure."""
        cells = [cell for kind, cell in self.chapter.cells if kind == "code" and cell.strip()]
        blocks: list[Node] = [{"t": "CodeBlock", "c": [["", ["python"], []], c]} for c in cells]
        opening = '<details class="code" id="code"><summary>The code of this chapter</summary>'
        return [markup(opening), *blocks, markup("</details>")] if blocks else []

    def fact(self, key: str, value: str, inlines: list[Node]) -> list[Node]:
        """A button that reads as the words it holds. One popover serves a key however often."""
        body = card(key, self._facts[key], self.source)
        if body not in self._popovers:
            self._popovers[body] = self._free(anchor(key))
        opening = f'<button type="button" class="fact" popovertarget="{self._popovers[body]}">'
        data = f'<data value="{escape(value)}">'
        return [tag(opening + data), *inlines, tag("</data></button>")]

    def _settle_note(self, blocks: list[Node]) -> list[Node]:
        """A footnote: a word where it is called, its text before the references.

        Not pandoc's, which would number it like a source.
        """
        self._note_count += 1
        number = self._note_count
        self._notes += [
            markup(f'<li id="note-{number}">'),
            *self.settle(blocks),
            markup(f'<p><a href="#call-{number}">Back to the text</a></p></li>'),
        ]
        call = f'<sup><a id="call-{number}" href="#note-{number}">note {number}</a></sup>'
        return [tag(call)]

    def to_place(self, anchor: str, place: Place) -> Node:
        page = "" if place.slug == self.chapter.slug else self.pages[place.slug]
        words = [string(place.label.replace(" ", "\N{NO-BREAK SPACE}"))]
        return {"t": "Link", "c": [["", ["place"], []], words, [f"{page}#{anchor}", ""]]}

    def to_file(self, inlines: list[Node], url: str) -> list[Node]:
        if url.startswith("#"):
            self._links.add(url[1:])
        return super().to_file(inlines, url)

    def to_page(self, inlines: list[Node], slug: str, fragment: str) -> list[Node]:
        return self.to_file(inlines, self.pages[slug] + fragment)

    def _settle_table(self, content: list[Any]) -> list[Node]:
        """A table of the author's Markdown: alignment by class, widths left to the browser."""
        attributes, caption, columns, head, bodies, foot = self.settle(content)
        right = {i for i, (align, _) in enumerate(columns) if align["t"] == "AlignRight"}
        rows = [*head[1], *foot[1]]
        for body in bodies:
            rows += [*body[2], *body[3]]
        for _, cells in rows:
            for index, cell in enumerate(cells):
                cell[0] = ["", ["number"] if index in right else [], []]
        free = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in columns]
        table = {"t": "Table", "c": [attributes, caption, free, head, bodies, foot]}
        self._table_count += 1
        name = f"Table in the text, {self._table_count}"
        region = f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">'
        return [markup(region), table, markup("</div>")]
