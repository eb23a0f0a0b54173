"""What several tests need: the real tables, read once; a browser and the report on a server."""

import os
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from footprint import data
from footprint.data import Tables
from footprint.parameters import Parameters
from footprint.view import View

ROOT = Path(__file__).parent.parent
pytest_plugins = ["gate.scorecard"]  # here, since the one that sums up collects no tests


@pytest.fixture(scope="session")
def tables() -> Tables:
    return data.load(ROOT / "data")


@pytest.fixture(scope="session")
def view(tables: Tables) -> View:
    return View(tables, Parameters())


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium. Where there is none the tests are skipped, unless they are required."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        stop = pytest.fail if os.environ.get("BROWSER_TESTS") == "required" else pytest.skip
        stop("no chromium or chromium-browser on the path")
    with sync_playwright() as driver:
        flags = ["--no-sandbox", "--headless"]
        yield driver.chromium.launch(executable_path=found, args=flags)


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    """The repository's root on a local port: the report links to `../figures`."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(ROOT))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page in a context of its own."""
    with browser.new_context() as context:
        yield context.new_page()
