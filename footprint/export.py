"""The data for other programs: the package as a zip, a workbook, and the offices for maps.

The same tables give the same bytes: no file holds the time at which it was written.
"""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from footprint import codebook, methods, status
from footprint.view import View

PACKAGE, WORKBOOK = "data.zip", "data.xlsx"
GEOJSON, GEOPACKAGE = "offices.geojson", "offices.gpkg"
FIGURES = "figures.zip"
MEDIA = (
    (PACKAGE, "application/zip"),
    (WORKBOOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (GEOJSON, "application/geo+json"),
    (GEOPACKAGE, "application/geopackage+sqlite3"),
)
# For the page of downloads: file, title, and what it is good for.
DOWNLOADS = (
    (
        "report.pdf",
        "The report as PDF",
        "To print, to read offline and to cite by page; tagged for screen readers, the data "
        "attached.",
    ),
    (
        PACKAGE,
        "The data package",
        "Every table as CSV with its codebook (Data Package v2), land and borders, and the rules.",
    ),
    (
        WORKBOOK,
        "The tables as a workbook",
        "For a spreadsheet: one sheet a table, and one that explains every column.",
    ),
    (
        GEOJSON,
        "The offices as GeoJSON",
        "For maps on the web: a point an office, with its status on the day and its sources.",
    ),
    (
        GEOPACKAGE,
        "The offices as GeoPackage",
        "The same for QGIS, ArcGIS and other desktop programs.",
    ),
    (
        "facts.json",
        "Every number",
        "Value, definition, rows, sources, and the sentences that use it.",
    ),
    (
        "contents.json",
        "Every sentence",
        "What each place of the pages says and whether it holds, to compare editions.",
    ),
    (
        "parameters.schema.json",
        "The parameters of an edition",
        "What can be asked of the report, as JSON Schema.",
    ),
    (
        FIGURES,
        "All figures",
        "SVG and PDF of each, its numbers as CSV, and its text, sources and licence as JSON. The "
        "PNG is under each picture.",
    ),
    (
        "ro-crate-metadata.json",
        "How this edition was made",
        "The ledger of the build as an RO-Crate: what was run on which data and parameters, and "
        "what came of it, with the hash of every file but the PNG.",
    ),
)
_BESIDE = ("README.md",)
_OFFICE = [
    "office_id", "city", "country", "iso3", "world_region", "status", "state", "confidence",
    "opened", "closed", "first_documented", "last_documented", "note",
]  # fmt: skip


def package(data_dir: Path, target: Path) -> None:
    """The data package as it stands: codebook, tables, boundaries, README."""
    book = codebook.read(data_dir)
    names = ["datapackage.json", *(item["path"] for item in book["resources"]), *_BESIDE]
    files = [data_dir / name for name in names if (data_dir / name).exists()]
    zipped(files, target)


def zipped(files: Iterable[Path], target: Path) -> None:
    """An archive of files by their bare names, all dated as the edition is."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(files):
            entry = zipfile.ZipInfo(file.name, _moment().timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())


def workbook(view: View, target: Path) -> None:
    """A sheet a table, with what the columns mean before them. No cell is a formula."""
    import xlsxwriter  # costly, and only exports need it

    book = view.whole.codebook
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    buffer = io.BytesIO()  # a full disk is then an OSError, as everywhere
    with xlsxwriter.Workbook(buffer, {**options, "in_memory": True}) as made:
        made.set_properties({"title": book["title"], "created": _moment()})
        head = made.add_format({"bold": True, "bottom": 1})
        about = pd.DataFrame(_about(book), columns=["about", ""])
        explained = methods.columns(view)
        for name, frame in [("Read me", about), ("codebook", explained), *_tables(view)]:
            sheet = made.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, frame.columns, head)
            for column, title in enumerate(frame):
                sheet.set_column(column, column, _width(frame[title], title))
                for row, value in enumerate(frame[title], start=1):
                    if not pd.isna(value):
                        sheet.write(row, column, _cell(value))
    target.write_bytes(buffer.getvalue())


def _about(book: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        ("title", book["title"]),
        ("version", book["version"]),
        ("licence", book["licenses"][0]["title"]),
        ("what it holds", book["description"]),
        ("sheets", "One a table, named as its CSV; “codebook” explains every column."),
        ("blank cells", "Unknown, never zero."),
        ("dates", "May be partial: 2024, 2024-09 or 2024-09-16. They are text for that reason."),
        ("to correct", "Change cells and build from this file: build.py --data FILE.xlsx"),
    ]


def _tables(view: View) -> Iterator[tuple[str, pd.DataFrame]]:
    for name in codebook.names(view.whole.codebook):
        yield name, getattr(view.whole, name)


def _cell(value: Any) -> Any:
    """A value as the sheet takes it: dates as text, since they may be partial elsewhere."""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, str | bool):
        return value
    return bool(value) if str(value) in ("True", "False") else float(value)


def _width(cells: pd.Series, title: str) -> int:
    longest = max([len(title), *(len(str(value)) for value in cells.head(200))])
    return min(60, longest + 2)


def offices(view: View, folder: Path) -> None:
    """Every office with its derived status as points in WGS 84, as GeoJSON and as GeoPackage."""
    frame, evidence = view.offices, view.tables.office_evidence
    by_then = evidence[evidence.date.map(status.first_day) <= view.day]
    cited = by_then.groupby("office_id").source_id
    points = gpd.GeoDataFrame(
        frame[_OFFICE].assign(
            source_ids=frame.office_id.map(cited.agg(lambda ids: ";".join(sorted(set(ids))))),
            as_of=view.day.isoformat(),
            edition=view.whole.codebook["version"],
        ),
        geometry=gpd.points_from_xy(frame.lon.astype(float), frame.lat.astype(float)),
        crs="EPSG:4326",
    ).astype(dict.fromkeys(_OFFICE, object))
    points = points.where(points.notna(), None)
    (folder / GEOJSON).write_text(points.to_json(drop_id=True, indent=1) + "\n", "utf-8")
    buffer = io.BytesIO()
    with _no_clock():
        points.to_file(buffer, driver="GPKG", layer="offices", engine="pyogrio")
    (folder / GEOPACKAGE).write_bytes(buffer.getvalue())


def _moment() -> datetime:
    """When the files say that they were written: SOURCE_DATE_EPOCH, or else the first that a zip
    can name."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime(1980, 1, 1)
    return moment.replace(tzinfo=None)


@contextmanager
def _no_clock() -> Iterator[None]:
    """A GeoPackage says when it was written, which is the day of the edition here."""
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{_moment():%Y-%m-%dT%H:%M:%SZ}"})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
