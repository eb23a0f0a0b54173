"""The pages of the committed report, and a server that sends them as a web host would."""

import gzip
from functools import cache
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

REPORT = ROOT / "report"
PAGES = sorted({"index.html", *(path.name for path in REPORT.glob("*.html"))})
_TEXTS = (".css", ".html", ".js", ".json", ".svg", ".xml")


def text_of(name: str) -> str:
    return (REPORT / name).read_text("utf-8")


def each_page(markup: str = "") -> pytest.MarkDecorator:
    """A test of every page that has this markup."""
    return pytest.mark.parametrize("name", [name for name in PAGES if markup in text_of(name)])


def in_browser(markup: str = "") -> pytest.MarkDecorator:
    """A browser test of every page that has this markup."""
    names = [name for name in PAGES if markup in text_of(name)]
    marked = [pytest.param(name, marks=pytest.mark.browser) for name in names]
    return pytest.mark.parametrize("name", marked)


@cache
def packed(path: Path) -> bytes:
    """A file as it travels: texts compressed, fonts and pictures as they are."""
    raw = path.read_bytes()
    return gzip.compress(raw, mtime=0) if path.suffix in _TEXTS else raw


class Host(SimpleHTTPRequestHandler):
    """Sends the files of a folder packed, on connections that stay open."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        body = packed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if path.suffix in _TEXTS:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Nothing: a test says what went wrong."""
