"""An edition is built by its commit's own tools, in an environment of its own."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from editions import building
from editions.building import Workshop
from editions.git import Repository
from editions.model import Edition, EditionsError
from tests.checkouts import Checkout

PACKAGE = Path(building.__file__).parent
TOOL = """
import json, os, sys
from pathlib import Path
kind = sys.argv[1]
print("building", kind)
if Path("broken.txt").exists() and kind == "pdf":
    sys.exit("no PDF today")
out = Path("_build", kind)
out.mkdir(parents=True)
names = ("ARCHIVE_URL", "SOURCE_DATE_EPOCH", "PYTHONHASHSEED", "PYTHONPATH", "TZ", "LC_ALL", "GIT_DIR", "VIRTUAL_ENV")
told = {name: os.environ.get(name) for name in names}
if kind == "html":
    page = '<link rel="canonical" href="' + told["ARCHIVE_URL"] + '2026.1/">'
    (out / "index.html").write_text(page)
    (out / "objects.inv").write_text("# Sphinx inventory version 2\\n# Project: Tiny\\n# Version: 2026.1\\n#\\n")
    (out / "told.json").write_text(json.dumps(told))
else:
    (out / ("nec-archive." + kind)).write_text(kind)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path / "archive")
    made.write("tools/build.py", TOOL)
    made.write("references.bib", "@book{a}")
    made.write("pyproject.toml", '[project]\ndependencies = ["first>=1", "second"]\n')
    made.write("requirements.lock", "first==1 --hash=sha256:0\n")
    return made


def edition(checkout: Checkout) -> Edition:
    return Edition("2026.1", "2026-11-22", checkout.edition("2026.1", "2026-11-22"), "One")


@pytest.fixture
def workshop(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """One that takes the packages at hand."""
    monkeypatch.setattr(Workshop, "packages", lambda *given: sys.executable)
    return Workshop(checkout.root, Repository(checkout.root), "https://a.example/")


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*.py")), ids=lambda path: path.stem)
def test_nothing_of_the_editions_knows_sphinx(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
        names += [str(node.module)] if isinstance(node, ast.ImportFrom) else []
        assert not any(name.partition(".")[0] in ("sphinx", "docutils", "sphinxcontrib") for name in names)


def test_every_format_is_built_and_kept(workshop: Workshop, checkout: Checkout) -> None:
    made = workshop.built(edition(checkout))
    assert [(each.name, each.kind, each.label) for each in made.files] == [
        ("nec-archive-2026.1-html.zip", "HTML", "All pages, to read offline"),
        ("nec-archive-2026.1.pdf", "PDF", "PDF"),
        ("nec-archive-2026.1.epub", "EPUB", "E-book (EPUB)"),
        ("nec-archive-2026.1-references.bib", "BibTeX", "Sources, as BibTeX"),
    ]
    assert (made.html / "index.html").exists()
    assert workshop.sealed(made.edition) == made
    assert (workshop.folder / "logs/2026.1.txt").read_text().count("building ") == 3


def test_nothing_of_the_caller_gets_into_a_build(
    workshop: Workshop, checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = edition(checkout)
    for name in ("PYTHONPATH", "LC_ALL", "GIT_DIR", "VIRTUAL_ENV", "SOURCE_DATE_EPOCH"):
        monkeypatch.setenv(name, "1")
    made = workshop.built(found)
    assert json.loads((made.html / "told.json").read_text()) == {
        "ARCHIVE_URL": "https://a.example/",
        "SOURCE_DATE_EPOCH": str(checkout.time),
        "PYTHONHASHSEED": "0",
        "PYTHONPATH": None,
        "TZ": "UTC",
        "LC_ALL": None,
        "GIT_DIR": None,
        "VIRTUAL_ENV": None,
    }


def test_a_build_that_fails_says_how(workshop: Workshop, checkout: Checkout) -> None:
    checkout.write("broken.txt", "")
    with pytest.raises(EditionsError, match=r"its pdf was not built \(code 1\); the end of .*2026.1.txt:\n") as caught:
        workshop.built(edition(checkout))
    assert str(caught.value).endswith("    no PDF today")
    assert not (workshop.folder / "work" / "2026.1").exists()


def test_packages_are_those_of_the_lock_and_installed_once(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = []

    def run(self: Workshop, command: tuple[object, ...], tree: Path, *given: object) -> None:
        commands.append(list(map(str, command)))
        if "venv" in command:
            Path(commands[-1][-1]).mkdir(parents=True)

    monkeypatch.setattr(Workshop, "_run", run)
    workshop = Workshop(checkout.root, Repository(checkout.root), "https://a.example/")
    python = workshop.packages(checkout.root, checkout.root / "log")
    assert commands[0][1:4] == ["-m", "venv", "--without-pip"]
    assert commands[1][1:] == [
        *("-m", "pip", "--python", str(python), "install"),
        *("--require-hashes", "--constraint", "requirements.lock", "first>=1", "second"),
    ]
    assert workshop.packages(checkout.root, checkout.root / "log") == python
    assert len(commands) == 2
    checkout.write("requirements.lock", "first==2 --hash=sha256:0\n")
    assert workshop.packages(checkout.root, checkout.root / "log") != python
    assert len(commands) == 4


def test_an_environment_that_was_not_finished_is_made_anew(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def fail(self: Workshop, command: object, *given: object) -> None:
        tried.append(command)
        if len(tried) == 2:
            raise EditionsError("no network")

    monkeypatch.setattr(Workshop, "_run", fail)
    workshop = Workshop(checkout.root, Repository(checkout.root), "https://a.example/")
    with pytest.raises(EditionsError, match="no network"):
        workshop.packages(checkout.root, checkout.root / "log")
    with pytest.raises(FileNotFoundError):  # the stamp's folder: nothing was made
        workshop.packages(checkout.root, checkout.root / "log")
    assert len(tried) == 4


def test_pages_without_a_front_page_are_none(workshop: Workshop, checkout: Checkout) -> None:
    checkout.write("tools/build.py", "")
    with pytest.raises(EditionsError, match="was built, and there is no"):
        workshop.built(edition(checkout))


def test_an_edition_sealed_under_another_number(workshop: Workshop, checkout: Checkout) -> None:
    made = workshop.built(edition(checkout))
    other = Edition("2026.2", "2026-11-22", made.edition.commit, "Two")
    with pytest.raises(EditionsError, match=r"edition 2026\.2 is the commit that was published as '2026.1'"):
        workshop.sealed(other)


def test_the_same_files_make_the_same_zip(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "sub").mkdir(parents=True)
        for file in ("b", "a", "sub/c") if name == "one" else ("sub/c", "a", "b"):
            (tmp_path / name / file).write_text(file * 1000)
        (tmp_path / name / "a").chmod(0o600 if name == "one" else 0o644)
        building.pack(tmp_path / name, "archive", tmp_path / f"{name}.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        assert packed.namelist() == ["archive/a", "archive/b", "archive/sub/c"]


def test_a_seal_is_what_sha256sum_reads(tmp_path: Path) -> None:
    (tmp_path / "é a").write_text("x")
    (tmp_path / "SHA256SUMS").write_text(building.written(building.sums(tmp_path)))
    done = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, capture_output=True, check=False)
    assert done.returncode == 0


def test_pages_without_an_inventory_have_no_number(tmp_path: Path) -> None:
    assert building.release_of(tmp_path) == ""
