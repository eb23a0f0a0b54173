"""What several tests need: the real tables, read once."""

from pathlib import Path

import pytest

from footprint import data
from footprint.data import Tables
from footprint.parameters import Parameters
from footprint.view import View

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def tables() -> Tables:
    return data.load(ROOT / "data")


@pytest.fixture(scope="session")
def view(tables: Tables) -> View:
    return View(tables, Parameters())
