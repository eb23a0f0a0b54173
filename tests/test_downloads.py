"""What can be taken along: each file opens, and says what the report says."""

import re
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
import openpyxl
import pandas as pd
import pytest
from conftest import ROOT
from frictionless import Package

from footprint import codebook, export
from footprint.data import Tables
from footprint.parameters import Parameters
from footprint.view import View
from press import crate

REPORT = ROOT / "report"


def test_the_package_is_valid_and_holds_the_tables_byte_for_byte(tmp_path: Path) -> None:
    with zipfile.ZipFile(REPORT / export.PACKAGE) as archive:
        archive.extractall(tmp_path)
    home = tmp_path
    for way in (home / "datapackage.json", REPORT / export.PACKAGE):
        assert Package(str(way)).validate().valid
    for item in codebook.read(ROOT / "data")["resources"]:
        assert (home / item["path"]).read_bytes() == (ROOT / "data" / item["path"]).read_bytes()
    assert (home / "README.md").exists()


@pytest.mark.parametrize("name", [export.GEOJSON, export.GEOPACKAGE])
def test_the_offices_open_in_a_map_with_the_status_of_the_report(name: str, view: View) -> None:
    read = gpd.read_file(REPORT / name)
    assert read.crs.to_epsg() == 4326 and set(read.geom_type) == {"Point"}
    ours = view.offices.set_index("office_id")
    theirs = read.set_index("office_id").loc[ours.index]
    assert len(read) == len(ours)
    for column in ("city", "country", "status", "state", "confidence"):
        assert list(theirs[column]) == list(ours[column]), column
    assert set(read.as_of.astype(str).str[:10]) == {"2024-09-16"}
    assert (theirs.geometry.x - ours.lon.astype(float)).abs().max() < 1e-6
    assert theirs.loc["chn-shanghai", "source_ids"].split(";") == sorted(
        set(view.tables.office_evidence.query("office_id == 'chn-shanghai'").source_id)
    )


def test_an_early_edition_cites_no_later_source(view: View, tmp_path: Path) -> None:
    early = View(view.whole, Parameters(as_of="1975-01-01"))
    export.offices(early, tmp_path)
    cited = set(
        gpd.read_file(tmp_path / export.GEOJSON).source_ids.dropna().str.split(";").explode()
    )
    evidence = view.whole.office_evidence
    assert cited <= set(evidence[evidence.date < "1976"].source_id) and cited


def sheet(path: Path, name: str) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(path, read_only=True)
    return list(book[name].iter_rows(values_only=True))


def test_the_workbook_explains_every_column_and_holds_every_row(view: View) -> None:
    book = codebook.read(ROOT / "data")
    rows = sheet(REPORT / export.WORKBOOK, "codebook")[1:]
    assert [row[:4] for row in rows] == [
        (table["name"], column["name"], column["type"], column["description"])
        for table in codebook.tables(book)
        for column in table["schema"]["fields"]
    ]
    for name in codebook.names(book):
        frame = getattr(view.whole, name)
        found = sheet(REPORT / export.WORKBOOK, name)
        assert list(found[0]) == list(frame.columns) and len(found) == len(frame) + 1, name


def test_no_cell_of_the_workbook_is_a_formula(tables: Tables, tmp_path: Path) -> None:
    hostile = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "=HYPERLINK('http://x')"]
    offices = tables.offices.assign(note=(hostile * len(tables.offices))[: len(tables.offices)])
    view = View(replace(tables, offices=offices), Parameters())
    export.workbook(view, tmp_path / "hostile.xlsx")
    book = openpyxl.load_workbook(tmp_path / "hostile.xlsx")
    for each in book.worksheets:
        for row in each.iter_rows():
            assert not [cell.coordinate for cell in row if cell.data_type == "f"]
    column = [cell.value for cell in next(book["offices"].iter_cols(min_col=8, max_col=8))]
    assert column[1:6] == hostile


def test_two_exports_are_the_same_bytes(view: View, tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        export.package(ROOT / "data", folder / export.PACKAGE)
        export.workbook(view, folder / export.WORKBOOK)
        export.offices(view, folder)
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
        time.sleep(1.1)  # a clock inside would show
    assert len(made[0]) == 4 and made[0] == made[1]


def test_without_any_office_the_files_are_still_there(tables: Tables, tmp_path: Path) -> None:
    empty = {
        name: getattr(tables, name).head(0) for name in ("offices", "office_evidence", "events")
    }
    export.offices(View(replace(tables, **empty), Parameters()), tmp_path)
    assert gpd.read_file(tmp_path / export.GEOPACKAGE).empty


def test_the_page_tells_the_size_of_every_file() -> None:
    text = (REPORT / "downloads.html").read_text("utf-8")
    row = r'<a href="([^"]+)" download>(?:(?!</tr>).)*<td class="number">([\d.]+) (kB|MB)</td></tr>'
    told = {
        name: float(size) * {"kB": 1e3, "MB": 1e6}[unit]
        for name, size, unit in re.findall(row, text)
    }
    # The ledger has the hash of this page, so it is written after it.
    assert set(told) == {name for name, *_ in export.DOWNLOADS} - {crate.NAME}
    assert f'<a href="{crate.NAME}" download>' in text
    for name, size in told.items():
        actual = (REPORT / name).stat().st_size
        assert abs(size - actual) <= max(600, 0.05 * actual), name


def test_all_figures_are_in_one_archive() -> None:
    with zipfile.ZipFile(REPORT / export.FIGURES) as archive:
        names = {Path(name).name for name in archive.namelist()}
        for name in sorted(names)[:10]:
            ours = (ROOT / "figures" / name).read_bytes()
            assert archive.read(name) == ours
    drawn = {path.name for path in (ROOT / "figures").iterdir()}
    drawn = {name for name in drawn if Path(name).suffix not in (".png", ".zip")}
    assert names == drawn - {"README.md", "index.json"}


def test_the_sheets_of_a_series_are_numbers_where_the_column_is() -> None:
    read = pd.read_excel(REPORT / export.WORKBOOK, sheet_name="footprint_counts")
    assert pd.api.types.is_numeric_dtype(read.offices)
