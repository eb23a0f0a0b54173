"""A chapter set for paper: blocks as Typst, facts as their words."""

from collections.abc import Mapping, Sequence
from typing import Any

from press.chapter import Chapter, Place
from press.columns import MEASURE, WHOLE, fits, widths
from press.compositor import Compositor
from press.index import Names
from press.markup import Node, bit, plain, raw, string
from press.screen import ABSENT, CORRECTED, STALE

_PER_SOURCE = 4  # figures that the number of a source and its comma take
# The width of a picture on paper, and the height from which it leaves its place in the text.
_MEASURE_CM, _WHOLE_CM, _TALL_CM = 13.6, 16.6, 6.5
_LAST = 3  # rows of a table that its last page has at least


def quote(text: str) -> str:
    """`text` as a Typst string. Control characters have no place on paper and go."""
    kept = "".join(mark if mark.isprintable() else " " for mark in text)
    return '"' + kept.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _bool(value: bool) -> str:
    return "true" if value else "false"


def typst_block(text: str) -> Node:
    """Typst of ours between blocks."""
    return raw("typst", text)


def typst_bit(text: str) -> Node:
    """Typst of ours between words."""
    return bit("typst", text)


class Paper(Compositor):
    """Makes one chapter of the PDF. Section labels carry the chapter, as all share a document.

    `names` are looked for in prose, tables and captions, for the index.
    """

    def __init__(self, chapter: Chapter, *, names: Names, **known: Any) -> None:
        super().__init__(chapter, **known)
        self.names = names

    def prose(self, text: str) -> list[Node]:
        return self.names.mark(super().prose(text))

    def inlines(self, text: str | None) -> list[Node]:
        return self.names.mark(super().inlines(text))

    def heading(self, level: int, identifier: str, inlines: list[Node]) -> list[Node]:
        label = f"{self.chapter.slug}--{identifier}"
        return [{"t": "Header", "c": [level, [label, [], []], inlines]}]

    def compose(self) -> list[Node]:
        """The chapter; a paragraph right after its title is the standfirst."""
        first, *others = super().compose() or [typst_block("")]
        if first["t"] != "Para":
            return [first, *others]
        return [_alone(typst_bit("#standfirst["), *first["c"], typst_bit("]")), *others]

    def opening(self) -> list[Node]:
        """The chapter's title, on a new page."""
        title = self.words.inlines(self.chapter.title)
        label = f"chapter-{self.chapter.slug}"
        return [{"t": "Header", "c": [1, [label, [], []], self.settle(title)]}]

    def say(self, block: Mapping[str, Any]) -> list[Node]:
        prose = self.prose(block["text"])
        if block["holds"]:
            return prose
        return [typst_block(f"#stale({quote(STALE)})["), *prose, typst_block("]")]

    def left_out(self, block: Mapping[str, Any]) -> list[Node]:
        return [_alone(string(f"{ABSENT} "), *self.inlines(block["reason"]))]

    def corrected(self, block: Mapping[str, Any]) -> list[Node]:
        items = [_alone(*self._correction(item)) for item in block["corrections"]]
        return [typst_block(f"#stale({quote(CORRECTED)})["), *items, typst_block("]")]

    def _correction(self, item: Mapping[str, Any]) -> list[Node]:
        told = string(f"Corrected on {item['day']}. {item['text']}")
        return [told, *self.cite(item["sources"])]

    def findings(self, block: Mapping[str, Any]) -> list[Node]:
        cells: list[Node] = []
        for item in block["items"]:
            cells.append(typst_bit("finding["))
            for slot, end in (("figure", "]["), ("unit", "]["), ("context", "],")):
                cells += [*self.inlines(item[slot]), typst_bit(end)]
        return [_alone(typst_bit("#findings("), *cells, typst_bit(")"))]

    def figure(self, block: Mapping[str, Any]) -> list[Node]:
        name = block["name"]
        is_wide = block["width"] != "column"
        is_tall = (_WHOLE_CM if is_wide else _MEASURE_CM) / block["aspect"] > _TALL_CM
        opening = (
            f'#plate("figures/{name}.svg", alt: {quote(block["alt"])}, '
            f"aspect: {block['aspect']}, wide: {_bool(is_wide)}, floats: {_bool(is_tall)}, title: ["
        )
        return [
            _alone(
                typst_bit(opening),
                *self.inlines(block["title"]),
                typst_bit("], subtitle: ["),
                *self.inlines(block["subtitle"]),
                typst_bit("], note: ["),
                *self._notes(block),
                typst_bit(f"], key: <fig-{name}>)"),
            )
        ]

    def table(self, block: Mapping[str, Any]) -> list[Node]:
        name, table = block["name"], block["table"]
        if not block.get("printed", True):
            return [self._left_out(block)]
        grid, is_wide = self._grid(table)
        return [
            _alone(
                typst_bit(f"#tabular(wide: {_bool(is_wide)}, title: ["),
                *self.inlines(block["title"]),
                typst_bit("], note: ["),
                *self._notes(block),
                typst_bit(f"], key: <tab-{name}>, "),
                *grid,
                typst_bit(")"),
            )
        ]

    def _left_out(self, block: Mapping[str, Any]) -> Node:
        """Where a table too long for paper can be read. It keeps its number, as on the page."""
        label = self.anchors[f"tab-{block['name']}"].label
        rows = f". {len(block['table']['rows']):,} rows, on the page of the report; not printed."
        return _alone(
            typst_bit("#counter(figure.where(kind: table)).step();#small["),
            string(f"{label}. "),
            *self.inlines(block["title"]),
            string(rows),
            typst_bit("]"),
        )

    def _grid(self, table: Mapping[str, Any]) -> tuple[list[Node], bool]:
        """Columns, head and cells of a block's table, as arguments, and whether it hangs out."""
        heads = [[*self.inlines(column["label"]), *_unit(column)] for column in table["columns"]]
        rows = [[self.inlines(text) for text in row] for row in table["rows"]]
        sides = [column["align"] for column in table["columns"]]
        return _arguments(sides, heads, rows, strong=table.get("row_header", 0))

    def _settle_table(self, content: list[Any]) -> list[Node]:
        """A table of the author's Markdown: no number, and no widths but those it needs."""
        _, _, columns, head, bodies, _ = self.settle(content)
        rows = [row for body in bodies for row in body[3]]
        words = [[_words(cell) for cell in cells] for _, cells in rows]
        sides = ["right" if align["t"] == "AlignRight" else "left" for align, _ in columns]
        heads = [_words(cell) for cell in head[1][0][1]] if head[1] else []
        arguments, _ = _arguments(sides, heads, words, strong=None)
        return [_alone(typst_bit("#block(table("), *arguments, typst_bit("))"))]

    def _notes(self, block: Mapping[str, Any]) -> list[Node]:
        """The note and the sources under a figure or a table."""
        cites = self.cite(block.get("cite") or [])
        word = "Sources" if len(block.get("cite") or []) > 1 else "Source"
        sources = [typst_bit(f" #sources[{word}: "), *cites, typst_bit("];")] if cites else []
        told = [
            node
            for item in block.get("corrections", ())
            for node in [*self._correction(item), string(" ")]
        ]
        return [*told, *self.inlines(block.get("note")), *sources]

    def fact(self, key: str, value: str, inlines: list[Node]) -> list[Node]:
        """On paper a fact is its words."""
        return inlines

    def to_place(self, anchor: str, place: Place) -> Node:
        return typst_bit(f"#ref(<{anchor}>);")

    def to_page(self, inlines: list[Node], slug: str, fragment: str) -> list[Node]:
        label = f"{slug}--{fragment[1:]}" if fragment else f"chapter-{slug}"
        return self._to_label(inlines, label)

    def to_file(self, inlines: list[Node], url: str) -> list[Node]:
        """A section is a link; a file beside the pages has no address on paper."""
        if not url.startswith("#"):
            return inlines
        return self._to_label(inlines, f"{self.chapter.slug}--{url[1:]}")

    def _to_label(self, inlines: list[Node], label: str) -> list[Node]:
        return [{"t": "Link", "c": [["", [], []], inlines, [f"#{label}", ""]]}]


def _arguments(
    sides: Sequence[str],
    heads: Sequence[list[Node]],
    rows: Sequence[Sequence[list[Node]]],
    *,
    strong: int | None,
) -> tuple[list[Node], bool]:
    """The arguments of a Typst table, and whether it is too wide for the measure."""
    texts = [[_measured(row[i]) for row in (heads, *rows) if row] for i in range(len(sides))]
    is_wide = not fits(texts, room=MEASURE)
    given = ["auto"] * len(sides)
    if not fits(texts, room=WHOLE):
        given = [f"{width:.1f}fr" for width in widths(texts, room=WHOLE)]
    listed = "".join(f"{width}, " for width in given)
    nodes = [typst_bit(f"columns: ({listed}), align: ({''.join(f'{s}, ' for s in sides)}), ")]
    if heads:
        nodes.append(typst_bit("table.header("))
        for words in heads:
            nodes += [typst_bit("["), *words, typst_bit("], ")]
        nodes.append(typst_bit("), "))
    # What stands in a foot is never divided: the last page has more than one row.
    body = rows[:-_LAST] or rows
    for row in body:
        nodes += _cells(row, strong)
    if last := rows[len(body) :]:
        nodes.append(typst_bit("table.footer(repeat: false, "))
        for row in last:
            nodes += _cells(row, strong)
        nodes.append(typst_bit("), "))
    return nodes, is_wide


def _cells(row: Sequence[list[Node]], strong: int | None) -> list[Node]:
    """The cells of a row; that with the place `strong` is its head."""
    nodes: list[Node] = []
    for index, words in enumerate(row):
        opening = "rowhead[" if index == strong else "sources[" if _is_cited(words) else "["
        nodes += [typst_bit(opening), *words, typst_bit("], ")]
    return nodes


def _unit(column: Mapping[str, str]) -> list[Node]:
    """The unit of a column, after its heading."""
    return [string(f" ({column['unit']})")] if column.get("unit") else []


def _is_cited(words: list[Node]) -> bool:
    """Whether a cell holds sources and nothing else."""
    return bool(words) and all(node["t"] == "Cite" for node in words)


def _measured(words: list[Node]) -> str:
    """A text as long as the words will be once sources are numbers."""
    if _is_cited(words):
        return " ".join("9" * _PER_SOURCE for node in words for _ in node["c"][0])
    return plain(words)


def _words(cell: Any) -> list[Node]:
    """The words of a table cell that holds one paragraph or nothing."""
    blocks = cell[4]
    return blocks[0]["c"] if blocks and blocks[0]["t"] in ("Plain", "Para") else []


def _alone(*inlines: Node) -> Node:
    """A call that stands by itself: as a paragraph, so that pandoc leaves a blank line after it."""
    return {"t": "Para", "c": list(inlines)}
