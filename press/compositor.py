"""Setting type: the words of a chapter made ready for a page or for paper.

A `Compositor` walks the tree of words and settles what the author only named: facts, citations,
figures, chapters. What differs between screen and paper is in its two heirs (`press.render`,
`press.paper`).
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from press.chapter import Chapter, Edition, Place, RenderError
from press.markup import Node, Words, cite, is_web, nearest, plain, string, url_scheme


class Compositor(ABC):
    """Makes the tree of one chapter. `cited` collects the sources it names, in order.

    `absent` are the slugs of chapters without text: a link to one leads to its title, if there is
    a page of it, and a reference to a figure that is missing for that reason stays plain words.
    `edition` is what a figure is cited as a part of.
    """

    def __init__(
        self,
        chapter: Chapter,
        *,
        words: Words,
        anchors: Mapping[str, Place],
        pages: Mapping[str, str],
        sources: Mapping[str, Mapping[str, str]],
        absent: Collection[str] = (),
        edition: Edition | None = None,
    ) -> None:
        self.chapter = chapter
        self.words = words
        self.anchors = anchors
        self.pages = pages
        self.sources = sources
        self.absent = absent
        self.edition = edition
        self.cited: dict[str, None] = {}
        self._facts: Mapping[str, Any] = {}
        self._title_seen = False

    def compose(self) -> list[Node]:
        """The chapter after its title, without its code."""
        nodes: list[Node] = []
        for kind, cell in self.chapter.cells:
            if kind == "markdown":
                self._facts = {}
                nodes += self.prose(cell)
            elif kind == "block":
                self._facts = cell.get("facts") or {}
                nodes += self.block(cell)
        return nodes

    def block(self, block: Mapping[str, Any]) -> list[Node]:
        """A block of any kind."""
        kinds = {
            "say": self.say,
            "findings": self.findings,
            "figure": self.figure,
            "table": self.table,
            "absent": self.left_out,
            "corrected": self.corrected,
        }
        if block["kind"] not in kinds:
            raise self.error(f"there is no block of kind “{block['kind']}”")
        return kinds[block["kind"]](block)

    @abstractmethod
    def say(self, block: Mapping[str, Any]) -> list[Node]:
        """A sentence computed from the data; a warning around it if it no longer holds."""

    @abstractmethod
    def left_out(self, block: Mapping[str, Any]) -> list[Node]:
        """Why there is no more of this chapter."""

    @abstractmethod
    def corrected(self, block: Mapping[str, Any]) -> list[Node]:
        """What an earlier edition had wrong in this chapter."""

    @abstractmethod
    def findings(self, block: Mapping[str, Any]) -> list[Node]:
        """At most six large figures, each with a unit and a line of context."""

    @abstractmethod
    def figure(self, block: Mapping[str, Any]) -> list[Node]:
        """A picture with what belongs to it."""

    @abstractmethod
    def table(self, block: Mapping[str, Any]) -> list[Node]:
        """A table of its own."""

    @abstractmethod
    def fact(self, key: str, value: str, inlines: list[Node]) -> list[Node]:
        """A number that knows where it came from."""

    @abstractmethod
    def to_place(self, anchor: str, place: Place) -> Node:
        """A reference to a numbered figure or table."""

    @abstractmethod
    def to_page(self, inlines: list[Node], slug: str, fragment: str) -> list[Node]:
        """A link to another chapter."""

    @abstractmethod
    def heading(self, level: int, identifier: str, inlines: list[Node]) -> list[Node]:
        """A heading below the chapter's title."""

    def prose(self, text: str) -> list[Node]:
        """Paragraphs, set."""
        return self.settle(self.words.blocks(text))

    def inlines(self, text: str | None) -> list[Node]:
        """A one-line text, set."""
        return self.settle(self.words.inlines(text or ""))

    def plain(self, text: str | None) -> str:
        """The characters of a one-line text, for an attribute."""
        return self.words.plain(text or "")

    def cite(self, ids: Sequence[str]) -> list[Node]:
        """A citation of known sources; nothing for none."""
        for source_id in ids:
            self.source(source_id)
            self.cited[source_id] = None
        return [cite(ids)] if ids else []

    def source(self, source_id: str) -> Mapping[str, str]:
        """The row of a source, or an error that names chapter and key."""
        if source_id not in self.sources:
            hint = nearest(source_id, self.sources)
            raise self.error(f"no source has the key “{source_id}”{hint}")
        return self.sources[source_id]

    def error(self, message: str) -> RenderError:
        """An error that says where it is."""
        return RenderError(f"{self.chapter.slug}: {message}")

    def settle(self, part: Any) -> Any:
        """The tree `part` with everything in it settled, depth first.

        An element may become several, which take its place in the list it stands in.
        """
        if isinstance(part, list):
            nodes: list[Any] = []
            for item in part:
                new = self.settle(item)
                nodes += new if isinstance(item, dict) and isinstance(new, list) else [new]
            return _hang(nodes)
        if not isinstance(part, dict):
            return part
        if "t" not in part:
            return {key: self.settle(value) for key, value in part.items()}
        settle = getattr(self, f"_settle_{part['t'].lower()}", None)
        if settle is not None:
            return settle(part["c"])
        return {**part, "c": self.settle(part["c"])} if "c" in part else part

    def _settle_cite(self, content: list[Any]) -> list[Node]:
        citations, _ = content
        self.cite([citation["citationId"] for citation in citations])
        return [{"t": "Cite", "c": [self.settle(citations), []]}]

    def _settle_span(self, content: list[Any]) -> list[Node]:
        (identifier, classes, pairs), inlines = content
        attributes = dict(pairs)
        if "fact" not in classes:
            return [{"t": "Span", "c": [[identifier, classes, []], self.settle(inlines)]}]
        key = attributes.get("key", "")
        if key not in self._facts:
            raise self.error(f"the fact “{key}” came without its definition and rows")
        return self.fact(key, attributes.get("value", ""), self.settle(inlines))

    def _settle_header(self, content: list[Any]) -> list[Node]:
        level, (identifier, _, _), inlines = content
        if level == 1 and not self._title_seen:
            self._title_seen = True
            return []
        if level == 1:
            raise self.error(f"a second title, “{plain(inlines)}”: sections begin with ##")
        return self.heading(level, identifier, self.settle(inlines))

    def _settle_link(self, content: list[Any]) -> list[Node]:
        _, inlines, (url, _) = content
        if re.match(r"#(fig|tab)-", url):
            if url[1:] not in self.anchors and self.absent:
                return self.settle(inlines)
            if url[1:] not in self.anchors:
                hint = nearest(url[1:], self.anchors)
                raise self.error(f"there is no figure or table “{url[1:]}”{hint}")
            return [self.to_place(url[1:], self.anchors[url[1:]])]
        inlines = self.settle(inlines)
        page = re.fullmatch(r"([\w-]+)\.html(#.*)?", url)
        if page and page[1] in self.pages:
            fragment = "" if page[1] in self.absent else page[2] or ""
            return self.to_page(inlines, page[1], fragment)
        if page and page[1] in self.absent:
            return inlines
        if is_web(url):
            return [{"t": "Link", "c": [["", [], []], inlines, [url, ""]]}]
        return self.to_file(inlines, url) if not url_scheme(url) else inlines

    def to_file(self, inlines: list[Node], url: str) -> list[Node]:
        """A link to something beside the pages, or to a section."""
        return [{"t": "Link", "c": [["", [], []], inlines, [url, ""]]}]

    def _settle_image(self, content: list[Any]) -> list[Node]:
        raise self.error(f"a picture in the text (“{content[2][0]}”): show it as a figure")

    def _settle_div(self, content: list[Any]) -> list[Node]:
        (identifier, classes, _), blocks = content
        return [{"t": "Div", "c": [[identifier, classes, []], self.settle(blocks)]}]

    def _settle_codeblock(self, content: list[Any]) -> list[Node]:
        (identifier, classes, _), text = content
        return [{"t": "CodeBlock", "c": [[identifier, classes, []], text]}]

    def _settle_code(self, content: list[Any]) -> list[Node]:
        return [{"t": "Code", "c": [["", [], []], content[1]]}]


def _hang(nodes: list[Any]) -> list[Any]:
    """`nodes` with each citation after the punctuation that follows it, and no space before it.

    The author writes `word [@source].`; set is “word.¹”.
    """
    set_: list[Any] = []
    for node in nodes:
        kind = node.get("t") if isinstance(node, dict) else None
        if kind == "Cite" and _is_note(node):
            while set_ and set_[-1].get("t") in ("Space", "SoftBreak"):
                set_.pop()
        mark = re.match(r"[.,;:!?]+", node["c"]) if kind == "Str" else None
        if mark and set_ and set_[-1].get("t") == "Cite" and _is_note(set_[-1]):
            set_.insert(-1, string(mark[0]))
            node = string(node["c"][mark.end() :])
            if not node["c"]:
                continue
        set_.append(node)
    return set_


def _is_note(node: Node) -> bool:
    """Whether a citation is only its number, and not the author named in the sentence."""
    return all(part["citationMode"]["t"] != "AuthorInText" for part in node["c"][0])
