"""The rules of the house: what files may hold, and what must agree with what."""

import ast
import io
import json
import os
import re
import tokenize
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from importlinter import cli as import_linter

from footprint import command
from footprint.drawing import palette
from footprint.parameters import Parameters
from press.exits import Exit

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HEX = re.compile(r"#[0-9A-Fa-f]{6}\b")
README = (ROOT / "README.md").read_text("utf-8")
NOT_PROSE = re.compile(
    r"```.*?```|`[^`]*`|<!--.*?-->"  # code, comments
    r"|\[[^\]]*@[^\]]*\]|@[\w-]+"  # citations
    r"|!?\[[^\]]*\]\([^)]*\)|<https?:[^>]*>"  # links
    r"|\{[^}]*\}|^ *\d+\. ",  # attributes, numbers of a list
    re.DOTALL | re.MULTILINE,
)
DIGIT = re.compile(r"\b\d")  # not that of a name such as M49
WORDS_OF_A_BLOCK = {"title", "subtitle", "alt", "description", "note"}

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def cells(path: Path, kind: str) -> list[Any]:
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    return [cell for cell in notebook.cells if cell.cell_type == kind]


def files() -> Iterator[Path]:
    """The files of the project: all but what .gitignore leaves out."""
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    pruned = {".git", "editions", *(line.rstrip("/") for line in ignored)}
    for folder, names, filenames in os.walk(ROOT):
        names[:] = [name for name in names if name not in pruned]
        yield from (Path(folder) / name for name in filenames if name not in pruned)


def section(heading: str) -> str:
    """What the README says under a heading, without what the build puts there."""
    text = re.sub(r"<!-- findings -->.*<!-- /findings -->", "", README, flags=re.DOTALL)
    return text.split(f"## {heading}\n")[1].split("\n## ")[0]


# Code


def test_imports_point_back_up_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert import_linter.lint_imports(no_cache=True, no_logo=True) == 0


def test_no_file_holds_a_path_of_somebodys_machine() -> None:
    home = rb"/(?:home|root|tmp|work|Users|mnt|private)/|[A-Z]:\\Users"
    pattern = re.compile(rb"(?<![\w./:%-])(?:" + home + b"|" + re.escape(bytes(ROOT)) + rb"/)")
    assert [str(path) for path in files() if pattern.search(path.read_bytes())] == []


def test_no_file_names_a_package_index() -> None:
    pattern = re.compile(rb"pypi\.org|pythonhosted\.org|registry\.npmjs|(?<!emit-)index-url[ =]")
    assert [str(path) for path in files() if pattern.search(path.read_bytes())] == []


# Notebooks


def test_notebooks_are_numbered_and_named_after_what_they_answer() -> None:
    assert NOTEBOOKS
    assert [
        path.name for path in NOTEBOOKS if not re.match(r"\d\d-[a-z-]+\.ipynb", path.name)
    ] == []


@every_notebook
def test_a_notebook_is_saved_in_canonical_form(path: Path) -> None:
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert set(notebook.metadata) == {"kernelspec"}
    assert notebook.metadata.kernelspec.name == "python3"
    assert json.loads(path.read_text("utf-8")) == json.loads(nbformat.writes(notebook))


@every_notebook
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    kept = [cell.id for cell in cells(path, "code") if cell.outputs or cell.execution_count]
    assert kept == []


@every_notebook
def test_cells_have_slugs_for_ids_and_no_metadata_but_tags(path: Path) -> None:
    every = nbformat.read(path, as_version=nbformat.NO_CONVERT).cells
    assert [cell.id for cell in every if not SLUG.fullmatch(cell.id)] == []
    assert [cell.id for cell in every if set(cell.metadata) - {"tags"}] == []
    assert len({cell.id for cell in every}) == len(every)


@every_notebook
def test_code_cells_are_short(path: Path) -> None:
    long = [cell.id for cell in cells(path, "code") if len(cell.source.splitlines()) > 16]
    assert long == []


@every_notebook
def test_code_cells_define_loop_and_print_nothing(path: Path) -> None:
    code = ast.parse("\n".join(cell.source for cell in cells(path, "code")))
    banned = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While)
    found = [ast.unparse(node) for node in ast.walk(code) if isinstance(node, banned)]
    assert found == []
    assert [call for call in ast.walk(code) if ast.unparse(call).startswith("print(")] == []


@every_notebook
def test_the_first_code_cell_and_no_other_holds_the_parameters(path: Path) -> None:
    tags = [cell.metadata.get("tags", []) for cell in cells(path, "code")]
    assert ["parameters" in each for each in tags] == [True] + [False] * (len(tags) - 1)


@every_notebook
def test_the_parameters_cell_agrees_with_the_one_list_of_parameters(path: Path) -> None:
    source = cells(path, "code")[0].source
    body = ast.parse(source).body
    assert all(isinstance(line, ast.AnnAssign) for line in body), "a literal with a type"
    values = {line.target.id: ast.literal_eval(line.value) for line in body}  # type: ignore
    assert sorted(values) == sorted(Parameters.model_fields)
    values["data_dir"] = (path.parent / values["data_dir"]).resolve()  # kernels start there
    assert Parameters(**values) == Parameters()


@every_notebook
def test_every_parameter_has_a_comment(path: Path) -> None:
    source = cells(path, "code")[0].source
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    commented = {token.start[0] for token in tokens if token.type == tokenize.COMMENT}
    assert {line.lineno for line in ast.parse(source).body} <= commented


@every_notebook
def test_a_page_is_named_after_its_notebook(path: Path) -> None:
    code = "\n".join(cell.source for cell in cells(path, "code"))
    assert re.findall(r"\bPage\(\s*\"([^\"]*)\"", code) == [path.stem]


@every_notebook
def test_a_cell_that_shows_a_figure_has_its_name_for_an_id(path: Path) -> None:
    for cell in cells(path, "code"):
        for call in page_calls(cell.source):
            if call.func.attr == "show":  # type: ignore[attr-defined]
                named = [word.value for word in call.keywords if word.arg == "name"]
                name = [*call.args[1:2], *named][0]
                assert ast.literal_eval(name) == cell.id


def test_no_two_figures_share_a_name() -> None:
    names = Counter(
        cell.id
        for path in NOTEBOOKS
        for cell in cells(path, "code")
        if any(call.func.attr == "show" for call in page_calls(cell.source))  # type: ignore
    )
    assert [name for name, count in names.items() if count > 1] == []


@every_notebook
def test_no_digit_is_typed_in_the_prose(path: Path) -> None:
    prose = {cell.id: NOT_PROSE.sub("", cell.source) for cell in cells(path, "markdown")}
    assert {name: text for name, text in prose.items() if DIGIT.search(text)} == {}


@every_notebook
def test_no_digit_is_typed_in_what_a_cell_says(path: Path) -> None:
    typed = {
        cell.id: text
        for cell in cells(path, "code")
        for call in page_calls(cell.source)
        for text in words(call)
        if DIGIT.search(NOT_PROSE.sub("", text))
    }
    assert typed == {}


def page_calls(source: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("page.")
    ]


def words(call: ast.Call) -> Iterator[str]:
    """What a call of the page has typed in it: sentences, findings, titles and notes."""
    kind = call.func.attr  # type: ignore[attr-defined]
    for argument in call.args if kind in ("say", "findings") else []:
        yield typed_in(argument)
    for keyword in call.keywords:
        if keyword.arg in WORDS_OF_A_BLOCK:
            yield typed_in(keyword.value)


def typed_in(node: ast.expr) -> str:
    """The typed parts of a text; what is computed becomes a pair of braces."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(typed_in(part) for part in parts)
        case ast.Tuple(elts=parts):
            return " ".join(typed_in(part) for part in parts)
        case ast.BinOp(left=left, right=right):
            return typed_in(left) + typed_in(right)
        case ast.IfExp(body=yes, orelse=no):
            return f"{typed_in(yes)} {typed_in(no)}"
    return "{}"


# Colours


def test_the_look_of_figures_uses_the_colours_of_the_palette() -> None:
    style = (ROOT / "footprint" / "drawing" / "footprint.mplstyle").read_text("utf-8")
    used = [colour for colour in re.findall(r"color: *(\S+)", style) if colour != "none"]
    assert used
    assert {f"#{colour}" for colour in used} <= set(palette.LIGHT.values())


def test_both_palettes_have_the_same_names() -> None:
    assert list(palette.LIGHT) == list(palette.DARK)


@pytest.mark.parametrize("token", palette.LIGHT)
def test_the_style_sheet_repeats_the_palette(token: str) -> None:
    sheet = (ROOT / "press" / "template" / "site.css").read_text("utf-8").split("@media print")[0]
    light, dark = palette.LIGHT[token], palette.DARK[token]
    assert re.findall(rf"--{token}: ([^;]*);", sheet) == [light, f"light-dark({light}, {dark})"]


@pytest.mark.parametrize("name", ["page.html", "favicon.svg", "report.typ", "site.css"])
def test_the_template_uses_the_colours_of_the_palette(name: str) -> None:
    text = (ROOT / "press" / "template" / name).read_text("utf-8")
    sheet = (ROOT / "press" / "template" / "site.css").read_text("utf-8")
    grounds = set(re.findall(r"--(?:raised|wash): ([^;]*);", sheet))  # the page's own two
    allowed = {*palette.LIGHT.values(), *palette.DARK.values(), *HEX.findall(" ".join(grounds))}
    assert set(HEX.findall(text)) <= allowed


# Papers of the house


def test_versions_and_days_of_release_agree() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    version, day = re.findall(r"^## (\S+) – (\d{4}-\d\d-\d\d)$", changelog, re.MULTILINE)[0]
    assert project["version"] == version
    assert set(re.findall(r"^ *version: (\S+)$", citation, re.MULTILINE)) == {version}
    assert set(re.findall(r'^ *date-released: "(.*)"$', citation, re.MULTILINE)) == {day}
    assert re.findall(r"^ *year: (\d+)$", citation, re.MULTILINE) == [day[:4]]


def test_the_notes_on_the_data_name_the_version_of_the_data() -> None:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    assert f"Version {package['version']}," in (ROOT / "data" / "README.md").read_text("utf-8")


def test_every_release_says_what_changed_for_whom() -> None:
    releases = (ROOT / "CHANGELOG.md").read_text("utf-8").split("\n## ")[1:]
    for release in releases:
        assert re.findall(r"^### (.*)$", release, re.MULTILINE) == [
            "Data",
            "Method",
            "Code",
            "Corrections",
        ]


def test_the_data_licence_names_every_work_of_others() -> None:
    package = json.loads((ROOT / "data" / "datapackage.json").read_text("utf-8"))
    licence = (ROOT / "LICENSE-DATA").read_text("utf-8")
    assert [work["title"] for work in package["sources"] if work["path"] not in licence] == []
    assert package["licenses"][0]["path"] in licence


def test_the_readme_explains_every_exit_code() -> None:
    codes = re.findall(r"^\| (\d+) \|", section("Rerun it"), re.MULTILINE)
    assert codes == [str(int(code)) for code in Exit]


def test_the_readme_lists_every_option() -> None:
    options = {*command.options(command.Build)} - {"--help"}
    table = "".join(line for line in section("Rerun it").splitlines() if line.startswith("| `--"))
    assert set(re.findall(r"--[a-z-]+", table)) == options


def test_the_readme_names_every_room() -> None:
    """Every module, and a package by its face; of the measures each."""
    named = re.findall(r"\]\(((?:footprint|press)/[\w/]+\.py)\)", section("How it is built"))
    rooms = {
        str(path.relative_to(ROOT))
        for pattern in ("press/[!_]*.py", "footprint/[!_]*.py", "footprint/*/__init__.py")
        for path in ROOT.glob(pattern)
    } | {str(path.relative_to(ROOT)) for path in ROOT.glob("footprint/measures/[!_]*.py")}
    assert sorted(named) == sorted(rooms)


def test_the_readme_names_only_targets_of_make() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    assert set(re.findall(r"^make (\w+)|`make (\w+)`", README, re.MULTILINE)) <= {
        *((target, "") for target in targets),
        *(("", target) for target in targets),
    }


def test_links_of_the_readme_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    built = ("report/", "figures/")
    kept = [link for link in links if not link.startswith(built)]
    assert [link for link in kept if not (ROOT / link).exists()] == []


def test_the_readme_has_one_place_for_the_findings() -> None:
    assert re.findall(r"<!-- /?findings -->", README) == ["<!-- findings -->", "<!-- /findings -->"]


@pytest.mark.parametrize("heading", ["What it says", "Reuse a figure", "Before you quote a number"])
def test_numbers_of_the_readme_are_put_in_by_the_build(heading: str) -> None:
    assert not DIGIT.search(NOT_PROSE.sub("", section(heading)))
