"""The command line: one model a command, and sentences for whatever is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args
from urllib.parse import quote, unquote_to_bytes

from pydantic import AliasChoices, Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    CliPositionalArg,
    SettingsConfigDict,
    SettingsError,
)

from footprint import codebook, intake
from footprint.parameters import DATA_DIR, ParameterError, Parameters, explain, problems

ROOT = Path(__file__).parent.parent
Theme = Literal["light", "dark", "print", "mono"]  # as in footprint.drawing.palette
Size = Literal["social", "column", "full", "slide"]  # as in footprint.drawing.card
Format = Literal["svg", "png", "pdf"]
_POSITIONAL = get_args(CliPositionalArg[str])[1]  # the mark of what is written without dashes


class RefusedError(Exception):
    """The command line cannot be meant. Holds sentences: what is wrong, what is allowed."""


class _Command(BaseSettings):
    """What all commands share."""

    model_config = SettingsConfigDict(
        cli_prog_name="build.py",
        cli_kebab_case=True,
        cli_exit_on_error=False,
        cli_hide_none_type=True,
        cli_implicit_flags=True,
        extra="forbid",
    )

    @classmethod
    def settings_customise_sources(  # type: ignore[override]
        cls, *_: Any, init_settings: Any, **__: Any
    ) -> tuple[Any, ...]:
        """Only the command line speaks; a variable of the environment named PLAN does not."""
        return (init_settings,)

    @classmethod
    def spelled(cls, arguments: list[str]) -> list[str]:
        """The arguments as the parser has to get them."""
        return arguments


class _OnData(_Command):
    """A command about one set of data."""

    data_dir: Path = Field(
        DATA_DIR,
        validation_alias=AliasChoices("data", "data_dir"),
        description="folder of the tables and their codebook, a zip of one, or a workbook",
    )

    @field_validator("data_dir")
    @classmethod
    def _unpacked(cls, value: Path) -> Path:
        return intake.folder(value)


class _Telling(_Command):
    """A command that only tells something."""

    as_json: bool = Field(
        False, validation_alias="json", description="tell it as JSON, for programs"
    )


class Check(_OnData, _Telling):
    """Find everything that is wrong with the tables, say what would be right, and stop."""

    model_config = SettingsConfigDict(cli_prog_name="build.py check")

    html: Path | None = Field(None, description="also write it as a page into this file")
    fix: Path | None = Field(
        None, description="write the certain fixes as a patch into this file; no table is edited"
    )


class New(_Command):
    """Write an empty data folder, explained column by column, to start from."""

    model_config = SettingsConfigDict(cli_prog_name="build.py new")

    folder: CliPositionalArg[Path] = Field(description="a folder that is not there yet")


class Compare(_Telling):
    """Say what differs between two editions (folders with report/ and figures/), or two states of
    the data (folders, zips or workbooks)."""

    model_config = SettingsConfigDict(cli_prog_name="build.py compare")

    old: CliPositionalArg[Path] = Field(description="the older edition, or older data")
    new: CliPositionalArg[Path] = Field(description="the newer one")
    out: Path | None = Field(None, description="also write it as a page, with pictures, here")

    @field_validator("old", "new")
    @classmethod
    def _unpacked(cls, value: Path) -> Path:
        return intake.folder(value)


class Verify(_Telling):
    """Say of any file which figure of the report it is, and whether it is altered or superseded."""

    model_config = SettingsConfigDict(cli_prog_name="build.py verify")

    files: CliPositionalArg[list[Path]] = Field(description="files, under any name")
    against: Path | None = Field(
        None, description="folder of another edition to hold them against, with its figures/"
    )

    @classmethod
    def spelled(cls, arguments: list[str]) -> list[str]:
        """The parser takes a comma, a bracket or a quote for a list: names of files are encoded."""
        return [
            word
            if word.startswith("-") or previous == "--against"
            else f"={quote(os.fsencode(word))}"
            for previous, word in pairwise(["", *arguments])
        ]

    @field_validator("files", mode="before")
    @classmethod
    def _decoded(cls, value: list[str]) -> list[Path]:
        return [Path(os.fsdecode(unquote_to_bytes(word.removeprefix("=")))) for word in value]


class _OfEdition(_OnData, Parameters):  # type: ignore[misc]
    """A command that runs notebooks."""

    out: Path | None = Field(None, description="folder that gets what is made")
    jobs: int = Field(2, ge=1, le=64, description="notebooks run at the same time")
    cell_seconds: float = Field(120, gt=0, description="time limit of a cell")
    notebook_seconds: float = Field(300, gt=0, description="time limit of a notebook")

    @property
    def parameters(self) -> Parameters:
        """The report's own parameters. Kernels run elsewhere, so the data folder is absolute."""
        asked = {name: getattr(self, name) for name in Parameters.model_fields}
        return Parameters(**{**asked, "data_dir": self.data_dir.resolve()})

    @property
    def notebooks(self) -> list[Path]:
        """The notebooks of the chapters, in reading order."""
        return [path for path in all_notebooks() if path.stem in self.chapters]

    @property
    def chapters(self) -> dict[str, str]:
        """The chapters that the data ask for, all where they name none, each with a title of its
        own or an empty text."""
        asked: dict[str, str] = codebook.read(self.data_dir)["report"].get("chapters", {})
        return asked or dict.fromkeys((path.stem for path in all_notebooks()), "")

    @property
    def is_default(self) -> bool:
        return self.parameters == Parameters()

    @property
    def slug(self) -> str:
        """A name for what differs from the edition everybody gets; empty where nothing does."""
        asked = self.parameters.model_dump()
        usual = Parameters(data_dir=self.data_dir).model_dump() | {"data_dir": DATA_DIR}
        words = [
            f"{key}-{asked[key].name if key == 'data_dir' else asked[key]}"
            for key in asked
            if asked[key] != usual[key]
        ]
        slug = "".join(c if c.isalnum() else "-" for c in "_".join(words).lower())[:120]
        return slug.strip("-")


class Build(_OfEdition):
    """Build the report. Other commands, each with a --help of its own: check, new, figures,
    verify, compare."""

    out: Path | None = Field(None, description="folder that gets report/ and figures/")
    set: Path | None = Field(None, description="TOML file of named sets of parameters")
    if_changed: bool = Field(False, description="build only if data, code or options are others")
    accept_removals: list[str] = Field(
        default_factory=list,
        description="rows (table:key, with commas between), or whole tables, that may vanish",
    )

    @property
    def target(self) -> Path:
        """Where to publish. Only the edition everybody gets replaces that of the repository."""
        if self.out:
            return self.out.resolve()
        return ROOT / "editions" / self.slug if self.slug else ROOT


class Figures(_OfEdition):
    """Redraw figures for other media; theme, size and format take one value or several."""

    model_config = SettingsConfigDict(cli_prog_name="build.py figures")

    names: CliPositionalArg[list[str]] = Field([], description="figures by name; all without one")
    theme: list[Theme] = Field(["light"], description="light, dark, print or mono")
    size: list[Size] = Field(["full"], description="social, column, full or slide")
    format: list[Format] = Field(["png"], description="svg, png or pdf")
    credit: bool = Field(False, description="write report, edition, licence and sources below it")
    transparent: bool = Field(False, description="leave the ground out")
    out: Path | None = Field(None, description="folder that gets the pictures")

    @field_validator("out")
    @classmethod
    def _aside(cls, value: Path | None) -> Path | None:
        if value and value.resolve() == ROOT / "figures":
            raise ValueError("out: figures/ holds the figures of the report; name another folder")
        return value

    @property
    def target(self) -> Path:
        """The folder of the pictures."""
        return self.out.resolve() if self.out else ROOT / "editions" / "figures" / self.slug


COMMANDS: dict[str, type[_Command]] = {
    "check": Check,
    "new": New,
    "compare": Compare,
    "verify": Verify,
    "figures": Figures,
}


def all_notebooks() -> list[Path]:
    """Every notebook, in reading order."""
    return sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))


def parse(arguments: list[str]) -> _Command:
    """The command. Raises RefusedError, and IntakeError for a file that holds no data."""
    word = next((word for word in _bare(arguments) if word in COMMANDS), "")
    model = COMMANDS.get(word, Build)
    rest = list(arguments)
    if word:
        rest.remove(word)
    if unknown := _unknown(rest, model):
        raise RefusedError(unknown)
    try:
        return model(_cli_parse_args=model.spelled(rest))
    except ParameterError as error:
        raise RefusedError(str(error)) from None
    except ValidationError as error:
        raise RefusedError("\n".join(problems(error, model))) from None
    except SettingsError as error:
        raise RefusedError(str(error).removeprefix("error parsing CLI: ")) from None
    except FileNotFoundError as error:
        raise RefusedError(f"data: {error.filename} does not exist") from None


def options(model: type[_Command]) -> list[str]:
    """What may be written with two dashes."""
    names = [name for name, item in model.model_fields.items() if _POSITIONAL not in item.metadata]
    renamed = {"data_dir": "data", "as_json": "json"}
    words = [renamed.get(name, name).replace("_", "-") for name in names]
    return [f"--{word}" for word in [*words, "help"]]


def _bare(arguments: list[str]) -> Iterator[str]:
    """The words that are neither an option nor the value of one."""
    for previous, word in pairwise(["", *arguments]):
        is_value = previous.startswith("--") and "=" not in previous
        if not word.startswith("-") and not is_value:
            yield word


def _unknown(arguments: list[str], model: type[_Command]) -> str:
    """Why the first unknown option or command is refused; empty if all are known."""
    known = options(model)
    for argument in arguments:
        option = argument.partition("=")[0]
        if option.startswith("--") and option not in known:
            return f"{option} {explain(option, known)}"
    if any(_POSITIONAL in item.metadata for item in model.model_fields.values()):
        return ""
    word = next(_bare(arguments), "")
    if word in COMMANDS:
        return f"{word!r} is a second command; give one"
    return f"{word!r} {explain(word, [*COMMANDS])}" if word else ""
