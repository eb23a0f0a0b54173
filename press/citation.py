"""How to cite a figure: in words, for BibTeX, and as CSL JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from press.facts import day

_BIBTEX = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)


def of(
    name: str,
    title: str,
    *,
    report: str,
    version: str,
    as_of: str,
    licence: str,
    author: str = "",
    released: str = "",
    address: str = "",
    label: str = "",
) -> dict[str, Any]:
    """A figure as a reference: `text`, `bibtex` and `csl`, a mapping.

    `as_of` and `released` are ISO dates. `label` is the number that the report gives it, which
    only the whole report knows; `address` where it stands on the web, if it does.
    """
    whole = f"{report}, edition {version}"
    place = f"{label} of {whole}" if label else whole
    described = f"As of {day(date.fromisoformat(as_of))}."
    words = [f"“{title}”, {place}.", described, address, f"{licence}."]
    fields = {
        "author": f"{{{author.translate(_BIBTEX)}}}" if author else "",
        "title": f"{{{title.translate(_BIBTEX)}}}",
        "howpublished": place.translate(_BIBTEX),
        "note": f"{described} {licence}".translate(_BIBTEX),
        "year": released[:4],
        "url": address,
    }
    lines = [f"  {key} = {{{value}}}," for key, value in fields.items() if value]
    key = f"{name}-{as_of}"
    csl = {
        "id": key,
        "type": "graphic",
        "title": title,
        "container-title": report,
        "version": version,
        "author": [{"literal": author}] if author else [],
        "issued": {"date-parts": [[int(part) for part in released.split("-")]]} if released else {},
        "note": f"{described} {licence}",
        "URL": address,
    }
    return {
        "text": " ".join(filter(None, words)),
        "bibtex": "\n".join([f"@misc{{{key},", *lines, "}"]),
        "csl": {key: value for key, value in csl.items() if value},
    }
