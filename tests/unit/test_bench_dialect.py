"""The words of an invented archive as others read them: the same pages, sentences and links."""

from __future__ import annotations

import doctest
import posixpath
import re
from pathlib import Path

import pytest

from benchmarks import dialect, generate
from benchmarks.dialect import Dialect, Translator, github
from benchmarks.generate import Plan
from benchmarks.peers import PEERS, book_theme, hugo, quartz
from benchmarks.peers.peer import MissingError, Program

PLAN = Plan(8)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return dict(Translator(PLAN, Dialect()).pages())


@pytest.mark.parametrize("module", [dialect, hugo, quartz])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_every_page_of_the_archive_is_there(pages: dict[str, str]) -> None:
    ours = {path for path, _ in generate.pages(PLAN) if path.endswith(".md")}
    lists = {"index.md", "sources.md", *(f"{folder}/index.md" for folder in dialect.SECTIONS)}
    assert pages.keys() == ours | lists


def test_nothing_of_our_own_markup_is_left(pages: dict[str, str]) -> None:
    text = "\n".join(pages.values())
    assert not re.search(r"[{}`]|:::|\]\.|<", text)


def test_every_link_leads_to_a_page_and_its_heading(pages: dict[str, str]) -> None:
    headings = {
        path: {github(each) for each in re.findall(r"^#+ (.+)$", text, re.MULTILINE)} for path, text in pages.items()
    }
    for path, text in pages.items():
        for target in re.findall(r"\]\(([^)]*)\)", text):
            page, _, anchor = target.partition("#")
            there = posixpath.normpath(posixpath.join(posixpath.dirname(path), page))
            assert there in pages, (path, target)
            assert not anchor or anchor in headings[there], (path, target)


def test_a_meeting_has_as_many_words_and_links_as_ours(pages: dict[str, str]) -> None:
    for path, text in generate.pages(PLAN):
        if path.startswith("meetings/"):
            # Each role that names something is a link; so are citations. Of records and their fields, the words stay.
            linking = "term|meeting|item|record|cite:p|" + "|".join(generate.phrases.RELATIONS)
            assert pages[path].count("](") == len(re.findall(rf"\{{(?:{linking})\}}", text)), path
            assert pages[path].count("**") == 2 * len(re.findall(r"\]\{\.", text)), path


def test_ids_that_begin_alike_are_told_apart() -> None:
    made = Translator(Plan(40), Dialect())
    assert all(
        made.role("index", "item", f"{day}#{anchor}", f"{day}#{anchor}").startswith(f"[{heading}](")
        for number, day in enumerate(map(made.world.day, range(40)))
        for anchor, heading in made.world.agenda(number)
    )


def test_each_peer_has_a_module_name_title_and_way_to_get_it() -> None:
    assert PEERS.keys() == {"stock", "zensical", "material", "pruned", "quartz", "hugo", "bare"}
    assert len({each.title for each in PEERS.values()}) == len(PEERS)
    assert all(each.how for each in PEERS.values())


@pytest.mark.parametrize("name", PEERS)
def test_each_peer_writes_all_pages(tmp_path: Path, name: str, pages: dict[str, str]) -> None:
    PEERS[name].write(tmp_path, PLAN)
    assert len(list(tmp_path.rglob("*.md"))) == len(pages)


def test_what_is_pruned_differs_in_that_alone(tmp_path: Path) -> None:
    for name in ("material", "pruned"):
        PEERS[name].write(tmp_path / name, PLAN)
    with_tree, pruned = ((tmp_path / name / "mkdocs.yml").read_text("utf-8") for name in ("material", "pruned"))
    assert pruned == with_tree.replace("features: []", "features: [navigation.prune]") != with_tree


def test_stock_sphinx_has_a_tree_of_all_pages_and_cites_by_bibtex(tmp_path: Path) -> None:
    book_theme.write(tmp_path, PLAN)
    assert "people/index" in (tmp_path / "index.md").read_text("utf-8")
    assert (tmp_path / "people/index.md").read_text("utf-8").endswith("```{toctree}\n:hidden:\n:glob:\n\n*\n```\n")
    cited = set(re.findall(r"\{cite:p\}`([^`]+)`", "".join(each.read_text("utf-8") for each in tmp_path.rglob("*.md"))))
    known = set(re.findall(r"^@\w+\{([^,]+),", (tmp_path / "references.bib").read_text("utf-8"), re.MULTILINE))
    assert cited
    assert cited <= known


def test_links_of_hugo_are_references_that_it_resolves(tmp_path: Path) -> None:
    PEERS["hugo"].write(tmp_path, PLAN)
    front = (tmp_path / "content/_index.md").read_text("utf-8")
    assert "[People](/people/_index.md)" in front
    assert "[Sources](/sources.md)" in front
    assert (tmp_path / "layouts/_default/_markup/render-link.html").read_text("utf-8") == hugo.HOOK.rstrip()
    for path in tmp_path.joinpath("content").rglob("*.md"):
        for target in re.findall(r"\]\(([^)#]*)[^)]*\)", path.read_text("utf-8")):
            assert (tmp_path / "content" / target.removeprefix("/")).exists(), (path, target)


def test_bare_links_of_hugo_are_addresses_and_all_else_is_the_same(tmp_path: Path) -> None:
    for name in ("hugo", "bare"):
        PEERS[name].write(tmp_path / name, PLAN)
    bare, checked = (
        {path.relative_to(tmp_path / name).as_posix(): path.read_text("utf-8") for path in files}
        for name in ("bare", "hugo")
        if (files := [each for each in (tmp_path / name).rglob("*") if each.is_file()])
    )
    front = bare["content/_index.md"]
    assert "[People](/people/)" in front
    assert "[Sources](/sources/)" in front
    assert checked.keys() - bare.keys() == {"layouts/_default/_markup/render-link.html"}
    assert all(checked[name] == text for name, text in bare.items() if not name.startswith("content/"))
    for name, text in bare.items():
        assert re.sub(r"\]\([^)]*\)", "]()", text) == re.sub(r"\]\([^)]*\)", "]()", checked[name]), name


def test_quartz_that_is_there_is_copied_and_suited_and_not_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    for folder in ("quartz", "node_modules/x", "quartz/.quartz-cache", ".git"):
        (there / folder).mkdir(parents=True)
    settings = (
        'Plugin.CustomOgImages(),\npriority: ["frontmatter", "git", "filesystem"]\nmarkdownLinkResolution: "shortest"\n'
    )
    (there / "quartz.config.ts").write_text(settings, encoding="utf-8")
    monkeypatch.setenv("QUARTZ", str(there))
    monkeypatch.setattr(quartz, "PLACE", tmp_path / "peers")
    monkeypatch.setattr(quartz, "said_by", lambda command, folder=None: "v22.1.0" if folder is None else "4.5.2")
    monkeypatch.setattr("shutil.which", lambda name: name)
    with pytest.raises(MissingError, match="there is no Quartz in"):
        quartz.get()
    (there / "quartz" / "bootstrap-cli.mjs").touch()
    program = quartz.get()
    assert program == Program(tmp_path / "peers" / "quartz-copy", "4.5.2, Node.js 22.1.0")
    assert (program.path / "node_modules" / "x").is_dir()
    assert not (program.path / ".git").exists()
    assert (program.path / "quartz.config.ts").read_text("utf-8") == quartz.suited(settings) != settings
    assert (there / "quartz.config.ts").read_text("utf-8") == settings
    (there / "quartz.config.ts").write_text("plugins:\n", encoding="utf-8")
    with pytest.raises(MissingError, match="not those of Quartz 4"):
        quartz.get()
