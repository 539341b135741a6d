"""However an archive came to be, its edition is the one that a clean build makes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from minutes import checking
from tests import soak
from tests.editor import Editor
from tests.helpers import build, edit
from tests.soak import differences, files


def clean(root: Path) -> dict[str, bytes]:
    """What a build from nothing makes of the same words."""
    aside = root.parent / "clean"
    shutil.rmtree(aside, ignore_errors=True)
    shutil.copytree(root, aside, ignore=shutil.ignore_patterns("_build"))
    made = build(aside)
    assert made.warnings == ""
    return files(made.out)


def test_any_sequence_of_edits_ends_where_a_clean_build_does(tmp_path: Path) -> None:
    """A little of what `nox -s soak` does for hours."""
    trial = soak.Round("tiny", 5, tmp_path, kinds=("plain", "plain", "kill"), counts=(5, 7, 9))
    for step in soak.go(trial, 5):
        assert step.edits


def test_what_an_incremental_build_misses_is_found_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(soak, "PATIENCE", 5)
    trial = soak.Round("tiny", 1, tmp_path, kinds=("plain",), counts=(1,))
    with (trial.place.root / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write("from minutes import pages\npages.fingerprint = lambda *_: ''\n")
    trial.editor.todo = [Editor.add_mention, Editor.edit_prose]  # the last first
    with pytest.raises(soak.DifferentError, match="differ from those of a clean build") as said:
        list(soak.go(trial, 2))
    found = soak.report(trial, said.value, "python -m …")
    assert "Step 1 of the round: add_mention; plain html" in found
    assert "the archive as it is after step 0" in found
    assert "+Remark 002 names" in found


def test_an_editor_leaves_no_fault(root: Path) -> None:
    soak.dressed(root)
    editor = Editor(root, 4)
    done = editor.work(60)
    assert checking.check(root) == []
    assert {"add_person", "rename", "delete", "publish", "retitle_only", "change_source", "put_back"} <= set(done)


#: One change in one file, which shows on another page.
CHANGES = {
    "title of a page linked by file": ("meetings/index.md", "# Meetings", "# Gatherings"),
    "heading linked by its id": ("sources.md", "## Far away", "## Near by"),
    "first sentence of a person": ("people/ann-ash.md", "Secretary of the {term}", "Head of the {term}"),
    "variant of a name": ("people/bob-birch.md", "used-by: ash-2001-03-06", "used-by: oak-2000"),
    "abstract of a meeting": ("meetings/2001-03-06.md", "abstract: A short", "abstract: A long"),
    "item of a meeting": ("meetings/2001-03-06.md", "## Lamps", "## Lanterns"),
    "kind of a term": ("glossary/lamp.md", "kind: tool", "kind: place"),
    "text of a record": ("meetings/2002-03-05.md", "proposed a {term}", "proposed to have a {term}"),
    "register of a kind": ("registers/proposals.md", ":::{register} proposal\n:::", "None."),
    "how much was seen": ("references.bib", "seen = {first 200 characters}", "seen = {nothing}"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_change_shows_wherever_it_should(root: Path, change: tuple[str, str, str]) -> None:
    with (root / "sources.md").open("a", encoding="utf-8") as file:
        file.write("\n(far)=\n## Far away\n\nWords.\n")
    edit(root / "meetings/2001-03-06.md", "Cy Cedar` was", "Cy Cedar` of [](index.md) and [](#far) was")
    build(root)
    edit(root / change[0], *change[1:])
    made = build(root)
    assert made.warnings == ""
    assert differences(files(made.out), clean(root)) == []


def test_a_label_changes_wherever_a_list_shows_it(root: Path) -> None:
    """One source more of an author and year, and the other's label has a letter: where nobody wrote its citation, too."""
    differ = "[{version}`12` {cite:p}`ash-2002-03-05` or {version}`14` {cite:p}`ash-2001-03-06`]{.difference #counted}"
    edit(root / "meetings/2002-03-05.md", " had not come.", f" had not come, {differ}.")
    edit(root / "glossary/secretary.md", " {cite:p}`oak-2000`", " {cite:p}`ash-2001-03-06`")  # who held it: Oak says so
    for name, view in (("differences", "{register} difference"), ("figures", "{table-of} accounts")):
        (root / f"registers/{name}.md").write_text(f"# {name.capitalize()}\n\nA list.\n\n:::{view}\n:::\n")
    before = files(build(root).out)
    bib = root / "references.bib"
    more = "".join(
        f"@book{{more-{n}, author = {{{author}}}, title = {{A{n}}}, year = {{{year}}}, seen = {{nothing}}}}\n"
        for n, (author, year) in enumerate((("Ash, Ann", 2001), ("Ash, Ann", 2002), ("Oak, Olive", 2000)))
    )
    bib.write_text(f"{more}\n{bib.read_text('utf-8')}", "utf-8")
    result = build(root)
    assert result.warnings == ""
    made = files(result.out)
    shown = ("glossary/secretary.html", "registers/differences.html", "registers/figures.html")
    assert all(made[each] != before[each] for each in shown)
    assert not differences(made, clean(root))


def _kim(root: Path, name: str) -> Path:
    path = root / f"people/kim-{name}.md"
    path.write_text(f"---\ntype: person\nsort: Kim {name}\n---\n# Kim {name}\n\nSomebody {{cite:p}}`oak-2000`.\n")
    return path


def test_pages_that_change_places_are_read_again_though_no_file_is_new(root: Path) -> None:
    one, other = _kim(root, "one"), _kim(root, "other")
    build(root)
    aside = root / "aside"
    one.rename(aside)
    other.rename(one)
    aside.rename(other)
    made = build(root)
    assert "Kim other" in (made.out / "people/kim-one.html").read_text()
    assert differences(files(made.out), clean(root)) == []


def test_a_page_that_is_put_back_with_its_old_time_is_read_again(root: Path) -> None:
    page = root / "people/cy-cedar.md"
    before, time = page.read_text(), page.stat().st_mtime_ns
    build(root)
    edit(page, "Thanked in", "Blamed in")
    build(root)
    page.write_text(before)
    os.utime(page, ns=(time, time))
    assert "Thanked in" in (build(root).out / "people/cy-cedar.html").read_text()


def test_a_page_that_is_saved_while_it_is_read_is_read_again(root: Path) -> None:
    page, settings = root / "people/cy-cedar.md", root / "conf.py"
    before = settings.read_text()
    saving = (
        "from pathlib import Path\n"
        f"page = Path({str(page)!r})\n"
        "def save(app, docname, content):\n"
        "    if docname == 'people/cy-cedar':\n"
        "        page.write_text(page.read_text().replace('Thanked', 'Blamed'))\n"
        "def setup(app):\n    app.connect('source-read', save, priority=0)\n"
    )
    settings.write_text(before + saving)
    assert "Thanked in" in (build(root).out / "people/cy-cedar.html").read_text()
    assert "Blamed in" in (build(root).out / "people/cy-cedar.html").read_text()


def test_a_page_whose_file_is_the_same_is_not_read_again(root: Path) -> None:
    build(root)
    pickled = root / "_build/.doctrees/html/environment.pickle"
    time = pickled.stat().st_mtime_ns
    build(root)
    assert pickled.stat().st_mtime_ns == time
