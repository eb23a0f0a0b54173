"""The accessibility statement: what the gate tested and found, what nobody tested, and how the
report answers the critical heuristics of Chartability.

What was tested comes from the scorecard, which the tests write (tests/gate). The answers are ours:
they say how this kind of page is made, and hold whatever the data are.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from press.chapter import Edition
from press.pieces import escape

PAGE, TITLE = "accessibility.html", "Accessibility"
SECTIONS = (
    ("tested", "What was tested"),
    ("untested", "What was not tested"),
    ("limits", "What we know to be imperfect"),
    ("barrier", "Met a barrier?"),
    ("chartability", "The critical heuristics of Chartability"),
)
_TARGET = (
    "<p>Everybody should get every fact of this report: by sight, by ear, by keyboard alone, on a "
    "small screen, enlarged, on paper. We aim at level AA of the Web Content Accessibility "
    "Guidelines (WCAG) 2.2 for the pages, and at PDF/UA-1 for the PDF. Below is what programs "
    "tested, what nobody tested, and what we know to be imperfect. This is our own statement. "
    "Nobody else has audited the report.</p>"
)
_UNTESTED = (
    "No disabled person was asked to use the report. That is the most important test, and it is "
    "missing.",
    "No screen reader was run: not JAWS, NVDA, VoiceOver, TalkBack or Narrator. Only the names and "
    "roles that such programs read were checked.",
    "Only Chromium was tried. Firefox and Safari were not.",
    "No phone and no tablet was used, only windows of their size. Voice control, switches and "
    "eye tracking were not tried.",
    "Nobody has tested whether readers understand the text. It was written to be plain.",
    "The pages of other sites that the sources lead to are not ours and were not tested.",
)
_LIMITS = (
    "On a phone the words in some pictures are smaller than 12 pixels. A picture can be enlarged, "
    "and its description and table hold the same.",
    "With a contrast theme the pictures keep their own colours, on their own ground. The text "
    "around them follows the theme.",
    "A picture is one image for a screen reader, with a short text; the signs inside are not read "
    "one by one. The description and the table under it are.",
    "Names of places and titles of sources in other languages are not marked as such, so a voice "
    "may mispronounce them.",
    "The search needs a script and a server. Without them its page lists every figure and table.",
    "The code at the end of a chapter is shown as it was run and is not explained.",
)
# The critical heuristics of the workbook, in its order: principle, what is asked in our words,
# whether it is met, and how.
_ANSWERS = (
    ("Perceivable", "Can text and shapes be told from their ground?", "Met",
     "Text has a contrast of at least 4.5 to 1, signs and lines 3 to 1, in light and in dark. "
     "Every colour is measured."),
    ("Perceivable", "Is anything said by the picture alone?", "Met",
     "Every picture has a short text, a long description made from the rows that were drawn, and a "
     "table of them. No screen reader was run to confirm it."),
    ("Perceivable", "Is any text too small?", "In part",
     "No text of a page is under 12 pixels. Words in pictures reach that on a wide screen with few "
     "exceptions, on a phone not all of them."),
    ("Perceivable", "Could anything set off a seizure?", "Met",
     "Nothing flashes, and nothing moves by itself."),
    ("Operable", "Can it be used in more than one way?", "Met",
     "Whatever the mouse does a key does too, and a finger. Nothing waits for a pointer to hover."),
    ("Operable", "Does a reader see what can be done, and how?", "In part",
     "Controls carry words: Cite, Embed, Link, Find. Numbers that open are underlined with dots, "
     "and nothing but that line says so. Heads of tables that sort are buttons."),
    ("Operable", "Does it take keys away from assistive technology?", "Met",
     "Links, buttons and disclosures are those of the browser. No key is taken over in the text."),
    ("Understandable", "Is it said what a picture is for and how to read it?", "Met",
     "A subtitle gives unit, place and date; signs are explained in words beside the map; a note "
     "says what is left out and how sure anyone can be."),
    ("Understandable", "Is there a title, a summary, a caption?", "Met",
     "Every picture and every table has a number and a title that says its subject, and every "
     "chapter begins with what it answers."),
    ("Understandable", "Is the language plain enough?", "Not proved",
     "Sentences are short and terms are defined. The names of agencies, laws and sources are long, "
     "and nobody has measured how well readers follow."),
    ("Compromising", "Is there a table?", "Met",
     "Under every picture, as HTML, and as a CSV file to take along. Longer tables can be sorted."),
    ("Assistive", "Is it too dense?", "In part",
     "Crowded regions have a map of their own, and chapters ask one question each. The map of the "
     "world still holds many signs; its table can be sorted instead."),
    ("Assistive", "Is moving about tedious?", "Met",
     "A link skips to the text, contents lead to every section, a picture is one stop at most, and "
     "long tables are behind disclosures. In the longest chapters Tab alone takes many presses."),
    ("Flexible", "Are a reader's own styles respected?", "In part",
     "Text, size, spacing, dark and light, reduced motion and contrast themes are. The pictures "
     "follow dark and light, but not a contrast theme."),
)  # fmt: skip


def statement(scorecard: Mapping[str, Any], edition: Edition) -> str:
    """The statement after its title, as HTML.

    `scorecard` is that of the gate: `edition` (title, version, as_of) and `subjects`, each with
    subject, tested, conditions, pages, checks, result, tool and cannot_tell.
    """
    subjects = scorecard["subjects"]
    parts = (
        _TARGET,
        _heading("tested"),
        f"<p>{_of_which(scorecard['edition'], edition)} {_sum(subjects)}</p>",
        "".join(map(_subject, subjects)),
        _heading("untested"),
        _list(_UNTESTED),
        _heading("limits"),
        _list(_LIMITS),
        _heading("barrier"),
        "<p>Please open an issue where this report is kept, and say which page, what you wanted to "
        "do, what happened, and with which program or device. If you need a table, a text or a "
        "file in another form, ask there too. A barrier is treated like an error in the data: "
        "what was wrong and what was done about it stand in the list of changes.</p>",
        _heading("chartability"),
        "<p>Chartability is a workbook for finding barriers in data visualisation. It calls "
        f"{len(_ANSWERS)} of its heuristics critical. They are put here in our own words, and "
        "answered by us, for the report as a whole.</p>",
        _heuristics(),
    )
    return "\n".join(parts)


def _of_which(tested: Mapping[str, str], edition: Edition) -> str:
    """Which edition the tests ran over: not always the one in hand."""
    this = (edition.title, edition.version, edition.as_of)
    is_this = (tested["title"], tested["version"], tested["as_of"]) == this and not edition.scope
    if is_this:
        return "Programs tested this edition."
    return (
        "This edition was made by the same program as the one that was tested, but was not tested "
        f"itself. Tested was “{escape(tested['title'])}”, edition {escape(tested['version'])}, "
        f"as of {escape(tested['as_of'])}."
    )


def _sum(subjects: Sequence[Mapping[str, Any]]) -> str:
    """How many checks there were, and how many subjects did not pass."""
    checks = sum(each["checks"] for each in subjects)
    failed = [each["subject"] for each in subjects if each["result"] != "passed"]
    result = f"Not all passed: {escape(', '.join(failed))}." if failed else "All passed."
    subject = "subject" if len(subjects) == 1 else "subjects"
    return f"They made {checks:,} checks on {len(subjects)} {subject}. {result}"


def _subject(each: Mapping[str, Any]) -> str:
    """A subject of the gate: what was tested, how, with what result, and what remains open."""
    count = f"{each['checks']:,} checks" if each["checks"] != 1 else "1 check"
    pages = f" on {each['pages']} pages" if each["pages"] else ""
    rows = (
        ("Result", f"{str(each['result']).capitalize()}: {count}{pages}"),
        ("Under", ", ".join(each["conditions"])),
        ("With", each["tool"]),
        ("It cannot tell", each["cannot_tell"]),
    )
    shown = "".join(f"<dt>{label}</dt><dd>{escape(text)}</dd>" for label, text in rows if text)
    return (
        f'<section class="checked"><h3>{escape(each["subject"])}</h3>'
        f"<p>{escape(each['tested'])}</p><dl>{shown}</dl></section>"
    )


def _heuristics() -> str:
    """The answers as a table."""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Asked", "Answer", "How"))
    rows = "".join(
        f'<tr><th scope="row">{escape(asked)} <span class="unit">{principle}</span></th>'
        f"<td>{answer}</td><td>{escape(how)}</td></tr>"
        for principle, asked, answer, how in _ANSWERS
    )
    name = "The critical heuristics and our answers"
    return (
        f'<div class="scroll answers" role="region" tabindex="0" aria-label="{name}"><table>'
        f"<caption>{name}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _heading(identifier: str) -> str:
    title = dict(SECTIONS)[identifier]
    return (
        f'<div class="heading level-2"><h2 id="{identifier}">{title}</h2>'
        f'<a class="anchor" href="#{identifier}" aria-label="Link to “{title}”">#</a></div>'
    )


def _list(items: Sequence[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
