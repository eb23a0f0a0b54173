"""Pandoc, and what it reads: the words of the report as a tree, the sources as references."""

import difflib
import json
import re
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pypandoc

from press.chapter import Chapter, RenderError

TEMPLATE = Path(__file__).parent / "template"

Node = dict[str, Any]
"""A pandoc element: `t` is its type, `c` what it holds."""

_API = [1, 23, 1]
_KINDS = {"press": "article-newspaper", "official": "report", "audit": "report"}


def pandoc(text: str, *options: str) -> str:
    """What pandoc makes of `text`. A warning counts as a failure: nobody reads it in a log."""
    command = [pypandoc.get_pandoc_path(), "--fail-if-warnings", "--wrap=none", *options]
    done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8")
    if done.returncode:
        raise RenderError(f"pandoc: {done.stderr.strip()}")
    return done.stdout


def write(blocks: Sequence[Node], target: str, *options: str) -> str:
    """`blocks` written out as `target` ("html5", "typst", "gfm")."""
    document = {"pandoc-api-version": _API, "meta": {}, "blocks": blocks}
    return pandoc(json.dumps(document), "--from=json", f"--to={target}", *options)


def write_cited(
    blocks: Sequence[Node],
    target: str,
    *,
    references: Sequence[Mapping[str, Any]],
    variables: Mapping[str, Any],
    template: Path,
    ranges: bool = False,
) -> str:
    """`blocks` with their citations resolved, in a template.

    `references` are CSL items. `variables` go into the template as they are: escape them first.
    With `ranges` consecutive citations are one, "1–4", where no reader opens each of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        style = (TEMPLATE / "citations.csl").read_text(encoding="utf-8")
        if ranges:
            style = style.replace("<citation>", '<citation collapse="citation-number">')
        Path(folder, "citations.csl").write_text(style, encoding="utf-8")
        bibliography = Path(folder, "references.json")
        bibliography.write_text(json.dumps(references), encoding="utf-8")
        defaults = Path(folder, "defaults.json")
        settings = {
            "standalone": True,
            "template": str(template),
            "variables": variables,
            "citeproc": True,
            "bibliography": str(bibliography),
            "csl": str(Path(folder, "citations.csl")),
            "metadata": {"link-citations": True, "lang": "en-GB", "pagetitle": "-"},
        }
        defaults.write_text(json.dumps(settings), encoding="utf-8")
        return write(blocks, target, f"--defaults={defaults}")


class Words:
    """Every Markdown text of the chapters, read once, in one run of pandoc.

    Titles and cells are one line (`inlines`), prose is `blocks`.
    """

    def __init__(self, chapters: Iterable[Chapter]) -> None:
        wanted = sorted({text for chapter in chapters for text in _texts(chapter)})
        reader = TEMPLATE / "fragments.lua"
        tree = json.loads(pandoc(json.dumps(wanted), f"--from={reader}", "--to=json"))
        self._read = {key: div["c"][1] for key, div in zip(wanted, tree["blocks"], strict=True)}

    def blocks(self, text: str) -> list[Node]:
        """The paragraphs, lists, headings of a prose text."""
        return self._read["blocks", text]

    def inlines(self, text: str) -> list[Node]:
        """The words of a one-line text."""
        return self._read["inlines", text][0]["c"]

    def plain(self, text: str) -> str:
        """The characters of a one-line text."""
        return plain(self.inlines(text)).strip()


def _texts(chapter: Chapter) -> Iterable[tuple[str, str]]:
    """Kind and text of everything in a chapter that is written in Markdown."""
    yield "inlines", chapter.title
    for kind, cell in chapter.cells:
        if kind == "markdown":
            yield "blocks", cell
        if kind != "block":
            continue
        for slot in ("text", "description"):
            yield "blocks", cell.get(slot) or ""
        for slot in ("title", "subtitle", "note", "reason"):
            yield "inlines", cell.get(slot) or ""
        for item in cell.get("items", ()):
            yield from (("inlines", item[slot]) for slot in ("figure", "unit", "context"))
        table = cell.get("table") or {"columns": (), "rows": ()}
        yield from (("inlines", column["label"]) for column in table["columns"])
        yield from (("inlines", text) for row in table["rows"] for text in row)


def raw(form: str, markup: str) -> Node:
    """Markup of ours between blocks."""
    return {"t": "RawBlock", "c": [form, markup]}


def bit(form: str, markup: str) -> Node:
    """Markup of ours between words."""
    return {"t": "RawInline", "c": [form, markup]}


def string(text: str) -> Node:
    """Characters, to be escaped by whoever writes the tree."""
    return {"t": "Str", "c": text}


def html(text: str, *, shift: int = 0) -> str:
    """Markdown as HTML, headings `shift` levels down. HTML in it stays text."""
    options = ("--from=markdown-raw_html-auto_identifiers", "--to=html5")
    return pandoc(text, *options, f"--shift-heading-level-by={shift}").strip()


def line(*inlines: Node) -> Node:
    """Words that are no paragraph."""
    return {"t": "Plain", "c": list(inlines)}


def cite(ids: Sequence[str]) -> Node:
    """A citation of several sources."""
    citations = [
        {
            "citationId": source_id,
            "citationPrefix": [],
            "citationSuffix": [],
            "citationMode": {"t": "NormalCitation"},
            "citationNoteNum": 0,
            "citationHash": 0,
        }
        for source_id in ids
    ]
    return {"t": "Cite", "c": [citations, []]}


def plain(nodes: Any) -> str:
    """The characters of a tree of words, without notes and citations."""
    if isinstance(nodes, list):
        return "".join(plain(node) for node in nodes)
    kind, content = nodes.get("t"), nodes.get("c")
    if kind in ("Str", "Code"):
        return content if kind == "Str" else content[1]
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind == "Quoted":
        opening, closing = "“”" if content[0]["t"] == "DoubleQuote" else "‘’"
        return opening + plain(content[1]) + closing
    if kind in ("Cite", "Note", "RawInline") or content is None:
        return ""
    return plain(list(_trees(content)))


def _trees(content: Any) -> Iterable[Node]:
    """The elements inside an element's content, whatever attributes stand beside them."""
    for part in content:
        if isinstance(part, dict) and "t" in part:
            yield part
        elif isinstance(part, list):
            yield from _trees(part)


def url_scheme(url: str) -> str:
    """The scheme of a URL in small letters; "" for a relative one; "//" counts as a scheme.

    Browsers skip blanks and control characters inside an address, so they are skipped here.
    """
    found = re.match(r"([a-zA-Z][\w+.-]*):|([/\\]{2})", re.sub(r"[\x00-\x20]", "", url))
    return (found[1] or found[2]).lower() if found else ""


def address(url: str) -> str:
    """A web address as HTML wants it: a percent sign that stands for itself is written out."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", url)


def is_web(url: str) -> bool:
    """Whether a URL can be followed from a page: http and https only."""
    return url_scheme(url) in ("http", "https")


def reference(source: Mapping[str, str], *, printed: bool) -> dict[str, Any]:
    """A row of the sources table as a CSL item.

    `published` may be a year, a month, a day or nothing. On paper (`printed`) the address is
    spelled out, on a page the title carries it; one that cannot be followed is spelled out anyway.
    """
    url = source.get("url") or ""
    item: dict[str, Any] = {
        "id": source["source_id"],
        "type": _KINDS.get(source.get("kind") or "", "document"),
        "title": source["title"],
    }
    if source.get("publisher"):
        item["author"] = [{"literal": source["publisher"]}]
    if source.get("published"):
        item["issued"] = {"date-parts": [[int(part) for part in source["published"].split("-")]]}
    if is_web(url):
        item["URL"] = address(url)
    if url and (printed or not is_web(url)):
        item["archive_location"] = url
    return item


def nearest(word: str, known: Iterable[str]) -> str:
    """“; did you mean x?” where something known is close to `word`, else nothing."""
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean “{close[0]}”?" if close else ""
