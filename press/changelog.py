"""The page of what changed: corrections with all that rested on them, and the editions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from press.chapter import Chapter, Leaf, page_names, places
from press.corrections import PAGE, Correction
from press.markup import Words, html
from press.numbers import anchor, credit
from press.pieces import escape

TITLE = "Corrections and changes"
_NONE = (
    "<p>No cell of the data has been corrected since an earlier edition. When one is, it stands "
    "here and in the feed, and is marked wherever something rested on it.</p>"
)


def leaf(
    corrections: Sequence[Correction],
    chapters: Sequence[Chapter],
    *,
    sources: Sequence[Mapping[str, str]],
    changes: str,
) -> Leaf:
    """The page. `changes` is the changelog, in Markdown, or empty; `sources` are their rows."""
    known = {row["source_id"]: row for row in sources}
    told = "".join(_entry(one, chapters, known) for one in corrections) or _NONE
    parts = [f'<h2 id="corrections">Corrections</h2>{told}']
    sections = [("corrections", "Corrections")]
    if changes:
        # Below the title of this page a release is a section, so the file's own title goes.
        text = changes.partition("\n## ")[2]
        parts.append(f'<h2 id="editions">Editions</h2>{html(f"## {text}", shift=1)}')
        sections.append(("editions", "Editions"))
    return Leaf(PAGE, TITLE, "".join(parts), tuple(sections))


def _entry(
    one: Correction, chapters: Sequence[Chapter], sources: Mapping[str, Mapping[str, str]]
) -> str:
    listed = "".join(f"<li>{credit(sources[name])}</li>" for name in one.sources)
    parts = [
        ("Numbers", ", ".join(_facts(one))),
        ("Figures", ", ".join(_figures(one, chapters))),
        ("Pages", ", ".join(_pages(one, chapters))),
        ("Sources", f"<ul>{listed}</ul>"),
    ]
    shown = "".join(f"<dt>{word}</dt><dd>{part}</dd>" for word, part in parts if part)
    return (
        f'<div class="entry" id="{one.anchor}"><div><h3>{one.day}</h3></div>'
        f"<div><p>{escape(one.text)}</p>{_reach(one)}<dl>{shown}</dl></div></div>"
    )


def _reach(one: Correction) -> str:
    """What there is to say where no number, figure or page is listed."""
    if not one.is_traced:
        return (
            "<p>What rested on it cannot be told: with the earlier value the report can no longer "
            "be made.</p>"
        )
    return "" if one.pages else "<p>Nothing in this edition rested on it.</p>"


def _facts(one: Correction) -> Iterator[str]:
    for key in one.facts:
        yield f'<a href="facts.html#{anchor(key)}">{escape(key)}</a>'


def _figures(one: Correction, chapters: Sequence[Chapter]) -> Iterator[str]:
    names, known = page_names(chapters), places(chapters)
    for name in one.figures:
        if place := known.get(f"fig-{name}"):
            yield f'<a href="{names[place.slug]}#fig-{escape(name)}">{place.label}</a>'


def _pages(one: Correction, chapters: Sequence[Chapter]) -> Iterator[str]:
    names, words = page_names(chapters), Words(chapters)
    for chapter in chapters:
        if chapter.slug in one.pages:
            yield f'<a href="{names[chapter.slug]}">{escape(words.plain(chapter.title))}</a>'
