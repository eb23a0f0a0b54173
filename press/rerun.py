"""The page on which a reader puts together the command for an edition of their own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from press.pieces import escape, plain_table

PAGE, TITLE = "rerun.html", "Your own edition"
SCHEMA = "parameters.schema.json"


def page(schema: Mapping[str, Any]) -> str:
    """The page after its title, made from the JSON Schema of the parameters.

    Without a script it is a table of what can be asked; with one, a form writes the command.
    """
    fields = list(_fields(schema))
    head = ("Option", "What it sets", "Allowed", "If not given")
    rows = [
        [
            f'<code class="whole">--{option}</code>',
            escape(field["description"]),
            escape(_allowed(field)),
            f'<span class="whole">{escape(_default(field))}</span>',
        ]
        for option, field in fields
    ]
    inputs = "".join(_input(option, field) for option, field in fields)
    return (
        "<p>Every page, figure and number here follows from the data and from the few parameters "
        "below. With others you get another edition: another day, one region, only what is "
        f'certain.</p><form class="compose" hidden>{inputs}</form>'
        '<p class="label">The command</p>'
        '<pre class="command"><code>python build.py</code></pre>'
        "<p>Run it in a copy of the repository, as its README explains. The edition goes to "
        "<code>editions/</code>, into a folder named after what differs, and this one stays as it "
        'is. Several at once: <code>--set</code> and a file.</p><h2 id="parameters">What can be '
        'asked</h2><div class="tabular wide">'
        f"{plain_table(head, rows, 'Parameters')}</div>"
        f'<p>For programs: <a href="{SCHEMA}">the JSON Schema of the parameters</a>.</p>'
    )


def _fields(schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Option and field, what may be null taken as what else it may be."""
    for name, field in schema["properties"].items():
        others = [one for one in field.get("anyOf", []) if one.get("type") != "null"]
        yield name.replace("_", "-"), {**(others[0] if others else {}), **field}


def _allowed(field: Mapping[str, Any]) -> str:
    if "enum" in field:
        return ", ".join(field["enum"])
    if field.get("format") == "date":
        return "a day, YYYY-MM-DD" + (", or none" if field["default"] is None else "")
    if "minimum" in field:
        return f"{field['minimum']} to {field['maximum']}"
    return "a path"


def _default(field: Mapping[str, Any]) -> str:
    return "none" if field["default"] is None else str(field["default"])


def _input(option: str, field: Mapping[str, Any]) -> str:
    """A label and its control. The default is in `data-usual`: what equals it is not written."""
    usual = "" if field["default"] is None else escape(str(field["default"]))
    common = f'id="set-{option}" name="{option}" data-usual="{usual}"'
    label = f'<label for="set-{option}">{escape(option.replace("-", " ").capitalize())}</label>'
    if "enum" in field:
        choices = "".join(
            f"<option{' selected' if value == field['default'] else ''}>{escape(value)}</option>"
            for value in field["enum"]
        )
        return f"<p>{label}<select {common}>{choices}</select></p>"
    kind = "text"
    if field.get("format") == "date":  # as the program takes it, not in the order of a country
        kind = 'text" inputmode="numeric" placeholder="YYYY-MM-DD'
    if "minimum" in field:
        kind = f'number" min="{field["minimum"]}" max="{field["maximum"]}'
    return f'<p>{label}<input type="{kind}" value="{usual}" {common}></p>'
