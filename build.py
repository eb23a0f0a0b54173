"""The whole report, as a recipe: check the data, run the notebooks, set the pages, publish.

    python build.py                         the report, in report/ and figures/
    python build.py --as-of 2019-12-31      another day, in editions/
    python build.py check                   only the data

README.md lists the options and explains the exit codes.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import AliasChoices, BaseModel, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, CliSubCommand, SettingsConfigDict, SettingsError

from footprint import codebook, intake
from footprint.parameters import DATA_DIR, Parameters, explain, problems
from press.exits import Exit

ROOT = Path(__file__).parent


class Check(BaseModel):
    """Check the tables against their codebook and stop."""


class Command(Parameters, BaseSettings):
    """Build the report."""

    model_config = SettingsConfigDict(
        cli_prog_name="build.py",
        cli_kebab_case=True,
        cli_exit_on_error=False,
        cli_hide_none_type=True,
        extra="forbid",
    )

    data_dir: Path = Field(
        DATA_DIR,
        validation_alias=AliasChoices("data", "data_dir"),
        description="folder of the tables and their codebook, a zip of one, or a workbook",
    )
    out: Path | None = Field(None, description="folder that gets report/ and figures/")
    jobs: int = Field(2, ge=1, le=64, description="notebooks run at the same time")
    cell_seconds: float = Field(120, gt=0, description="time limit of a cell")
    notebook_seconds: float = Field(300, gt=0, description="time limit of a notebook")
    check: CliSubCommand[Check]

    @field_validator("data_dir")
    @classmethod
    def _unpacked(cls, value: Path) -> Path:
        return intake.folder(value)

    @classmethod
    def settings_customise_sources(  # type: ignore[override]
        cls, *_: Any, init_settings: Any, **__: Any
    ) -> tuple[Any, ...]:
        """Only the command line speaks; a variable of the environment named PLAN does not."""
        return (init_settings,)

    @property
    def parameters(self) -> Parameters:
        """The report's own parameters. Kernels run elsewhere, so the data folder is absolute."""
        asked = {name: getattr(self, name) for name in Parameters.model_fields}
        return Parameters(**{**asked, "data_dir": self.data_dir.resolve()})

    @property
    def chapters(self) -> dict[str, str]:
        """The chapters that the data ask for, all where they name none, each with a title of its
        own or an empty text."""
        asked: dict[str, str] = codebook.read(self.data_dir)["report"].get("chapters", {})
        return asked or dict.fromkeys((path.stem for path in notebooks()), "")

    @property
    def is_default(self) -> bool:
        return self.parameters == Parameters()

    @property
    def target(self) -> Path:
        """Where to publish. Only the edition everybody gets replaces that of the repository."""
        if self.out:
            return self.out.resolve()
        asked = self.parameters.model_dump()
        usual = Parameters(data_dir=self.data_dir).model_dump() | {"data_dir": DATA_DIR}
        words = [
            f"{key}-{asked[key].name if key == 'data_dir' else asked[key]}"
            for key in asked
            if asked[key] != usual[key]
        ]
        slug = "".join(c if c.isalnum() else "-" for c in "_".join(words).lower())[:120]
        return ROOT / "editions" / slug.strip("-") if words else ROOT


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
        command = parse(arguments)
    except intake.IntakeError as error:
        return said(f"data: {error}", Exit.BAD_DATA)
    if command is None:
        return Exit.BAD_PARAMETERS
    watch = Watch()
    with watch.stage("check"):
        refused = refuse_bad_data(command.data_dir)
    if refused or command.check is not None:
        return refused or said("The tables keep to their codebook.", Exit.OK)
    try:
        return build(command, watch)
    except KeyboardInterrupt:
        return said("Interrupted. Nothing published was touched.", Exit.INTERRUPTED)


def build(command: Command, watch: Watch) -> Exit:
    """Run, set and publish one edition."""
    from press import report, run

    with staged(command.target) as staging:
        with watch.stage("notebooks"), report.progress() as progress:
            outcomes = run.notebooks(
                [path for path in notebooks() if path.stem in command.chapters],
                parameters=command.parameters.model_dump(mode="json"),
                staging=staging,
                limits=run.Limits(command.cell_seconds, command.notebook_seconds),
                jobs=command.jobs,
                root=ROOT,
                progress=progress,
            )
        worst = report.worst(outcomes)
        if worst not in (Exit.OK, Exit.STALE_SENTENCE):
            return report.failed(outcomes, keep(staging, command.target))
        if problem := render(command, staging, watch):
            kept = keep(staging, command.target)
            said(f"The pages could not be set: {problem}", Exit.RENDERING)
            return said(f"Nothing was published. Partial output: {kept}", Exit.RENDERING)
        publish(command, staging, watch)
    report.done(outcomes, watch.stages, command.target)
    return worst


def notebooks() -> list[Path]:
    """The notebooks in reading order."""
    return sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


def render(command: Command, staging: Path, watch: Watch) -> str:
    """Set the pages, the paper and the gallery; returns what went wrong, or nothing."""
    from footprint import data
    from press import finding, ledger, render

    tables = data.load(command.data_dir)
    edition = render.Edition(
        title=tables.codebook["report"]["title"],
        description=tables.codebook["report"]["description"],
        version=tables.codebook["version"],
        as_of=command.as_of.isoformat(),
        licence=tables.codebook["licenses"][0]["name"],
        scope=command.parameters.scope,
        site=tables.codebook["report"].get("site", ""),
        released=tables.codebook.get("created", command.as_of.isoformat()),
        author=tables.codebook["contributors"][0]["title"],
        licence_url=tables.codebook["licenses"][0]["path"],
        left_out=frozenset(path.stem for path in notebooks()) - {*command.chapters},
    )
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sources = [
        {str(key): value for key, value in row.items()}
        for row in tables.sources.fillna("").to_dict("records")
    ]
    try:
        executed = sorted((staging / "chapters").glob("*.ipynb"))
        chapters = [
            render.read_chapter(notebook, title=command.chapters[notebook.stem])
            for notebook in executed
        ]
        with watch.stage("pages"):
            render.html(
                chapters, staging=staging, sources=sources, edition=edition, changes=changes
            )
            render.gallery(chapters, staging=staging, edition=edition)
            ledger.write(chapters, staging / "report" / "facts.json")
            finding.index(staging / "report")
        with watch.stage("paper"):
            render.pdf(chapters, staging=staging, sources=sources, edition=edition)
    except render.RenderError as error:
        return str(error)
    if command.target == ROOT and command.is_default:
        ledger.write_findings(chapters, ROOT / "README.md", staging / "README.md")
    return ""


def publish(command: Command, staging: Path, watch: Watch) -> None:
    """Swap the staged folders in."""
    from press import publish

    names = ["figures", "report", *(["README.md"] if (staging / "README.md").exists() else [])]
    with watch.stage("publish"):
        publish.swap(staging, command.target, names)


@contextmanager
def staged(target: Path) -> Iterator[Path]:
    """A folder beside the target, gone when the build is over."""
    (target / ".build").mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix="staging-", dir=target / ".build"))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def keep(staging: Path, target: Path) -> Path:
    """Put the partial output of a failed build aside, in the place of the last failure."""
    kept = target / ".build" / "failed"
    shutil.rmtree(kept, ignore_errors=True)
    return staging.rename(kept)


def refuse_bad_data(folder: Path) -> Exit:
    """Print every problem of the tables; OK where there is none."""
    from footprint import data

    if not (folder / "datapackage.json").exists():
        return said(f"{folder} has no datapackage.json, so it is no data folder.", Exit.BAD_DATA)
    try:
        data.load(folder)
    except data.DataError as error:
        count = len(error.problems)
        problem = "1 problem" if count == 1 else f"{count} problems"
        return said(f"The data have {problem}; nothing was built.\n{error}", Exit.BAD_DATA)
    return Exit.OK


def parse(arguments: list[str]) -> Command | None:
    """The command, or None with the reason printed: what is wrong, what is allowed."""
    if unknown := unknown_option(arguments):
        said(unknown, Exit.BAD_PARAMETERS)
        return None
    try:
        # The command goes last, since what follows it would be read as its own options.
        return Command(_cli_parse_args=sorted(arguments, key="check".__eq__))
    except ValidationError as error:
        reasons = problems(error)
    except SettingsError as error:
        reasons = [str(error).removeprefix("error parsing CLI: ")]
    except FileNotFoundError as error:
        reasons = [f"data: {error.filename} does not exist"]
    said("\n".join(reasons), Exit.BAD_PARAMETERS)
    return None


def unknown_option(arguments: list[str]) -> str:
    """Why the first unknown option or command is refused; empty if all are known."""
    names = ["data" if name == "data_dir" else name for name in Command.model_fields]
    options = [f"--{name.replace('_', '-')}" for name in names if name != "check"] + ["--help"]
    previous = ""
    for argument in arguments:
        option = argument.partition("=")[0]
        if option.startswith("--") and option not in options:
            return f"{option} {explain(option, options)}"
        is_value = previous.startswith("--") and "=" not in previous
        if not argument.startswith("-") and not is_value and argument != "check":
            return f"{argument!r} {explain(argument, ['check'])}"
        previous = argument
    return ""


def said(message: str, code: Exit) -> Exit:
    print(message, file=sys.stderr if code else sys.stdout)
    return code


if __name__ == "__main__":
    os.environ.setdefault("SOURCE_DATE_EPOCH", "1726444800")  # the day of the first edition
    sys.exit(main(sys.argv[1:]))
