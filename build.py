"""The whole report, as a recipe: check the data, run the notebooks, set the pages, publish.

    python build.py                         the report, in report/ and figures/
    python build.py --as-of 2019-12-31      another day, in editions/
    python build.py check                   only the data: what is wrong, and what would be right
    python build.py new FOLDER              a data folder to start from
    python build.py compare OLD NEW         what differs between two editions
    python build.py verify FILE             which figure a file is, and whether it still stands
    python build.py figures                 the figures for other media: slides, dark pages, paper

README.md lists the options and explains the exit codes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import TextIOWrapper
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from footprint import intake
from footprint.codebook import CodebookError
from footprint.command import (
    ROOT,
    Build,
    Check,
    Compare,
    Figures,
    New,
    RefusedError,
    Verify,
    all_notebooks,
    parse,
)
from press.exits import Exit

if TYPE_CHECKING:
    from footprint.corrections import Correction as Cell
    from footprint.data import Tables
    from footprint.preflight import Problem
    from press.chapter import Chapter, Edition, Leaf
    from press.corrections import Correction
    from press.redraw import Drawing
    from press.run import Outcome


@dataclass
class Watch:
    """How long each stage took."""

    stages: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.stages[name] = time.monotonic() - began


def main(arguments: list[str]) -> Exit:
    """Run one command line. Returns the exit code; prints why wherever it is not nought."""
    try:
        match command := parse(arguments):
            case New():
                return begin(command)
            case Check():
                return check(command)
            case Compare():
                return compare(command)
            case Verify():
                return verify_files(command)
            case Figures():
                return redraw(command)
            case Build(set=None):
                return build(command)
            case Build():
                return build_sets(command)
    except RefusedError as error:
        return said(str(error), Exit.BAD_PARAMETERS)
    except intake.IntakeError as error:
        return said(f"data: {error}", Exit.BAD_DATA)
    except CodebookError as error:
        return said(str(error), Exit.BAD_DATA)
    except KeyboardInterrupt:
        return said("Interrupted. Nothing published was touched.", Exit.INTERRUPTED)
    except OSError as error:
        return said(f"{error}. Nothing published was touched.", Exit.UNWRITABLE)
    raise AssertionError(command)


def begin(command: New) -> Exit:
    """Write a data folder to start from."""
    from footprint import starter

    try:
        starter.write(command.folder)
    except FileExistsError:
        return said(f"{command.folder} is there already; name a new folder.", Exit.BAD_PARAMETERS)
    return said(f"{command.folder / 'README.md'} says how to go on.", Exit.OK)


def check(command: Check) -> Exit:
    """Tell everything that is wrong with the data, in the ways that were asked for."""
    from footprint import preflight

    problems = preflight.examine(command.data_dir)
    if command.html:
        command.html.write_text(preflight.as_html(problems), "utf-8")
    fixes = write_fixes(problems, command.data_dir, command.fix) if command.fix else ""
    told = preflight.as_json if command.as_json else preflight.as_text
    print(told(problems).rstrip())
    if fixes:
        print(fixes, file=sys.stderr)
    return Exit.BAD_DATA if preflight.errors(problems) else Exit.OK


def write_fixes(problems: list[Problem], data_dir: Path, file: Path) -> str:
    """Write the patch, if any fix is certain; returns how to go on."""
    from footprint import preflight

    if not (diff := preflight.patch(problems, data_dir)):
        return f"No fix is certain, so {file} was not written."
    file.write_text(diff, "utf-8", newline="")
    if data_dir.parent == intake.UNPACKED:  # that of a zip or workbook, where no edit would last
        return f"Read {file}. It is for the tables as files: unpack them and apply it there."
    return f'Read {file}. To put the tables right: git -C "{data_dir}" apply "{file.resolve()}"'


def compare(command: Compare) -> Exit:
    """Tell what differs between two editions, or two states of the data."""
    from press import changes, message
    from press import compare as compared

    try:
        found = compared.between(command.old, command.new)
    except FileNotFoundError as error:
        why = f"{error} holds no edition (report/ and figures/) and no data with a codebook."
        return said(why, Exit.BAD_PARAMETERS)
    except ValueError as error:
        return said(f"{error}.", Exit.BAD_DATA)
    if command.out:
        try:
            page = changes.write(found, command.old, command.new, command.out)
        except FileExistsError as error:
            return said(f"{error} holds something else; name a new folder.", Exit.BAD_PARAMETERS)
        print(f"The page is at {page}", file=sys.stderr)
    told = message.as_json if command.as_json else message.as_message
    print(told(found).rstrip())
    return Exit.OK


def verify_files(command: Verify) -> Exit:
    """Tell of every file which figure it is and whether it still stands; the worst is the code."""
    from press import register, verdict, verify

    try:
        known = register.read(command.against or ROOT)
    except register.NoRegisterError as error:
        return said(str(error), Exit.BAD_PARAMETERS)
    verdicts = [one for path in command.files for one in verify.examine(path, known)]
    told = verdict.as_json if command.as_json else verdict.as_text
    print(told(verdicts))
    return verdict.worst(verdicts)


def redraw(command: Figures) -> Exit:
    """Draw figures anew for other media, from the notebooks that hold them."""
    from footprint.parameters import explain
    from press import publish, redraw, report, run

    held = redraw.names(command.notebooks)
    for name in command.names:
        if name not in held:
            raise RefusedError(f"{name!r} {explain(name, [*held])}")
    if refused := refuse_bad_data(command.data_dir):
        return refused
    wanted = command.names or [*held]
    try:
        with publish.staged(command.target) as staging:
            with report.progress() as progress:
                outcomes = run.notebooks(
                    sorted({held[name] for name in wanted}),
                    parameters=command.parameters.model_dump(mode="json"),
                    staging=staging,
                    limits=run.Limits(command.cell_seconds, command.notebook_seconds),
                    jobs=command.jobs,
                    root=ROOT,
                    environment={redraw.DRAWINGS: "1"},
                    progress=progress,
                )
            if report.worst(outcomes) not in (Exit.OK, Exit.STALE_SENTENCE):
                return report.failed(outcomes, publish.keep(staging, command.target))
            return pictures(command, wanted, redraw.drawings(staging))
    except publish.BusyError:
        return said(f"Another build is writing to {command.target}; wait for it.", Exit.BUSY)


def pictures(command: Figures, wanted: Sequence[str], drawings: dict[str, Drawing]) -> Exit:
    """Write the pictures of figures for every theme and size that was asked for."""
    from footprint.drawing import card, palette
    from press import figures, redraw

    for name in wanted:
        if name not in drawings:
            said(f"{name}: there is nothing to show for this edition.", Exit.OK)
            continue
        one = drawings[name]
        text = {key: one.passport[key] for key in ("title", "subtitle")}
        for theme, size in product(command.theme, command.size):
            figure = card.redrawn(
                one.again, theme, size, **text, credit=one.credit if command.credit else ""
            )
            ground = {"paper": "none"} if command.transparent else {}
            for path in redraw.save(
                figure, one, f"{theme}-{size}", command.format,
                palette=palette.THEMES[theme] | ground, folder=command.target,
                margin=0 if card.SIZES[size].margin else figures.MARGIN,
            ):  # fmt: skip
                said(f"{path}", Exit.OK)
    return Exit.OK


def build_sets(command: Build) -> Exit:
    """Build every set of parameters of a file; one that fails does not stop the others."""
    from footprint import codebook, sets
    from press import editions, report

    assert command.set
    wanted = sets.read(command.set, command)
    built = []
    for name, one in wanted.items():
        said(f"Edition {name}", Exit.OK)
        asked = {key: str(value) for key, value in one.parameters.model_dump().items()}
        built.append(editions.Built(name, asked, build(one)))
    home = sets.folder(command.set, command)
    home.mkdir(parents=True, exist_ok=True)
    title = codebook.read(command.data_dir)["report"]["title"]
    said(f"The index is at {editions.index(home, built, title=title)}", Exit.OK)
    new = [one for one in built if one.exit is not Exit.NOTHING_TO_DO]
    return report.worst(new) if new else Exit.NOTHING_TO_DO


def build(command: Build) -> Exit:
    """Check, run, set and publish one edition, unless another build is at it."""
    from press import publish

    watch = Watch()
    with watch.stage("check"):
        refused = refuse_bad_data(command.data_dir)
        refused = refused or refuse_vanished_rows(command)
    if refused:
        return refused
    mark = fingerprint(command)
    if command.if_changed and publish.mark_of(command.target) == mark:
        return said("Nothing has changed since this edition was built.", Exit.NOTHING_TO_DO)
    try:
        with publish.staged(command.target) as staging:
            ended = make(command, staging, watch)
            if ended in (Exit.OK, Exit.STALE_SENTENCE):
                publish.leave_mark(command.target, mark)
            return ended
    except publish.BusyError:
        return said(f"Another build is writing to {command.target}; wait for it.", Exit.BUSY)


def make(command: Build, staging: Path, watch: Watch) -> Exit:
    """Run, set and publish; where that fails, keep what there is and say so."""
    from press import publish, report, run

    with watch.stage("notebooks"), report.progress() as progress:
        outcomes = run.notebooks(
            command.notebooks,
            parameters=command.parameters.model_dump(mode="json"),
            staging=staging,
            limits=run.Limits(command.cell_seconds, command.notebook_seconds),
            jobs=command.jobs,
            root=ROOT,
            progress=progress,
        )
    worst = report.worst(outcomes)
    if worst is Exit.UNWRITABLE:  # what there is would only take room
        return report.failed(outcomes)
    if worst not in (Exit.OK, Exit.STALE_SENTENCE):
        draft(command, staging, outcomes)
        record(command, staging, outcomes, error="Not every notebook ran to its end.")
        return report.failed(outcomes, publish.keep(staging, command.target))
    problem = render(command, staging, watch)
    record(command, staging, outcomes, error=problem)
    if problem:
        kept = publish.keep(staging, command.target)
        said(f"The pages could not be set: {problem}", Exit.RENDERING)
        return said(f"Nothing was published. Partial output: {kept}", Exit.RENDERING)
    differences = tell_changes(command, staging)
    with watch.stage("publish"):
        names = ["figures", "report", *(["README.md"] if (staging / "README.md").exists() else [])]
        publish.swap(staging, command.target, names)
    report.done(outcomes, watch.stages, command.target)
    if differences:
        print(differences)
    return worst


def tell_changes(command: Build, staging: Path) -> str:
    """Write what differs from the edition before in the same place; returns it in a line."""
    from press import changes, compare, message

    if not compare.is_edition(command.target):
        return ""
    found = compare.between(command.target, staging)
    if not found:
        return "Nothing differs from the edition before."
    page = changes.write(found, command.target, staging, command.target / ".build" / "changes")
    return f"Against the edition before: {message.in_a_line(found)}\nSee {page}"


def fingerprint(command: Build) -> str:
    """What an edition is made from: data, parameters and code."""
    from footprint import data

    made_of = hashlib.sha256(f"{command.parameters!r} {data.digest(command.data_dir)}".encode())
    names = ("build.py", "requirements.txt", "CHANGELOG.md", "tests/scorecard.json")
    folders = ("notebooks/*.ipynb", "notebooks/*.csv", "footprint/**/*", "press/**/*")
    read = [path for folder in folders for path in sorted(ROOT.glob(folder))]
    beside = [command.data_dir / name for name in ("README.md", "CHANGELOG.md")]
    for path in [*(ROOT / name for name in names), *beside, *read]:
        if path.is_file() and "__pycache__" not in path.parts:
            made_of.update(path.read_bytes())
    return made_of.hexdigest()


def render(command: Build, staging: Path, watch: Watch) -> str:
    """Set the pages, the paper and the gallery; returns what went wrong, or nothing."""
    from footprint import data, gazetteer
    from press import catalogue, changelog, corrections, embeds, finding, ledger, register, render

    tables = data.load(command.data_dir)
    changes = changelog_of(command)
    try:
        chapters, sources, edition = material(command, tables, staging)
        with watch.stage("corrections"):
            corrected = trace(command, tables, staging, chapters)
            chapters = corrections.stamped(chapters, corrected)
            corrections.stamp_passports(staging / "figures", corrected)
        with watch.stage("exports"):
            exports(command, tables, staging)
        with watch.stage("paper"):
            render.pdf(
                chapters,
                staging=staging,
                sources=sources,
                edition=edition,
                places=gazetteer.places(tables),
            )
        with watch.stage("pages"):
            render.gallery(chapters, staging=staging, edition=edition)
            ledger.write(chapters, staging / "report")
            register.write(chapters, staging=staging, edition=edition)
            render.html(
                chapters,
                staging=staging,
                sources=sources,
                edition=edition,
                changes=changes,
                corrections=corrected,
                leaves=[
                    catalogue.leaf(chapters, edition),
                    *leaves(command, staging / "report", edition),
                    changelog.leaf(corrected, chapters, sources=sources, changes=changes),
                ],
            )
            catalogue.thumbnails(staging / "figures", staging / "report" / catalogue.THUMBNAILS)
            gone = embeds.tombstones(ROOT / "notebooks" / "figures.csv")
            embeds.write(chapters, staging=staging, sources=sources, edition=edition, gone=gone)
            embeds.carry(command.target, staging, edition)
            finding.index(staging / "report")
    except render.RenderError as error:
        return str(error)
    if command.target == ROOT and command.is_default:
        ledger.write_findings(chapters, ROOT / "README.md", staging / "README.md")
    return ""


def changelog_of(command: Build) -> str:
    """The changelog of this report, or the one that other data bring along; "" where none does."""
    from footprint import codebook

    own = command.data_dir / "CHANGELOG.md"
    is_ours = codebook.read(command.data_dir)["name"] == codebook.read(codebook.OURS)["name"]
    path = ROOT / "CHANGELOG.md" if is_ours else own
    return path.read_text("utf-8") if path.exists() else ""


def trace(
    command: Build, tables: Tables, staging: Path, chapters: Sequence[Chapter]
) -> list[Correction]:
    """The corrections in the data, each with what in this edition rested on its cell.

    That is measured: the notebooks run once more with the cell as it was. What came out is
    remembered for the next build of the same.
    """
    from footprint import corrections as cells
    from press import corrections, ledger

    rows = cells.of(tables)
    if not rows:
        return []
    kept = ROOT / ".cache" / "corrections" / f"{fingerprint(command)[:32]}.json"
    if (known := corrections.remembered(kept)) is None:
        ledger.write(chapters, staging / "report")
        known = [before(command, row, staging) for row in rows]
        corrections.remember(known, kept)
    return known


def before(command: Build, row: Cell, staging: Path) -> Correction:
    """A correction with what comes out otherwise when its cell is as it was."""
    from footprint import corrections as cells
    from press import compare, corrections, ledger, report, run

    one = corrections.Correction(**row._asdict())
    with tempfile.TemporaryDirectory(dir=staging) as folder:
        scratch = Path(folder)
        cells.undo(row, command.data_dir, scratch / "data")
        asked = command.parameters.model_copy(update={"data_dir": scratch / "data"})
        outcomes = run.notebooks(
            command.notebooks,
            parameters=asked.model_dump(mode="json"),
            staging=scratch,
            limits=run.Limits(command.cell_seconds, command.notebook_seconds),
            jobs=command.jobs,
            root=ROOT,
        )
        if report.worst(outcomes) not in (Exit.OK, Exit.STALE_SENTENCE):
            return replace(one, is_traced=False)
        ledger.write(chapters_of(command, scratch), scratch / "report")
        return corrections.traced(one, compare.shown(scratch, staging))


def exports(command: Build, tables: Tables, staging: Path) -> None:
    """The data and the figures as files for other programs."""
    from footprint import export
    from footprint.view import View

    report, view = staging / "report", View(tables, command.parameters)
    report.mkdir(parents=True, exist_ok=True)
    export.package(command.data_dir, report / export.PACKAGE)
    export.workbook(view, report / export.WORKBOOK)
    export.offices(view, report)
    # Without the PNG, the one kind that is not the same on every machine.
    drawn = [path for path in (staging / "figures").iterdir() if path.suffix != ".png"]
    export.zipped(drawn, report / export.FIGURES)
    for passport in (staging / "figures").glob("*.json"):
        own = [path for path in drawn if path.stem == passport.stem]
        export.zipped(own, passport.with_suffix(".zip"))


def leaves(command: Build, report: Path, edition: Edition) -> list[Leaf]:
    """The pages beside the chapters; what they lead to is written on the way."""
    from footprint import export, parameters
    from press import accessibility, downloads, render, rerun

    schema = parameters.schema(command.data_dir)
    text = json.dumps(schema, ensure_ascii=False, indent=1)
    (report / rerun.SCHEMA).write_text(f"{text}\n", "utf-8")
    files = [downloads.Download(*one) for one in export.DOWNLOADS]
    found = [
        render.Leaf(
            downloads.PAGE, downloads.TITLE, downloads.page(files, report=report, edition=edition)
        ),
        render.Leaf(rerun.PAGE, rerun.TITLE, rerun.page(schema)),
    ]
    scorecard = json.loads((ROOT / "tests" / "scorecard.json").read_text("utf-8"))
    if scorecard["edition"]["title"] == edition.title:  # of another report nothing was tested
        body = accessibility.statement(scorecard, edition)
        title, sections = accessibility.TITLE, accessibility.SECTIONS
        found.append(render.Leaf(accessibility.PAGE, title, body, sections))
    return found


def draft(command: Build, staging: Path, outcomes: Sequence[Outcome]) -> None:
    """Set the pages of the chapters that did not fail, under a banner that says so."""
    from footprint import data
    from press import render

    tables = data.load(command.data_dir)
    failed = {one.chapter for one in outcomes if one.exit not in (Exit.OK, Exit.STALE_SENTENCE)}
    with contextlib.suppress(render.RenderError):
        chapters, sources, edition = material(command, tables, staging, without=failed)
        banner = (
            f"A draft of a build that failed, not published. Missing: {', '.join(sorted(failed))}."
        )
        edition = replace(edition, scope=banner, left_out=edition.left_out | failed)
        if chapters:
            render.html(chapters, staging=staging, sources=sources, edition=edition)


def record(command: Build, staging: Path, outcomes: Sequence[Outcome], *, error: str) -> None:
    """Write what was run on what, and what came of it: the crate of this build."""
    from footprint import codebook, export
    from press import crate

    book = codebook.read(command.data_dir)
    read = {
        command.data_dir / item["path"]: item.get("title", item["name"])
        for item in [{"path": "datapackage.json", **book}, *book["resources"]]
    }
    read.setdefault(codebook.boundaries(command.data_dir), "Land and borders")
    asked = command.parameters.model_dump(mode="json", exclude={"data_dir"})
    made = crate.Build(
        edition=this_edition(command),
        outcomes=outcomes,
        parameters=asked,
        tables=read,
        notebooks=command.notebooks,
        root=ROOT,
        downloads={path: (title, use) for path, title, use in export.DOWNLOADS},
        archives=(export.PACKAGE, export.FIGURES),
        error=error,
    )
    crate.write(made, staging)


def material(
    command: Build, tables: Tables, staging: Path, *, without: Collection[str] = ()
) -> tuple[list[Chapter], list[dict[str, str]], Edition]:
    """What the pages are set from: chapters that were run, rows of sources, and the edition."""

    edition = this_edition(command)
    sources = [
        {str(key): value for key, value in row.items()}
        for row in tables.sources.fillna("").to_dict("records")
    ]
    return chapters_of(command, staging, without=without), sources, edition


def chapters_of(command: Build, staging: Path, *, without: Collection[str] = ()) -> list[Chapter]:
    """The chapters that were run in a staging folder, in reading order."""
    from press import render

    return [
        render.read_chapter(notebook, title=command.chapters[notebook.stem])
        for notebook in sorted((staging / "chapters").glob("*.ipynb"))
        if notebook.stem not in without
    ]


def this_edition(command: Build) -> Edition:
    """What every page and file says of itself."""
    from footprint import codebook, export
    from press.chapter import Edition

    book = codebook.read(command.data_dir)
    return Edition(
        title=book["report"]["title"],
        description=book["report"]["description"],
        version=book["version"],
        as_of=command.as_of.isoformat(),
        licence=book["licenses"][0]["name"],
        scope=command.parameters.scope,
        site=book["report"].get("site", ""),
        released=book.get("created", command.as_of.isoformat()),
        author=book["contributors"][0]["title"],
        licence_url=book["licenses"][0]["path"],
        left_out=frozenset(path.stem for path in all_notebooks()) - {*command.chapters},
        files=export.MEDIA,
    )


def refuse_bad_data(folder: Path) -> Exit:
    """Print every problem of the tables if one stops the build; of warnings only how many."""
    from footprint import data, preflight

    problems = data.check(folder)
    if preflight.errors(problems):
        return said(f"{preflight.as_text(problems)} Nothing was built.", Exit.BAD_DATA)
    if problems:
        print(
            preflight.summary(problems),
            f"See: python build.py check --data {folder}",
            file=sys.stderr,
        )
    return Exit.OK


def refuse_vanished_rows(command: Build) -> Exit:
    """Rows that the published edition has and the data have no more are gone on purpose, or not."""
    from footprint.parameters import explain
    from press import compare, rows

    try:
        published = compare.package_of(command.target)
    except FileNotFoundError:
        return Exit.OK
    here = rows.package(command.data_dir)
    if published.name != here.name:  # another agency took the place; nothing was removed
        return Exit.OK
    known = {*published.tables, *here.tables}
    for name in command.accept_removals:
        if (table := name.partition(":")[0]) not in known:
            why = f"--accept-removals: {table!r} {explain(table, sorted(known))}"
            return said(why, Exit.BAD_PARAMETERS)
    gone = rows.vanished(published, here, command.accept_removals)
    if not gone:
        return Exit.OK
    listed = "".join(f"  {name}\n" for name in gone)
    word = "row of the last edition is" if len(gone) == 1 else "rows of the last edition are"
    return said(
        f"{len(gone)} {word} no longer in the data:\n{listed}Put them back, or say that they may "
        f"go: --accept-removals {','.join(gone)}\nOf a table as a whole its name is enough. "
        "Nothing was built.",
        Exit.VANISHED_ROWS,
    )


def said(message: str, code: Exit) -> Exit:
    print(message, file=sys.stderr if code else sys.stdout)
    return code


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # a pipe may know fewer letters than the data
            stream.reconfigure(errors="replace")
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1726444800")  # the day of the first edition
    sys.exit(main(sys.argv[1:]))
