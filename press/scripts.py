"""Which scripts a page loads: those that find work on it. Without any of them nothing is lost."""

import json
from collections.abc import Sequence

from press.markup import Node

# A script, and what stands in the text of a page where it has work.
_WORK = {
    "frame.js": "",
    "regions.js": 'scroll"',
    "tables.js": 'class="sortable"',
    "notes.js": '"t": "Cite"',
    "copies.js": 'class="toolbar"',
    "filter.js": 'class="filter"',
    "map.js": 'class="atlas',
    "rerun.js": 'class="compose"',
    "search.js": 'class="search"',
}


def needed(body: Sequence[Node]) -> list[str]:
    """The scripts of a page with this text, as names of files, in the order they run."""
    text = json.dumps(body).replace('\\"', '"')
    return [script for script, work in _WORK.items() if work in text]
