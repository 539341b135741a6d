"""The site of all editions: built once from commits, sealed, put together aside; nothing is lost when that fails."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from editions import __main__ as command
from editions import building, pages, site
from editions.model import Edition
from tests import checkouts, webpages
from tests.checkouts import ADDRESS, Checkout, two_editions

ROOT = Path(__file__).parents[2]
Told = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """A site of two editions; not to be changed."""
    found = two_editions(tmp_path_factory.mktemp("made") / "archive")
    assert found.run() == 0
    return found


@pytest.fixture
def checkout(made: Checkout, tmp_path: Path) -> Checkout:
    """A copy of it, to be broken."""
    found = Checkout.__new__(Checkout)
    found.root, found.time = tmp_path / "archive", made.time
    shutil.copytree(made.root, found.root)
    return found


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def table(checkout: Checkout) -> dict[str, Any]:
    return json.loads((checkout.site / "editions.json").read_text(encoding="utf-8"))


def sealed(checkout: Checkout, number: str) -> Path:
    commit = next(each["commit"] for each in table(checkout)["editions"] if each["number"] == number)
    return next((checkout.root / "_build" / "editions").glob(f"{commit[:16]}-*"))


def refused(checkout: Checkout, capsys: Told, *arguments: str) -> str:
    """What a run says that changes nothing."""
    before = bytes_of(checkout.site) if checkout.site.exists() else None
    capsys.readouterr()
    assert checkout.run(*arguments) == 1
    assert (bytes_of(checkout.site) if checkout.site.exists() else None) == before
    told = capsys.readouterr().out
    kept = "the last good one is still in _build/site" if before else "there is none from before"
    assert told.endswith(f"The site of all editions was not built: the reasons are above; {kept}.\n")
    assert list((checkout.root / "_build" / ".work" / "site").glob("*")) == []
    return told


# -- what there is -----------------------------------------------------------------------------------


def test_each_edition_stands_under_its_number_and_the_newest_as_the_latest(made: Checkout) -> None:
    assert {path.name for path in made.site.iterdir()} == {
        *("2026.1", "2026.2", "latest", "index.html", "404.html"),
        *("editions.css", "editions.json", "robots.txt", "sitemap.xml"),
        *("_redirects", "redirects.map"),
    }
    assert "for three years" in (made.site / "2026.1/people/ann.html").read_text()
    newest, latest = bytes_of(made.site / "2026.2"), bytes_of(made.site / "latest")
    assert latest == {name: content for name, content in newest.items() if not name.startswith("downloads/")}
    assert (made.site / "latest/objects.inv").exists()


@pytest.mark.parametrize("number", ["2026.1", "2026.2"])
def test_every_served_page_holds_its_frozen_bytes(made: Checkout, number: str) -> None:
    frozen = bytes_of(sealed(made, number) / "html")
    served = {name: data for name, data in bytes_of(made.site / number).items() if not name.startswith("downloads/")}
    assert served.keys() == frozen.keys()
    for name, data in served.items():
        if name.endswith(".html"):
            assert pages.unframed(data.decode()) == frozen[name].decode(), name
            assert (data != frozen[name]) == (name != "404.html")
        else:
            assert data == frozen[name], name


def test_every_link_of_the_site_lands(made: Checkout) -> None:
    html = {name: text for name, text in webpages.texts(made.site).items() if not name.endswith("404.html")}
    assert len(html) == 1 + 6 + 6 + 6
    dead = [each for each in webpages.dead_links(html) if not each.endswith(("SHA256SUMS#", ".json#"))]
    assert dead == []
    assert webpages.repeated_ids(html) == []
    for name, text in html.items():
        for link in re.findall(r'(?:href|src)="([^"#:]+)"', text):
            target = (made.site / name).parent / link.partition("?")[0]
            assert target.exists(), (name, link)


def test_the_switcher_follows_a_page_that_was_renamed(made: Checkout) -> None:
    older, newer = made.site / "2026.1/people/ann.html", made.site / "latest/people/ann-ash.html"
    assert 'href="../../latest/people/ann-ash.html"' in older.read_text()
    assert 'href="../../2026.1/people/ann.html"' in newer.read_text()
    assert f'canonical" href="{ADDRESS}latest/people/ann-ash.html"' in older.read_text()
    assert "not in 2026.1" in (made.site / "latest/people/cy.html").read_text()
    assert "no longer in" in (made.site / "2026.1/people/gone.html").read_text()


def test_what_changed_is_told(made: Checkout) -> None:
    assert "changed here" in (made.site / "latest/people/bob.html").read_text()
    assert 'id="edition-changes"' in (made.site / "latest/people/bob.html").read_text()
    assert "edition-here" not in (made.site / "latest/index.html").read_text()
    told = (made.site / "2026.2/changes.html").read_text()
    assert "twelve" in told
    assert 'href="../2026.2/downloads/' in told


def test_the_map_lists_the_newest_pages_and_those_that_only_older_editions_have(made: Checkout) -> None:
    listed = re.findall(r"<loc>(.*?)</loc>", (made.site / "sitemap.xml").read_text())
    assert listed == [
        ADDRESS,
        f"{ADDRESS}2026.1/people/gone.html",
        *(
            f"{ADDRESS}latest/{name}"
            for name in ("", "about.html", "people/ann-ash.html", "people/bob.html", "people/cy.html")
        ),
    ]
    assert f"Sitemap: {ADDRESS}sitemap.xml" in (made.site / "robots.txt").read_text()


def test_lost_addresses_lead_to_the_latest_edition(made: Checkout) -> None:
    assert '="/latest/_static/archive.css' in (made.site / "404.html").read_text()
    assert "2026.2/" not in re.sub(r"https://\S+", "", (made.site / "404.html").read_text())


def test_hosts_are_told_of_pages_that_moved_in_each_edition(made: Checkout) -> None:
    assert (made.site / "_redirects").read_text() == (
        "/latest/people/ann.html /latest/people/ann-ash.html 301\n"
        "/2026.2/people/ann.html /2026.2/people/ann-ash.html 301\n"
    )
    assert (made.site / "redirects.map").read_text().splitlines() == [
        '"/latest/people/ann.html" "/latest/people/ann-ash.html";',
        '"/2026.2/people/ann.html" "/2026.2/people/ann-ash.html";',
    ]


def test_the_table_says_what_there_is(made: Checkout) -> None:
    found = table(made)
    assert (found["schema"], found["latest"], found["url"]) == (1, "2026.2", ADDRESS)
    newest = found["editions"][0]
    assert (newest["number"], newest["date"], newest["summary"]) == ("2026.2", "2026-12-13", "More about Bob.")
    assert newest["commit"] == made.git("rev-parse", newest["commit"])
    assert newest["url"] == f"{ADDRESS}2026.2/"
    for each in newest["files"]:
        path = made.site / each["url"].removeprefix(ADDRESS)
        assert each["size"] == path.stat().st_size
        assert each["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
        assert each["sha256"] in (made.site / "index.html").read_text()
    assert [each["name"].partition("2026.2")[2] for each in newest["files"]] == ["-html.zip", ".epub", "-minutes.json"]


def test_the_files_come_with_their_sums(made: Checkout) -> None:
    folder = made.site / "2026.2/downloads"
    done = subprocess.run(
        ["sha256sum", "--check", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert done.stdout.count(": OK") == 3


def test_the_pages_to_read_offline_are_the_frozen_ones(made: Checkout, tmp_path: Path) -> None:
    with zipfile.ZipFile(made.site / "2026.1/downloads/nec-archive-2026.1-html.zip") as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        packed.extractall(tmp_path)
    assert bytes_of(tmp_path / "nec-archive-2026.1") == bytes_of(sealed(made, "2026.1") / "html")


def test_the_same_editions_make_the_same_site(made: Checkout, tmp_path: Path) -> None:
    again = two_editions(tmp_path / "elsewhere" / "copy")
    assert again.run() == 0
    assert bytes_of(again.site) == bytes_of(made.site)


def test_an_edition_is_built_once(checkout: Checkout, capsys: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    before = bytes_of(checkout.site)
    monkeypatch.setattr(checkouts, "build", lambda *given: pytest.fail("built again"))
    assert checkout.run() == 0
    assert capsys.readouterr().out.count(": as it was sealed, ") == 2
    assert bytes_of(checkout.site) == before


def test_the_root_page_shows_what_is_new_first(made: Checkout) -> None:
    html = (made.site / "index.html").read_text()
    assert (
        html.index("Edition 2026.2")
        < html.index("More about Bob.")
        < html.index('id="editions"')
        < html.index("The first.")
    )
    assert 'href="latest/index.html">Read the archive</a>' in html
    assert '<link rel="stylesheet" href="latest/_static/archive.css?v=1">' in html
    assert "style=" not in html


# -- checkouts of which no editions can be made ---------------------------------------------------------


def test_changes_that_are_in_no_commit(checkout: Checkout, capsys: Told) -> None:
    checkout.write("conf.py", "# other")
    checkout.git("mv", "people/bob.txt", "people/robert.txt")
    checkout.write("new-and-not-added.txt", "x")
    told = refused(checkout, capsys)
    assert "commit them: conf.py, people/robert.txt\n" in told


def test_the_register_may_be_tried_before_it_is_committed(checkout: Checkout) -> None:
    register = checkout.root / "editions.toml"
    register.write_text(register.read_text().replace("More about Bob.", "Bob, at length."))
    assert checkout.run() == 0
    assert "Bob, at length." in (checkout.site / "index.html").read_text()


def test_a_shallow_clone(made: Checkout, tmp_path: Path, capsys: Told) -> None:
    shallow = Checkout.__new__(Checkout)
    shallow.root = tmp_path / "shallow"
    made.git("clone", "--quiet", "--depth=1", made.root.as_uri(), str(shallow.root))
    assert "git fetch --unshallow" in refused(shallow, capsys)


@pytest.mark.parametrize("inside", [False, True])
def test_a_copy_without_history(tmp_path: Path, capsys: Told, inside: bool) -> None:
    if inside:
        Checkout(tmp_path / "other").commit("Something else")
    bare = Checkout.__new__(Checkout)
    bare.root = tmp_path / "other" / "archive"
    bare.root.mkdir(parents=True)
    told = refused(bare, capsys)
    assert "editions are made of commits: clone the repository" in told
    assert "python -m nox -s html epub pdf" in told


def test_no_git_at_all(checkout: Checkout, capsys: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "git is not installed" in refused(checkout, capsys)


def test_hooks_and_variables_of_the_caller_do_not_matter(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(checkout.root / "_build")
    hook = checkout.root / ".git/hooks/post-checkout"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert checkout.run() == 0


# -- builds that fail -----------------------------------------------------------------------------------


def test_every_edition_that_fails_is_named_and_the_others_are_built(
    checkout: Checkout, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    third = checkout.edition("2027.1", "2027-01-02", more="fails = 1\n")
    fourth = checkout.edition("2027.2", "2027-01-03", more="fails = 1\n# again\n")
    fifth = checkout.edition("2027.3", "2027-01-04")
    old = checkout.root / "editions.toml"
    entries = (("2027.3", "2027-01-04", fifth), ("2027.2", "2027-01-03", fourth), ("2027.1", "2027-01-02", third))
    kept = old.read_text()
    checkout.register(*((*each, "x") for each in entries), more="\n" + kept)
    told = refused(checkout, capsys)
    assert "edition 2027.1 failed: its html was not built; the end of" in told
    assert "edition 2027.2 failed: its html was not built; the end of" in told
    assert told.count("    the reason why") == 2
    assert "edition 2027.3: built and sealed" in told
    assert "worktrees" not in checkout.git("worktree", "list")
    assert len(checkout.git("worktree", "list").splitlines()) == 1
    assert not (checkout.root / "_build/editions/work").exists()


def test_the_end_of_a_log_is_shown(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    log.write_text("".join(f"line {number}\n" for number in range(50)))
    assert building.tail(log).splitlines() == [f"    line {number}" for number in range(30, 50)]
    assert building.tail(tmp_path / "none.txt") == ""


def test_pages_that_call_themselves_another_edition(checkout: Checkout, capsys: Told) -> None:
    checkout.write("conf.py", 'release = "2026." + "9"\n')  # which can't be read without a build
    commit = checkout.commit("Settings that are worked out")
    kept = (checkout.root / "editions.toml").read_text()
    checkout.register(("2027.1", "2027-01-02", commit, "x"), more="\n" + kept)
    assert "edition 2027.1 calls itself '2026.9': set release in conf.py" in refused(checkout, capsys)


def test_pages_that_stand_elsewhere(checkout: Checkout, capsys: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkouts, "ADDRESS", "https://other.example/")
    told = refused(checkout, capsys, "--rebuild", "2026.1")
    assert f"are to stand at {ADDRESS}2026.1/, and say that they do at 'https://other.example/2026.1/'" in told


def test_a_disk_that_is_full(checkout: Checkout, capsys: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, text: str) -> None:
        if path.name == "editions.json":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    with monkeypatch.context() as patched:
        patched.setattr(site, "write", full)
        assert "editions.json: No space left on device" in refused(checkout, capsys)
    assert checkout.run() == 0


def test_a_disk_that_is_full_while_an_edition_is_built(
    checkout: Checkout, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(folder: Path, name: str, target: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target))

    with monkeypatch.context() as patched:
        patched.setattr(building, "pack", full)
        told = refused(checkout, capsys, "--rebuild", "2026.1")
    assert re.search(r"edition 2026\.1 failed: .*-html\.zip: No space left on device", told)
    assert checkout.run() == 0  # the sealed one is still there


# -- runs that were killed ------------------------------------------------------------------------------

SLOW = """
import sys
sys.path[:0] = ["{root}", "{root}/_ext"]
from tests import checkouts
from editions import site
from editions.__main__ import main
import signal, os
def die(*given):
    os.kill(os.getpid(), signal.SIGKILL)
if "{when}" == "building":
    main(["--root", "{checkout}", "--rebuild", "2026.1"], die)
else:
    site.{when} = die
    main(["--root", "{checkout}"], checkouts.build)
"""


@pytest.mark.parametrize("when", ["building", "swap", "sitemap"])
def test_a_run_that_was_killed_leaves_the_last_site_and_the_next_one_recovers(checkout: Checkout, when: str) -> None:
    before = bytes_of(checkout.site)
    script = SLOW.format(root=ROOT, checkout=checkout.root, when=when)
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    assert bytes_of(checkout.site) == before
    if when == "building":
        assert len(checkout.git("worktree", "list").splitlines()) == 2
    assert checkout.run() == 0
    assert bytes_of(checkout.site) == before
    assert len(checkout.git("worktree", "list").splitlines()) == 1
    assert not (checkout.root / "_build/editions/work").exists()


def test_a_run_killed_between_the_two_renames_is_undone(checkout: Checkout, capsys: Told) -> None:
    before, work = bytes_of(checkout.site), site.work_in(checkout.root)
    work.aside.mkdir(parents=True, exist_ok=True)
    work.final.rename(work.old)
    work.new.mkdir()
    checkout.write("conf.py", "# changed, so that the run ends early")
    assert checkout.run() == 1
    assert "still in _build/site" in capsys.readouterr().out
    assert bytes_of(checkout.site) == before


# -- what was published stays ----------------------------------------------------------------------------


def test_a_sealed_edition_that_was_touched(checkout: Checkout, capsys: Told) -> None:
    folder, before = sealed(checkout, "2026.1"), bytes_of(checkout.site)
    (folder / "html/people/bob.html").unlink()
    (folder / "html/people/bob.html").write_text("other")
    (folder / "html/extra.html").write_text("more")
    told = refused(checkout, capsys)
    assert f"edition 2026.1 is not as it was sealed in {folder}: html/extra.html, html/people/bob.html; " in told
    assert "python -m nox -s editions -- --rebuild 2026.1" in told
    assert checkout.run("--rebuild", "2026.1") == 0
    assert bytes_of(checkout.site) == before


def test_a_seal_that_is_lost(checkout: Checkout, capsys: Told) -> None:
    (sealed(checkout, "2026.1") / building.SEAL).unlink()
    assert "edition 2026.1 has lost its seal" in refused(checkout, capsys)


def test_an_edition_that_is_not_what_was_published(
    checkout: Checkout, capsys: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkouts, "PAGE", checkouts.PAGE.replace("<main>", "<main class=new>"))
    told = refused(checkout, capsys, "--rebuild", "2026.1")
    assert re.search(r"edition 2026\.1 changed: its digest was \w{64} when it was published, and is \w{64} now", told)


def test_an_edition_that_names_another_commit_than_was_published(checkout: Checkout, capsys: Told) -> None:
    path = checkout.root / "editions.toml"
    old = table(checkout)["editions"][0]["commit"][:12]
    later = checkout.commit("The same words again")
    path.write_text(path.read_text().replace(old, later))
    assert "edition 2026.2 changed: its commit was " in refused(checkout, capsys)


def test_an_edition_that_is_gone(checkout: Checkout, capsys: Told) -> None:
    path = checkout.root / "editions.toml"
    path.write_text(path.read_text().partition("\n[[edition]]")[0])
    assert "edition 2026.1 is gone: it is published, and no longer in editions.toml" in refused(checkout, capsys)


def test_a_digest_in_the_register_holds_on_every_machine(checkout: Checkout, capsys: Told) -> None:
    digest = table(checkout)["editions"][-1]["digest"]
    path = checkout.root / "editions.toml"
    path.write_text(path.read_text() + f'sha256 = "{digest}"\n')
    assert checkout.run() == 0
    path.write_text(path.read_text().replace(digest, "0" * 64))
    assert f"edition 2026.1 changed: editions.toml has sha256 {'0' * 64}, and it is {digest}" in refused(
        checkout, capsys
    )


def test_a_site_at_another_address_is_another(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ARCHIVE_URL", "https://mirror.example/nec/")
    assert checkout.run() == 0
    assert table(checkout)["editions"][1]["url"] == "https://mirror.example/nec/2026.1/"
    assert '="/nec/latest/_static' in (checkout.site / "404.html").read_text()


def test_a_table_that_can_not_be_read(checkout: Checkout, capsys: Told) -> None:
    (checkout.site / "editions.json").write_text("{")
    assert "editions.json can't be read" in refused(checkout, capsys)


def test_an_edition_to_build_again_that_there_is_not(checkout: Checkout, capsys: Told) -> None:
    assert "there is no edition 2030.1 to build again, only 2026.1, 2026.2" in refused(
        checkout, capsys, "--rebuild", "2030.1"
    )


def test_redirects_that_can_not_be_read(checkout: Checkout, capsys: Told) -> None:
    checkout.write("redirects.toml", "people = \n")
    checkout.commit("Broken")
    assert "redirects.toml:1: this is not TOML" in refused(checkout, capsys)


# -- small parts ---------------------------------------------------------------------------------------


def test_the_address_is_that_of_the_settings() -> None:
    assert f'"ARCHIVE_URL", "{command.ADDRESS}"' in (ROOT / "conf.py").read_text(encoding="utf-8")


def test_a_disk_without_links_gets_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*given: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no)
    (tmp_path / "a").write_text("a")
    site.link(tmp_path / "a", tmp_path / "b" / "c")
    assert (tmp_path / "b" / "c").read_text() == "a"


def test_an_edition_is_known_by_what_its_commit_and_its_address_are(made: Checkout) -> None:
    workshops = [building.Workshop(made.root, None, each) for each in ("https://a/", "https://b/")]  # type: ignore[arg-type]
    edition = Edition("2026.1", "2026-11-22", "a" * 40, "x")
    assert len({each.place(edition) for each in workshops}) == 2
