"""A number in full: the card that opens over a page, and its entry on the page of every number."""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from press.chapter import NUMBERS
from press.corrections import PAGE
from press.markup import address, is_web
from press.pieces import escape

TITLE = "Every number"
_FEW_ROWS, _FEW_SOURCES = 12, 4
_FILTER = (
    '<div class="filter" role="search" hidden><label for="filter">Find a number</label>'
    '<input type="search" id="filter" autocomplete="off" spellcheck="false">'
    '<output for="filter"></output></div>'
)

Source = Mapping[str, str]
Fact = Mapping[str, Any]


def anchor(key: str) -> str:
    """The id of a fact, on the page of every number and of its card on the others."""
    return "fact-" + re.sub(r"[^\w-]+", "-", key)


def card(key: str, fact: Fact, source: Callable[[str], Source]) -> str:
    """Value, definition, rows and sources of a fact. `source` gives the row of a source."""
    rows = "".join(
        f"<li><b>{escape(table)}</b> {escape(_some(keys))}</li>"
        for table, keys in fact["rows"].items()
        if keys
    )
    sources = "".join(f"<li>{credit(source(name))}</li>" for name in fact["sources"])
    parts = [f'<p class="value">{escape(fact["text"])}</p><p>{escape(fact["definition"])}</p>']
    for label, items in (("Rows", rows), ("Sources", sources)):
        if items:
            parts.append(f'<p class="label">{label}</p><ul>{items}</ul>')
    parts += [f"<p>{told}</p>" for told in _corrected(fact)]
    link = f'<a href="{NUMBERS}#{anchor(key)}">All about this number</a>'
    return "".join([*parts, f'<p class="more">{link}</p>'])


def _corrected(fact: Fact) -> Iterator[str]:
    """What an earlier edition had wrong in a number, each with a link to all that rested on it."""
    for item in fact.get("corrections", ()):
        link = f'<a href="{PAGE}#{item["anchor"]}">Corrected on {escape(item["day"])}</a>'
        yield f"{link}. {escape(item['text'])}"


def popover(target: str, card: str) -> str:
    """A card that the buttons of a fact open, without a script too."""
    return (
        f'<div popover id="{target}" class="fact-card" role="dialog" '
        f'aria-label="Where this number comes from">{card}<button type="button" '
        f'popovertarget="{target}" popovertargetaction="hide">Close</button></div>'
    )


def every_number(
    ledger: Mapping[str, Fact], *, titles: Mapping[str, str], sources: Mapping[str, Source]
) -> str:
    """The page of every number after its title: an entry a fact, then the sources of all.

    `ledger` is that of `press.ledger.entries`; `titles` are those of the chapters, by slug.
    """
    used = {name for fact in ledger.values() for name in fact["sources"]}
    known = {name: sources[name] for name in sorted(used, key=lambda name: _order(sources[name]))}
    numbers = {name: number for number, name in enumerate(known, start=1)}
    entries = [_entry(key, fact, titles, known, numbers) for key, fact in ledger.items()]
    listed = "".join(
        f'<li id="source-{number}">{credit(known[name])}</li>' for name, number in numbers.items()
    )
    opening = (
        f"<p>The {len(ledger)} numbers that this report computes, by name: what each counts, where "
        "it is used, and the rows and documents it rests on. "
        'The same is in <a href="facts.json">facts.json</a>.</p>'
    )
    closing = f'<h2 id="sources">Sources</h2><ol class="documents">{listed}</ol>' if listed else ""
    return "\n".join([opening, _FILTER, *entries, closing])


def _entry(
    key: str,
    fact: Fact,
    titles: Mapping[str, str],
    sources: Mapping[str, Source],
    numbers: Mapping[str, int],
) -> str:
    """One fact: its number beside the key, and to the right all that is known of it."""
    name = anchor(key)
    cited = {source: sources[source] for source in fact["sources"]}
    parts = (
        ("Corrected", "".join(f"<p>{told}</p>" for told in _corrected(fact))),
        ("Used in", _used(fact["used"], titles)),
        ("Rows", _rows(fact["rows"])),
        ("Sources", _sources(cited, numbers)),
    )
    shown = "".join(f"<dt>{label}</dt><dd>{part}</dd>" for label, part in parts if part)
    return (
        f'<div class="entry" id="{name}"><div><h2>{escape(fact["text"])}</h2>'
        f'<p class="key"><a href="#{name}">{escape(key)}</a></p></div>'
        f"<div><p>{escape(fact['definition'])}</p><dl>{shown}</dl></div></div>"
    )


def _used(places: Iterable[Mapping[str, str]], titles: Mapping[str, str]) -> str:
    """The sentences that hold a fact, by chapter, each a link to its place."""
    items = ""
    for slug, group in itertools.groupby(places, key=lambda place: place["chapter"]):
        links = "".join(f"<p>{_link(place)}</p>" for place in group)
        items += f"<li>{titles[slug]}{links}</li>"
    return f'<ul class="uses">{items}</ul>' if items else ""


def _link(place: Mapping[str, str]) -> str:
    """A sentence that leads to where it stands."""
    target = place["page"] + f"#{place['fragment']}" * bool(place["fragment"])
    return f'<a href="{escape(target)}">{escape(place["text"])}</a>'


def _rows(rows: Mapping[str, list[str]]) -> str:
    """All the keys of the rows counted, behind a disclosure where there are many."""
    counted = {table: keys for table, keys in rows.items() if keys}
    listed = "".join(
        f"<p><b>{escape(table)}</b> {escape(', '.join(map(str, keys)))}</p>"
        for table, keys in counted.items()
    )
    if sum(map(len, counted.values())) <= _FEW_ROWS:
        return listed
    summary = ", ".join(f"{len(keys):,} of {escape(table)}" for table, keys in counted.items())
    return f"<details><summary>{summary}</summary>{listed}</details>"


def _sources(sources: Mapping[str, Source], numbers: Mapping[str, int]) -> str:
    """The sources of a fact in full; many in short, with links into the list of all."""
    if len(sources) <= _FEW_SOURCES:
        items = "".join(f"<li>{credit(source)}</li>" for source in sources.values())
        return f"<ul>{items}</ul>" if items else ""
    links = "; ".join(
        f'<a href="#source-{numbers[name]}">{escape(_short(source))}</a>'
        for name, source in sources.items()
    )
    return f"<details><summary>{len(sources)} documents</summary><p>{links}</p></details>"


def _some(keys: list[str]) -> str:
    """The first keys, and how many more there are."""
    more = len(keys) - _FEW_ROWS
    listed = ", ".join(str(key) for key in keys[:_FEW_ROWS])
    return f"{listed} and {more} more" if more > 0 else listed


def credit(source: Source) -> str:
    """A source: publisher, title (linked if it can be followed), date."""
    title, url = escape(source["title"]), source.get("url") or ""
    linked = f'<a href="{escape(address(url))}">{title}</a>' if is_web(url) else title
    publisher, published = source.get("publisher"), source.get("published")
    before = f"{escape(publisher)}. " if publisher else ""
    return f"{before}{linked}, {escape(published or 'undated')}"


def _short(source: Source) -> str:
    """A source in a few words: who and when."""
    return f"{source.get('publisher') or source['title']}, {source.get('published') or 'undated'}"


def _order(source: Source) -> tuple[str, str, str]:
    """Sources stand by publisher, then by date, then by title."""
    publisher = source.get("publisher") or source["title"]
    return publisher.casefold(), source.get("published") or "", source["title"]
