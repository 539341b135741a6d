"""What the figures of a run are held against, kept as, and drawn as. No figure is taken here but of tiny commands."""

from __future__ import annotations

import json
import re
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benchmarks import cold, curves, edits, refresh, rows, whole
from benchmarks.edits import File
from benchmarks.figures import Bench, Figures, weight
from benchmarks.generate import Plan
from benchmarks.measuring import Cost, FailedError, TooLongError, run
from benchmarks.peers import peer as peer_module
from benchmarks.peers.peer import MissingError, Peer, Program
from benchmarks.rows import Row
from minutes import checking

TITLES = {"stock": "stock Sphinx", "zensical": "Zensical", "quartz": "Quartz 4", "hugo": "Hugo"}


def cost(cpu: float, **more: Any) -> dict[str, Any]:
    return {"cpu": cpu, "wall": cpu / 2, "peak": 500.0, "times": 1, "pages": 100, "bytes": 10**6, **more}


FIGURES = {
    "cold/ours/100": cost(4.0),
    "cold/ours/1000": cost(46.0, pages=1000, bytes=10**7),
    "cold/zensical/1000": cost(92.0),
    "cold/stock/1000": cost(460.0, sampled=22),
    "cold/quartz/1000": {"over": 60.0},
    "cold/unsearched/1000": cost(40.0, pages=1000),
    "edit/tools/1000": cost(50.0),
    "edit/prose/1000": cost(3.0),
    "edit/rename/1000": cost(9.0, mentioned=200, needed=250, rewritten=260, needless=10, stale=0),
    "visit/search/1000": {"page": 20 * 1024, "search": 141 * 1024, "wait": 0.5, "answered": 0.1, "questions": 5},
    "visit/page/1000": {"failed": "no browser"},
}


def line(found: str, text: str) -> list[str]:
    [one] = [each for each in found.splitlines() if each.startswith(f"| {text}")]
    return [each.strip() for each in one.strip("|").split("|")][1:]


def test_a_row_is_held_against_its_bar() -> None:
    assert Row("x", "s", 1.0, 2.0).met is True
    assert Row("x", "s", 2.0, 2.0).met is True
    assert Row("x", "s", 3.0, 2.0).met is False
    assert Row("x", "s", 3.0, 2.0).ratio == 1.5
    assert Row("x", "s", 0.0, 0.0).met is True
    assert Row("x", "s", 1.0, 0.0).met is False
    assert Row("x", "s", None, 2.0).met is None
    assert Row("x", "s", 3.0).met is None


def test_a_peer_is_to_take_so_much_longer() -> None:
    assert Row("x", "s", 2.0, 1.0, 1, 3.0, "Zensical").met is True
    assert Row("x", "s", 2.0, 1.0, 1, 1.0, "Zensical").met is False
    assert Row("x", "s", 2.0, 1.0, 1, None, "Zensical").met is None


def test_what_is_promised_is_told_with_the_figures() -> None:
    found = rows.promises(FIGURES)
    assert line(found, "cold build, 100 meetings, CPU a page") == ["40.0 ms", "45.0 ms", "0.89", "yes"]
    assert line(found, "cold build, 1,000 meetings, CPU a page") == ["46.0 ms", "45.0 ms", "1.02", "**missed**"]
    assert line(found, "growth of CPU seconds") == ["1.06", "1.05", "1.01", "**missed**"]
    assert line(found, "growth of bytes") == ["1.00", "1.05", "0.95", "yes"]
    assert line(found, "a meeting's prose edited, 1,000") == ["1.5 s", "2.0 s", "0.75", "yes"]
    assert line(found, "the same: pages that had to change, of 260") == ["250 pages", "–", "–", "–"]
    assert line(found, "the same: files that are not") == ["0 files", "0 files", "–", "yes"]
    assert line(found, "the same: pages rewritten as") == ["10 pages", "0 pages", "–", "**missed**"]
    search = "first search, 1,000 meetings, the worst of 5 questions"
    assert line(found, f"{search}: its page") == ["20.0 KB", "150.0 KB", "0.13", "yes"]
    assert line(found, f"{search}: fetched only") == ["141.0 KB", "120.0 KB", "1.18", "**missed**"]
    assert line(found, f"{search}: from asking") == ["0.10 s", "0.15 s", "0.67", "yes"]
    assert line(found, "indexing for the search") == ["6.0 ms", "15.0 ms", "0.40", "yes"]
    assert "first visit" not in found


def test_peers_stand_beside_ours_with_gaps_told() -> None:
    found = [
        [each.strip() for each in one.strip("|").split("|")]
        for one in rows.comparison(FIGURES, TITLES).splitlines()
        if "1,000" in one
    ]
    assert found == [
        ["cold build, 1,000 meetings", "stock Sphinx", "about 460.0 s", "46.0 s", "10.0 ×", "40.0 ×", "**missed**"],
        ["cold build, 1,000 meetings", "Zensical", "92.0 s", "46.0 s", "2.0 ×", "1.0 ×", "yes"],
        ["cold build, 1,000 meetings", "Quartz 4", "over 60 s", "46.0 s", "–", "1.0 ×", "–"],
        ["cold build, 1,000 meetings", "Hugo", "–", "46.0 s", "–", "0.2 ×", "–"],
    ]


def test_nothing_measured_gives_tables_without_figures() -> None:
    assert "–" in rows.promises({})
    assert rows.comparison({}, TITLES).count("\n") == 1


def test_a_figure_is_taken_once_and_kept_at_once(tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    first = Figures(path, {"commit": "a", "peers": {"x": "1"}})
    assert first.take("k", lambda number: {"cpu": number}, 3) == {"cpu": 3}
    with pytest.raises(ZeroDivisionError):
        first.take("broken", lambda: {"cpu": 1 / 0})
    assert json.loads(path.read_text("utf-8"))["figures"] == {"k": {"cpu": 3}}
    again = Figures(path, {"commit": "a", "peers": {}}, go_on=True)
    assert again.take("k", lambda: {"cpu": 4}) == {"cpu": 3}
    assert again.about["peers"] == {"x": "1"}
    assert Figures(path, {"commit": "b"}).taken == {}
    with pytest.raises(ValueError, match="are of commit a"):
        Figures(path, {"commit": "b"}, go_on=True)


def test_what_fails_is_told_and_tried_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> dict[str, Any]:
        raise FailedError("no lamps")

    def dawdle() -> dict[str, Any]:
        raise TooLongError("sleep", 60)

    figures = Figures(tmp_path / "all.json", {"commit": ""})
    assert figures.take("k", fail) == {"failed": "no lamps"}
    assert figures.take("l", dawdle) == {"over": 60}
    assert "no lamps" in capsys.readouterr().err
    assert Figures(tmp_path / "all.json", {"commit": ""}, go_on=True).taken == {"l": {"over": 60}}


def test_a_command_that_does_not_end_is_ended_with_its_children(tmp_path: Path) -> None:
    inner = f"import pathlib, time; time.sleep(3); pathlib.Path({str(tmp_path / 'late')!r}).touch()"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}])"
    with pytest.raises(TooLongError, match="ended after 0 s") as caught:
        run([sys.executable, "-c", outer], tmp_path, limit=0.4)
    assert caught.value.limit == 0.4
    with pytest.raises(FailedError):
        run([sys.executable, "-c", "raise SystemExit(1)"], tmp_path, limit=60)
    assert run([sys.executable, "-c", "raise SystemExit(1)"], tmp_path, fine=(0, 1)).peak > 1
    assert not (tmp_path / "late").exists()


def test_what_takes_long_is_not_repeated(tmp_path: Path) -> None:
    bench = Bench(Figures(tmp_path / "x.json", {}), tmp_path, (1,), (1,), times=3)
    quick = iter([Cost(3, 3, 1), Cost(1, 1, 1), Cost(2, 2, 1)])
    assert bench.median(lambda: next(quick)) == {"cpu": 2, "wall": 2, "peak": 1, "times": 3}
    slow = iter([Cost(700, 700, 1)])
    assert bench.median(lambda: next(slow))["times"] == 1


def test_an_archive_is_written_once(tmp_path: Path) -> None:
    bench = Bench(Figures(tmp_path / "x.json", {}), tmp_path, (1,), (1,))
    archive = bench.archive(3)
    (archive / "mine.txt").touch()
    assert (bench.archive(3) / "mine.txt").exists()
    assert bench.archive(3, busy=2) != archive


def test_an_incremental_build_is_held_against_a_clean_one() -> None:
    before = {"a.html": File("1", 1), "b.html": File("1", 1), "c.html": File("1", 1), "d.js": File("1", 1)}
    clean = {"a.html": File("2", 9), "b.html": File("1", 9), "c.html": File("2", 9), "d.js": File("1", 9)}
    after = {
        "a.html": File("2", 5),
        "b.html": File("1", 5),
        "c.html": File("1", 1),
        "d.js": File("1", 5),
        "e": File("", 1),
    }
    assert edits.judged(before, after, clean) == {
        "needed": 2,
        "rewritten": 2,
        "needless": 1,
        "stale": 2,
        "names": {"needless": ["b.html"], "stale": ["c.html", "e"]},
    }


def test_edits_leave_an_archive_without_problems(tmp_path: Path) -> None:
    bench = Bench(Figures(tmp_path / "x.json", {}), tmp_path, (6,), (6,))
    archive = bench.archive(6)
    before = (archive / "meetings/2000-02-01.md").read_text("utf-8")
    edits.say_more(archive, "2000-02-01")
    after = (archive / "meetings/2000-02-01.md").read_text("utf-8")
    assert after.replace("One sentence more was said.\n", "", 1) == before != after
    person, mentioned = edits.rename(archive, 3)
    assert checking.check(archive) == []
    page = (archive / "people" / f"{person}.md").read_text("utf-8")
    assert " of Elsewhere\n" in page
    name = re.search(r"name: (.+)\}", page)
    assert name is not None
    naming = [
        each for each in archive.glob("*/*.md") if re.search(rf"\}}`(?:They <)?{name[1]}\b", each.read_text("utf-8"))
    ]
    assert len(naming) == mentioned > 0


def test_a_site_is_weighed(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b.html").write_text("12345", encoding="utf-8")
    (tmp_path / "c.js").write_text("123", encoding="utf-8")
    assert weight(tmp_path) == {"pages": 1, "bytes": 8}


def toy(tmp_path: Path, **more: Any) -> tuple[Bench, Peer, Program]:
    """A maker of sites that copies; it takes what it is told to."""

    def write(folder: Path, plan: Plan) -> None:
        for number in range(plan.meetings):
            (folder / f"{number}.md").write_text("word", encoding="utf-8")

    def copied(program: Program, source: Path, out: Path, pages: Any = ("0", "1")) -> list[str | Path]:
        copies = f"import pathlib; o = pathlib.Path({str(out)!r}); o.mkdir(exist_ok=True)"
        names = [f"{str(each).rpartition('/')[2]}.html" for each in pages]
        return [sys.executable, "-c", f"{copies}; [(o / n).write_text('page') for n in {names}]"]

    bench = Bench(Figures(tmp_path / "x.json", {}), tmp_path / "work", (4,), (4,), times=1, sampled=10)
    peer = Peer("toy", "Toy", "ask", lambda: Program(Path("toy"), "1"), write, copied, **more, some=copied)
    return bench, peer, peer.get()


def test_a_peer_builds_in_a_folder_of_its_own(tmp_path: Path) -> None:
    bench, peer, program = toy(tmp_path)
    figure = cold.peer(bench, peer, program, 4)
    assert (figure["pages"], figure["bytes"]) == (2, 8)


def test_what_never_ends_is_reckoned_from_some_pages(tmp_path: Path) -> None:
    bench, peer, program = toy(tmp_path)
    figure = cold.peer(bench, peer, program, 100)
    assert figure["pages"] == 100
    assert figure["sampled"] == cold.MORE
    assert figure.keys() == {"cpu", "wall", "pages", "sampled"}


def test_a_peer_that_cannot_be_had_is_told_loudly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def missing() -> Program:
        raise MissingError("no network")

    gone = Peer("gone", "Gone", "pip install gone", missing, lambda *_: None, lambda *_: [])
    monkeypatch.setattr(cold, "PEERS", {"gone": gone})
    assert cold.found(["gone"]) == ({}, {"gone": "no network"})
    assert (
        "*** Gone is not here, so its cells stay empty: no network\nTo have it: pip install gone"
        in capsys.readouterr().err
    )


def test_what_is_installed_is_installed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def say(command: Any, folder: Path | None = None) -> str:
        asked.append(" ".join(map(str, command)))
        (tmp_path / "x").mkdir(exist_ok=True)
        return ""

    monkeypatch.setattr(peer_module, "PLACE", tmp_path)
    monkeypatch.setattr(peer_module, "said_by", say)
    home = peer_module.environment("x", "lamp==1")
    assert peer_module.environment("x", "lamp==1") == home
    assert len(asked) == 2
    peer_module.environment("x", "lamp==2")
    assert asked[-1].endswith("--quiet lamp==2")


def test_a_program_that_fails_is_missing() -> None:
    with pytest.raises(MissingError, match="no lamps"):
        peer_module.said_by([sys.executable, "-c", "raise SystemExit('no lamps')"])
    with pytest.raises(MissingError):
        peer_module.said_by(["no-such-program"])


SERIES = {"the <archive>": {100: 4.0, 1000: 46.0}, "Zensical": {1000: 92.0, 100: 5.0}, "none": dict[int, float]()}


def test_curves_are_drawn_for_light_and_dark() -> None:
    drawn = curves.chart("Cold build", "CPU seconds", SERIES)
    root = ET.fromstring(drawn)
    space = {"s": "http://www.w3.org/2000/svg"}
    assert len(root.findall(".//s:path[@class='line c0']", space)) == 2  # and beside its name
    assert len(root.findall(".//s:circle", space)) == 4
    assert [each.text for each in root.findall(".//s:text", space) if each.get("class", "").startswith("name")] == [
        "Zensical",
        "the <archive>",
    ]
    assert "prefers-color-scheme:dark" in drawn
    title = root.findtext("s:title", namespaces=space)
    assert title == (
        "Cold build: the <archive> 46 CPU seconds at 1,000 meetings; Zensical 92 CPU seconds at 1,000 meetings"
    )
    assert drawn == curves.chart("Cold build", "CPU seconds", SERIES)


def test_one_point_is_a_drawing_too() -> None:
    assert ET.fromstring(curves.chart("x", "s", {"a": {100: 3.0}})) is not None


def test_names_beside_curves_do_not_cover_each_other() -> None:
    places = curves.spread([1.0, 1.0, 2.0, 90.0])
    assert all(b - a >= curves.APART for a, b in pairwise(places))


def test_the_page_is_brought_into_line_with_the_figures(tmp_path: Path) -> None:
    about = {"commit": "abc", "machine": {"cores": "2"}, "versions": {"sphinx": "9"}, "peers": {"zensical": "0.1"}}
    about["absent"] = {"quartz": {"why": "no network", "how": "git clone it"}}  # type: ignore[dict-item]
    kept, page = tmp_path / "all.json", tmp_path / "performance.md"
    kept.write_text(json.dumps({"about": about, "figures": FIGURES}), encoding="utf-8")
    page.write_text(f"# Before\n\n{refresh.START}of yesterday\n{refresh.END}\nafter\n", encoding="utf-8")
    refresh.refresh(kept, page)
    text = page.read_text("utf-8")
    assert text.startswith("# Before\n")
    assert text.endswith("\nafter\n")
    assert "of yesterday" not in text
    assert "Quartz 4 could not be had: `git clone it`." in text
    for picture in re.findall(r"\]\((.+\.svg)\)", text):
        ET.parse(tmp_path / picture)
    refresh.refresh(kept, page)
    assert page.read_text("utf-8") == text


def test_a_page_without_a_place_is_left_alone() -> None:
    with pytest.raises(ValueError, match="no place"):
        refresh.replaced("# Page\n", "x")


def test_the_page_of_the_repository_has_its_place() -> None:
    text = refresh.PAGE.read_text("utf-8")
    assert "mine" in refresh.replaced(text, "mine")


def test_the_whole_takes_what_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Bench] = []
    monkeypatch.setattr(whole, "PLACE", tmp_path)
    monkeypatch.setattr(whole, "PARTS", {"cold": asked.append, "peers": asked.append})
    folder = ["--folder", str(tmp_path / "work")]
    assert whole.main(["--sizes", "30,10", "--only", "cold", *folder]) == 0
    assert whole.main(folder) == 0
    assert whole.main(folder, quick=True) == 0
    small, full, _, quick, _ = asked
    assert (small.sizes, small.edited, small.books) == ((10, 30), (30,), 30)
    assert (full.sizes, full.edited, full.times) == ((100, 300, 1000, 3000), (1000, 10000), 3)
    assert (quick.edited, quick.times) == ((100,), 1)
    assert {each.name for each in tmp_path.iterdir()} == {"all.json", "all.md", "quick.json", "quick.md"}
    with pytest.raises(SystemExit):
        whole.main(["--only", "lamps"])
