"""The files of a figure, and the identity they carry inside.

`NAME.svg` (text as outlines), `.png`, `@2x.png` for fine screens, `.pdf`, `.csv` (what was plotted)
and `.json` (the passport) go to `figures/`, on the ground of the page, so that they can be read
anywhere. A second SVG, as `press.inline` makes it, goes to `inline/` for the page and the paper.
The same figure gives the same bytes: the salt of SVG ids is the name, and no file holds the time.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib
import pandas as pd
import pikepdf
from matplotlib.figure import Figure
from matplotlib.transforms import Bbox
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from press import inline, passport, seals, xmp

KINDS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
}
FILES = (".svg", ".png", "@2x.png", ".pdf", ".csv", ".json")  # after the name of a figure
MARGIN = 0.12  # inches of ground around a picture that stands alone
_DPI = {".png": 100, "@2x.png": 200}
_ROOT = re.compile(r"(.*?<svg\b[^>]*)(>\n)(.*)", re.DOTALL)
# A long decimal, but not that of a scale, which is a factor of all that stands below it.
_DECIMALS = re.compile(r"(scale\([^)]*\)|-?\d+\.\d{2})\d*")


def save(
    figure: Figure,
    frame: pd.DataFrame,
    carried: Mapping[str, Any],
    *,
    palette: Mapping[str, str],
    staging: Path,
    margin: float = MARGIN,
) -> None:
    """Write the files of a figure below a staging folder. `carried` is its passport.

    `palette` holds the colours that a page may show otherwise: token to #RRGGBB. The pictures have
    a `margin` of so many inches; what stands on a page has none.
    """
    name = carried["name"]
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name):
        raise ValueError(f"a figure is named like offices-by-region, not {name!r}")
    public, within, apart = (staging / name for name in ("figures", "inline", "outlined"))
    for folder in (public, within, apart):
        folder.mkdir(parents=True, exist_ok=True)
    ground = palette.get("paper", "white")
    (public / f"{name}.svg").write_bytes(svg(figure, carried, ground, margin))
    for ending, dpi in _DPI.items():
        picture = png(figure, carried, ground, margin, dpi=dpi)
        (public / f"{name}{ending}").write_bytes(picture)
    (public / f"{name}.pdf").write_bytes(pdf(figure, carried, ground, margin))
    (public / f"{name}.csv").write_bytes(passport.table(frame))
    text = json.dumps(carried, ensure_ascii=False, indent=2, default=str)
    (public / f"{name}.json").write_text(text + "\n", "utf-8")
    # As text for our pages, as outlines for those that have none of our typefaces.
    for folder, words in ((within, "none"), (apart, "path")):
        drawn = _drawn(figure, name, words, "none", 0)
        (folder / f"{name}.svg").write_bytes(inline.for_page(drawn.encode(), name, palette))


def png(
    figure: Figure,
    carried: Mapping[str, Any] | None = None,
    ground: str = "white",
    margin: float = MARGIN,
    *,
    dpi: int = 100,
) -> bytes:
    """The figure as PNG on a ground, with its passport in text chunks and XMP if there is one."""
    drawn = _bytes(figure, "png", {"Software": None}, ground, margin, dpi=dpi)
    if carried is None:
        return drawn
    image = Image.open(io.BytesIO(drawn)).convert("RGBA" if ground == "none" else "RGB")
    about, buffer = PngInfo(), io.BytesIO()
    terms = {
        "Title": carried["title"],
        "Description": carried["alt"],
        "Author": carried["author"],
        "Source": f"{carried['report']}, edition {carried['version']}",
        "Copyright": f"{carried['licence']} {carried['licence_url']}".strip(),
        "Comment": carried["cite_as"]["text"],
        "Name": carried["name"],
    }
    for key, text in terms.items():
        about.add_text(key, text)
    about.add_itxt("XML:com.adobe.xmp", _packet(carried, "png", seals.of_pixels(image)))
    image.save(buffer, "PNG", pnginfo=about, dpi=(dpi, dpi), optimize=True)
    return buffer.getvalue()


def pdf(figure: Figure, carried: Mapping[str, Any], ground: str, margin: float = MARGIN) -> bytes:
    """The figure as PDF on a ground, with its passport in the document's information and XMP."""
    identity = {
        "Title": carried["title"],
        "Subject": carried["alt"],
        "Keywords": f"{carried['name']}; edition {carried['version']}; {carried['licence']}",
        "Author": carried["author"],
        "CreationDate": None,
    }
    drawn, buffer = _bytes(figure, "pdf", identity, ground, margin), io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn)) as document:
        document.Root.Lang = pikepdf.String("en")
        packet = _packet(carried, "pdf", seals.of_document(document))
        stream = document.make_stream(packet.encode(), Type=pikepdf.Name.Metadata)
        stream.Subtype = pikepdf.Name.XML
        document.Root.Metadata = stream
        document.save(buffer, deterministic_id=True, compress_streams=False)
    return buffer.getvalue()


def svg(figure: Figure, carried: Mapping[str, Any], ground: str, margin: float = MARGIN) -> bytes:
    """The figure as SVG on a ground, with a name that a screen reader says, and its passport."""
    name = carried["name"]
    drawn = _drawn(figure, name, "path", ground, margin)
    seal = seals.of_drawing(xmp.parse(drawn))
    words = {"title": carried["title"], "desc": carried["alt"]}
    named = "".join(f'<{tag} id="{name}-{tag}">{_xml(words[tag])}</{tag}>\n' for tag in words)
    about = xmp.rdf(carried, kind=KINDS["svg"], seal=seal)
    naming = f'role="img" aria-labelledby="{name}-title {name}-desc"'
    head, opened, rest = _ROOT.match(drawn).groups()  # type: ignore[union-attr]
    return f"{head} {naming}{opened}{named}<metadata>\n{about}\n</metadata>{rest}".encode()


def _drawn(figure: Figure, name: str, text: str, ground: str, margin: float) -> str:
    """An SVG that says nothing of itself. `text` is "path", or "none" for text that stays text."""
    silent = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with matplotlib.rc_context({"svg.fonttype": text, "svg.hashsalt": name}):
        drawn = _bytes(figure, "svg", silent, ground, margin).decode()
    return _DECIMALS.sub(r"\1", re.sub(r"[ \t]+$", "", drawn, flags=re.MULTILINE))


def _packet(carried: Mapping[str, Any], kind: str, seal: str) -> str:
    return xmp.packet(carried, kind=KINDS[kind], seal=seal)


def _bytes(
    figure: Figure,
    kind: str,
    identity: Mapping[str, Any],
    ground: str,
    margin: float,
    **options: Any,
) -> bytes:
    buffer, (width, height) = io.BytesIO(), figure.get_size_inches()
    if margin:
        options["bbox_inches"] = Bbox([(-margin, -margin), (width + margin, height + margin)])
    with matplotlib.rc_context({"pdf.fonttype": 42}):
        figure.savefig(buffer, format=kind, metadata=dict(identity), facecolor=ground, **options)
    return buffer.getvalue()


def _xml(text: str) -> str:
    return xmp.clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
