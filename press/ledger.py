"""The facts of an edition, and all it says, in a file each; the findings that README repeats."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from press.chapter import Chapter, RenderError, page_names
from press.facts import MARK, finding, plain

FACTS, CONTENTS = "facts.json", "contents.json"
_BEGIN, _END = "<!-- findings -->", "<!-- /findings -->"
# The gap between two sentences: not after initials (U.S., D.C.) or "St.".
_GAP = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?]”))(?<!\b[A-Z]\.)(?<!\bSt\.)\s+(?=[\ue000“(]*[A-Z0-9“\ue000])"
)
_PARAGRAPH = re.compile(r"\n\s*\n|\n(?=[-*+] |\d+\. )")


def write(chapters: Sequence[Chapter], report: Path) -> None:
    """Write `facts.json`, every fact of the `chapters` by key, and `contents.json` in a folder."""
    report.mkdir(parents=True, exist_ok=True)
    for name, content in ((FACTS, entries(chapters)), (CONTENTS, contents(chapters))):
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (report / name).write_text(text + "\n", "utf-8")


def contents(chapters: Sequence[Chapter]) -> list[dict[str, Any]]:
    """What the chapters show, block by block: the form in which editions are compared.

    Of each block its chapter, page, fragment, kind and title, its sentences in reading order,
    whether they hold, and a hash of all that it says and shows except the picture.
    """
    pages = page_names(chapters)
    return [
        {
            "chapter": chapter.slug,
            "page": pages[chapter.slug],
            "fragment": block.get("fragment", ""),
            "kind": block["kind"],
            "name": block.get("name", ""),
            "title": plain(block.get("title", "")),
            "holds": block.get("holds", True),
            "sentences": [words for text in _texts(block) for words, _ in sentences(text) if words],
            "sha256": hashlib.sha256(json.dumps(block, sort_keys=True).encode()).hexdigest(),
        }
        for chapter in chapters
        for block in chapter.blocks
    ]


def entries(chapters: Sequence[Chapter]) -> dict[str, dict[str, Any]]:
    """Every fact by key, sorted: value, unit, definition, rows, sources, and where it is used.

    `chapters` are slugs; `used` lists chapter, page, fragment (empty where the block has no place
    of its own) and the plain text of the sentence. Raises RenderError where two chapters give one
    key different values.
    """
    pages = page_names(chapters)
    ledger: dict[str, dict[str, Any]] = {}
    for chapter in chapters:
        for block in chapter.blocks:
            place = {"chapter": chapter.slug, "page": pages[chapter.slug]}
            place["fragment"] = block.get("fragment", "")
            for key, entry in block.get("facts", {}).items():
                known = ledger.setdefault(key, {**entry, "chapters": [], "used": []})
                if known["value"] != entry["value"]:
                    values = f"{known['value']} and {entry['value']}"
                    raise RenderError(f"{chapter.slug}: the fact “{key}” is {values}")
                if chapter.slug not in known["chapters"]:
                    known["chapters"].append(chapter.slug)
                known["used"] += [{**place, "text": text} for text in _sentences_of(block, key)]
    return dict(sorted(ledger.items()))


def sentences(text: str) -> list[tuple[str, frozenset[str]]]:
    """The sentences of a Markdown text as a reader sees them, each with the keys of its facts."""
    keys: list[str] = []

    def number(found: re.Match[str]) -> str:
        keys.append(found[2])
        return f"\ue000{len(keys) - 1}\ue001{found[1]}"

    found: list[tuple[str, frozenset[str]]] = []
    for paragraph in _PARAGRAPH.split(MARK.sub(number, text)):
        shown = re.sub(r"^(#+|[-*+]|\d+\.) ", "", plain(" ".join(paragraph.split())))
        for sentence in _GAP.split(shown):
            here = re.findall("\ue000(\\d+)\ue001", sentence)
            words = re.sub("\ue000\\d+\ue001", "", sentence).strip()
            found.append((words, frozenset(keys[int(index)] for index in here)))
    return found


def _sentences_of(block: Mapping[str, Any], key: str) -> list[str]:
    """The sentences of a block that hold the fact `key`, each once, in reading order."""
    found = [words for text in _texts(block) for words, keys in sentences(text) if key in keys]
    return list(dict.fromkeys(found))


def _texts(block: Mapping[str, Any]) -> Iterator[str]:
    """What a block says in words, slot by slot."""
    yield from (block.get(slot) or "" for slot in ("title", "subtitle", "text", "reason"))
    yield from (finding(**item) for item in block.get("items", ()))
    yield from (block.get(slot) or "" for slot in ("description", "note"))
    yield from (column["label"] for column in (block.get("table") or {}).get("columns", ()))


def write_findings(chapters: Sequence[Chapter], readme: Path, target: Path) -> None:
    """A copy of the README with the findings and the lead map of the first chapter put in."""
    text = readme.read_text("utf-8")
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    target.write_text(f"{before}{_BEGIN}\n{findings(chapters)}\n{_END}{after}", "utf-8")


def findings(chapters: Sequence[Chapter]) -> str:
    """The findings as a Markdown list, and the first figure with its text."""
    lines, picture = [], ""
    for block in [block for chapter in chapters[:1] for block in chapter.blocks]:
        if block["kind"] == "findings":
            for item in block["items"]:
                shown = {slot: plain(text) for slot, text in item.items()}
                lines.append(f"- {finding(**shown, emphasis='**')}")
        if block["kind"] == "figure" and not picture:
            picture = f"![{block['alt']}](figures/{block['name']}.svg)"
    return "\n".join([*lines, "", picture])
