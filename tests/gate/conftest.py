"""What the tests of the gate share: a server that packs, an empty page a test."""

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer

import pytest
from conftest import ROOT
from playwright.sync_api import Browser, Page

from gate.pages import Host


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    """The repository's root on a local port: the report links to `../figures`."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(ROOT))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page in a context of its own."""
    with browser.new_context(reduced_motion="reduce") as context:
        yield context.new_page()


@pytest.fixture(autouse=True)
def page_on_record(request: pytest.FixtureRequest, record_property: pytest.FixtureDef) -> None:
    """The scorecard counts the pages that were tested."""
    callspec = getattr(request.node, "callspec", None)
    if callspec and "name" in callspec.params:
        record_property("page", callspec.params["name"])


def missing(tool: str) -> None:
    """Without a tool a test is skipped, unless tests are required."""
    stop = pytest.fail if os.environ.get("BROWSER_TESTS") == "required" else pytest.skip
    stop(f"no {tool} on the path")
