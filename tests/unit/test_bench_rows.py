"""What the figures of a run are held against, kept as, and drawn as. No figure is taken here but of tiny commands."""

from __future__ import annotations

import json
import re
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from benchmarks import beside, cold, curves, edits, figures, refresh, rows, whole
from benchmarks.beside import Pair
from benchmarks.edits import File
from benchmarks.figures import Bench, Figures, weight
from benchmarks.generate import Plan, World
from benchmarks.measuring import Cost, FailedError, TooLongError, run
from benchmarks.peers import peer as peer_module
from benchmarks.peers.peer import MissingError, Peer, Program
from benchmarks.rows import Row
from minutes import checking

TITLES = {"stock": "stock Sphinx", "zensical": "Zensical", "quartz": "Quartz 4", "hugo": "Hugo", "bare": "Hugo, bare"}


def cost(cpu: float, **more: Any) -> dict[str, Any]:
    return {"cpu": cpu, "wall": cpu / 2, "peak": 500.0, "times": 1, "pages": 100, "bytes": 10**6, **more}


FIGURES = {
    "cold/ours/100": cost(4.0),
    "cold/ours/1000": cost(46.0, pages=1000, bytes=10**7, sources=800),
    "cold/parallel/1000": cost(50.0, pages=1000, wall=30.0, times=3),
    "cold/zensical/1000": cost(92.0),
    "cold/stock/1000": {"cpu": 460.0, "wall": 500.0, "pages": 1000, "times": 1, "sampled": 22},
    "cold/quartz/1000": {"over": 60.0},
    "cold/hugo/1000": cost(5.0, times=3),
    "cold/bare/1000": cost(2.0),
    "cold/bare/100": {"failed": "no lamps"},
    "edit/hugo/1000": cost(4.5),
    "edit/zensical/1000": {"over": 60.0},
    "dead/ours/12": {"page": True, "heading": True, "fails": False},
    "dead/bare/12": {"page": False, "heading": False, "fails": False},
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


def pair(theirs: dict[str, Any], ours: dict[str, Any], bar: float | None, field: str = "wall") -> Pair:
    return Pair("cold build", "Zensical", field, theirs, ours, bar)


def test_a_peer_is_to_take_so_much_longer() -> None:
    assert pair({"wall": 3.0}, {"wall": 2.0}, 1).met is True
    assert pair({"wall": 3.0}, {"wall": 2.0}, 2).met is False
    assert pair({"wall": 3.0}, {"wall": 2.0}, None).met is None
    assert pair({}, {"wall": 2.0}, 1).met is None
    assert pair({"wall": 3.0}, {}, 1).met is None
    assert pair({"wall": 3.0, "cpu": 1.0}, {"wall": 1.0, "cpu": 6.0}, 1 / 6, "cpu").met is True
    assert pair({"wall": 3.0, "cpu": 1.0}, {"wall": 1.0, "cpu": 6.1}, 1 / 6, "cpu").met is False


def test_what_was_ended_took_at_least_so_long() -> None:
    ended = pair({"over": 60.0}, {"wall": 30.0}, 1)
    assert (ended.ratio, ended.met, beside.factor(ended)) == (2.0, True, "over 2.0 × faster")
    early = pair({"over": 60.0}, {"wall": 90.0}, 1)
    assert (early.met, beside.factor(early)) == (None, "–")
    assert pair({"over": 60.0}, {"cpu": 30.0}, 1, "cpu").met is None  # a limit is one of wall time


def test_a_bar_holds_from_its_size_on() -> None:
    assert [beside.bar(beside.COLD, "stock", size) for size in (100, 300, 999, 1000, 3000)] == [None, 5, 5, 40, 40]
    assert beside.bar(beside.COLD, "bare", 10000) is None
    assert beside.bar(beside.EDITED, "hugo", 10000) == 1


def test_what_is_promised_is_told_with_the_figures() -> None:
    found = rows.promises(FIGURES)
    assert "cold build, 100 meetings" not in found  # where there are larger ones
    small = rows.promises({"cold/ours/100": cost(4.0)})
    assert line(small, "cold build, 100 meetings, CPU a page") == ["40.0 ms", "45.0 ms", "0.89", "yes", "1"]
    assert line(found, "cold build, 1,000 meetings, all processors, wall") == ["30.0 s", "–", "–", "–", "3"]
    assert line(found, "cold build, 1,000 meetings, CPU a page") == ["46.0 ms", "45.0 ms", "1.02", "**missed**", "1"]
    assert line(found, "the same, a page of Markdown") == ["57.5 ms", "–", "–", "–", "1"]
    assert line(found, "growth of CPU seconds") == ["1.06", "1.05", "1.01", "**missed**", "–"]
    assert line(found, "growth of bytes") == ["1.00", "1.05", "0.95", "yes", "–"]
    assert line(found, "a meeting's prose edited, 1,000") == ["1.5 s", "2.0 s", "0.75", "yes", "1"]
    assert line(found, "the same: pages that had to change, of 260") == ["250 pages", "–", "–", "–", "1"]
    assert line(found, "the same: files that are not") == ["0 files", "0 files", "–", "yes", "1"]
    assert line(found, "the same: pages rewritten as") == ["10 pages", "0 pages", "–", "**missed**", "1"]
    search = "first search, 1,000 meetings, the worst of 5 questions"
    assert line(found, f"{search}: its page") == ["20.0 KB", "150.0 KB", "0.13", "yes", "–"]
    assert line(found, f"{search}: fetched only") == ["141.0 KB", "120.0 KB", "1.18", "**missed**", "–"]
    assert line(found, f"{search}: from asking") == ["0.10 s", "0.15 s", "0.67", "yes", "–"]
    assert line(found, "indexing for the search") == ["6.0 ms", "15.0 ms", "0.40", "yes", "1"]
    assert "first visit" not in found


def test_peers_stand_beside_ours_with_gaps_told() -> None:
    found = [
        [each.strip() for each in one.strip("|").split("|")]
        for one in beside.comparison(FIGURES, TITLES).splitlines()[2:]
    ]
    cold, edit = "cold build, 1,000 meetings", "one meeting edited, 1,000 meetings"
    stock = ["about 460.0 s / 46.0 s", "about 500.0 s / 23.0 s", "– / 0.50 GB", "1 / 1", "CPU", "10.0 × faster"]
    zensical = ["92.0 s / 50.0 s", "46.0 s / 30.0 s", "0.50 GB / 0.50 GB", "1 / 3", "wall", "1.5 × faster"]
    quartz = ["– / 50.0 s", "over 60 s / 30.0 s", "– / 0.50 GB", "– / 3", "wall", "over 2.0 × faster"]
    hugo = ["5.0 s / 46.0 s", "2.5 s / 23.0 s", "0.50 GB / 0.50 GB", "3 / 1", "CPU", "9.2 × slower"]
    bare = ["2.0 s / 46.0 s", "1.0 s / 23.0 s", "0.50 GB / 0.50 GB", "1 / 1", "CPU", "23.0 × slower"]
    failed = ["failed / 4.0 s", "failed / 2.0 s", "failed / 0.50 GB", "– / 1", "CPU", "–"]
    late = ["– / 3.0 s", "over 60 s / 1.5 s", "– / 0.50 GB", "– / 1", "wall", "over 40.0 × faster"]
    edited = ["4.5 s / 3.0 s", "2.2 s / 1.5 s", "0.50 GB / 0.50 GB", "1 / 1", "CPU", "1.5 × faster"]
    assert found == [
        ["cold build, 100 meetings", "Hugo, bare", *failed, "–", "–"],
        [cold, "stock Sphinx", *stock, "40 × faster", "**missed**"],
        [cold, "Zensical", *zensical, "faster", "yes"],
        [cold, "Quartz 4", *quartz, "faster", "yes"],
        [cold, "Hugo", *hugo, "at most 6 × slower", "**missed**"],
        [cold, "Hugo, bare", *bare, "–", "–"],
        [edit, "Zensical", *late, "–", "–"],
        [edit, "Hugo", *edited, "faster", "yes"],
    ]


def test_a_gap_is_shown_where_there_is_a_bar() -> None:
    found = beside.comparison({"cold/ours/10000": cost(900.0)}, TITLES)
    assert line(found, "cold build, 10,000 meetings")[:2] == ["Hugo", "– / 900.0 s"]


def test_dead_links_are_told_of() -> None:
    found = beside.links(FIGURES, TITLES)
    assert line(found, "ours") == ["yes", "yes"]
    assert line(found, "Hugo, bare") == ["no", "no"]
    assert beside.links({}, TITLES) == ""


def test_nothing_measured_gives_tables_without_figures() -> None:
    assert "–" in rows.promises({})
    assert beside.comparison({}, TITLES).count("\n") == 1


@pytest.fixture(autouse=True)
def nothing_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "load", lambda: 0.5)


def test_a_figure_is_taken_once_and_kept_at_once(tmp_path: Path) -> None:
    path = tmp_path / "all.json"
    first = Figures(path, {"commit": "a", "peers": {"x": "1"}})
    assert first.take("k", lambda number: {"cpu": number}, 3) == {"cpu": 3, "load": 0.5}
    with pytest.raises(ZeroDivisionError):
        first.take("broken", lambda: {"cpu": 1 / 0})
    assert json.loads(path.read_text("utf-8"))["figures"] == {"k": {"cpu": 3, "load": 0.5}}
    again = Figures(path, {"commit": "a", "peers": {}}, go_on=True)
    assert again.take("k", lambda: {"cpu": 4}) == {"cpu": 3, "load": 0.5}
    assert again.about["peers"] == {"x": "1"}
    assert Figures(path, {"commit": "b"}).taken == {}
    with pytest.raises(ValueError, match="are of commit a"):
        Figures(path, {"commit": "b"}, go_on=True)


def test_a_figure_says_how_busy_the_machine_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loads = iter([0.5, 4.0, 3.0, 1.0])
    monkeypatch.setattr(figures, "load", lambda: next(loads))
    kept = Figures(tmp_path / "all.json", {"commit": ""})
    assert kept.take("others came", lambda: {"cpu": 3})["load"] == 4.0
    assert kept.take("others went", lambda: {"cpu": 3})["load"] == 3.0


def test_what_fails_is_told_and_tried_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> dict[str, Any]:
        raise FailedError("no lamps")

    def dawdle() -> dict[str, Any]:
        raise TooLongError("sleep", 60)

    kept = Figures(tmp_path / "all.json", {"commit": ""})
    assert kept.take("k", fail) == {"failed": "no lamps", "load": 0.5}
    assert kept.take("l", dawdle) == {"over": 60, "load": 0.5}
    assert "no lamps" in capsys.readouterr().err
    assert Figures(tmp_path / "all.json", {"commit": ""}, go_on=True).taken == {"l": {"over": 60, "load": 0.5}}


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
    slow = iter([Cost(1, 301, 1)])
    assert bench.median(lambda: next(slow))["times"] == 1
    patient = Bench(bench.figures, tmp_path, (1,), (1,), times=2, patience=301)
    slow = iter([Cost(1, 301, 1), Cost(1, 301, 1)])
    assert patient.median(lambda: next(slow))["times"] == 2


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
        (folder / "meetings").mkdir()
        for number in range(plan.meetings):
            (folder / f"meetings/{World(plan).day(number)}.md").write_text("word", encoding="utf-8")

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
    assert figure.keys() == {"cpu", "wall", "times", "pages", "sampled", "with"}
    assert (figure["times"], figure["with"]) == (1, "1")


def test_peers_get_what_they_can_bear_until_they_take_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench, small, program = toy(tmp_path, most=20)
    bench = replace(bench, sizes=(4, 8, 20, 30), edited=(8,))
    monkeypatch.setattr(cold, "PEERS", {"toy": small})
    asked: list[int] = []

    def build(bench: Bench, peer: Peer, program: Program, size: int) -> dict[str, Any]:
        asked.append(size)
        return {"cpu": 1.0} if size < 8 else {"over": 1.0}

    monkeypatch.setattr(cold, "peer", build)
    cold.measure_peers(bench, {"toy": program})
    assert asked == [4, 8]
    assert bench.figures.taken["cold/toy/20"]["over"] == bench.limit
    assert not {"cold/toy/30", "edit/toy/8"} & bench.figures.taken.keys()


def test_a_peer_builds_again_after_an_edit_in_a_run_that_goes_on_too(tmp_path: Path) -> None:
    bench, peer, program = toy(tmp_path)
    figure = cold.again(bench, peer, program, 4)  # with no build before
    assert figure["with"] == "1"
    assert (cold.place(bench, peer, 4) / "site" / "0.html").exists()
    [edited] = [each for each in bench.folder.rglob("*.md") if "One sentence more" in each.read_text("utf-8")]
    assert edited.stem == World(Plan(4)).day(2)


@pytest.mark.parametrize(
    ("says", "found"),
    [
        ("print('warning: nobody-at-all')", {"page": True, "heading": False, "fails": False}),
        ("raise SystemExit('no-\x1b[1msuch-heading')", {"page": False, "heading": True, "fails": True}),
        ("pass", {"page": False, "heading": False, "fails": False}),
    ],
)
def test_what_is_said_of_dead_links(tmp_path: Path, says: str, found: dict[str, bool]) -> None:
    bench, peer, program = toy(tmp_path)
    peer = replace(peer, command=lambda *_: [sys.executable, "-c", says])
    assert cold.dead(bench, peer, program) == {**found, "with": "1"}
    assert not cold.place(bench, peer, cold.FEW_MEETINGS).exists()


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


def test_a_run_in_pieces_knows_the_peers_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    about: dict[str, Any] = {"commit": "a", "peers": {"toy": "1", "zensical": "2"}, "absent": {}}
    about["absent"] = {"toy": {"why": "", "how": ""}, "quartz": {"why": "", "how": ""}}
    bench = Bench(Figures(tmp_path / "x.json", about), tmp_path, (4,), (4,), peers=("toy", "hugo"))
    monkeypatch.setattr(cold, "found", lambda names: ({"toy": Program(Path("toy"), "3")}, {"hugo": "no network"}))
    monkeypatch.setattr(cold, "measure_peers", lambda *_: None)
    whole.peers(bench)
    assert bench.figures.about["peers"] == {"toy": "3", "zensical": "2"}
    assert bench.figures.about["absent"].keys() == {"quartz", "hugo"}


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
    taken = {**FIGURES, "nothing/ours/1": {"load": 0.25}, "nothing/ours/2": {"load": 1.5}}
    kept.write_text(json.dumps({"about": about, "figures": taken}), encoding="utf-8")
    page.write_text(f"# Before\n\n{refresh.START}of yesterday\n{refresh.END}\nafter\n", encoding="utf-8")
    refresh.refresh(kept, page)
    text = page.read_text("utf-8")
    assert text.startswith("# Before\n")
    assert text.endswith("\nafter\n")
    assert "of yesterday" not in text
    assert "Quartz 4 could not be had: `git clone it`." in text
    assert "after each was taken: 0.25 to 1.5." in text
    assert "| Hugo, bare " in text
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
    assert whole.main(["--sizes", "1000,3000", "--only", "cold", "--patience", "9", *folder]) == 0
    small, full, _, quick, _, part = asked
    assert (part.edited, part.patience) == ((1000,), 9)
    assert (small.sizes, small.edited, small.books) == ((10, 30), (30,), 30)
    assert (full.sizes, full.edited, full.times) == ((100, 300, 1000, 3000, 10000), (1000, 10000), 3)
    assert (quick.edited, quick.times) == ((100,), 1)
    assert {each.name for each in tmp_path.iterdir()} == {"all.json", "all.md", "quick.json", "quick.md"}
    with pytest.raises(SystemExit):
        whole.main(["--only", "lamps"])
