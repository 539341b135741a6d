"""Every page is HTML as the standard has it: the Nu checker finds no error."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from typing import NamedTuple

import pytest

from tests.built import Made
from tools import parts

BROKEN = "<!DOCTYPE html><html lang=en><title>Broken</title><p><section>One</p></section><p id=a><p id=a>"


class Message(NamedTuple):
    """What the checker says, and where."""

    error: bool
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@pytest.fixture(scope="module")
def messages(archive: Made, tmp_path_factory: pytest.TempPathFactory) -> list[Message]:
    """What the checker says of all pages, and of a broken one: one run, since to start it takes some seconds."""
    checker, java = parts.find("vnu-jar/build/dist/vnu.jar"), shutil.which("java")
    if checker is None:
        pytest.skip("the Nu checker is not installed: python tools/parts.py")
    if java is None:
        pytest.skip("there is no java on PATH, and the Nu checker needs one")
    broken = tmp_path_factory.mktemp("broken") / "broken.html"
    broken.write_text(BROKEN, encoding="utf-8")
    done = subprocess.run(
        [java, "-jar", checker, "--skip-non-html", "--format", "json", "--stdout", archive.out, broken],
        capture_output=True,
        text=True,
        check=False,
    )
    folder = f"{archive.out.as_uri().replace('///', '/', 1)}/"
    return [
        Message(each["type"] != "info", f"{each['url'].removeprefix(folder)}:{each.get('lastLine')}", each["message"])
        for each in json.loads(done.stdout)["messages"]
    ]


def test_no_page_has_an_error(messages: list[Message]) -> None:
    advice = Counter(each.what for each in messages if not each.error)
    told = "\n".join(f"{number} times: {what}" for what, number in advice.most_common())
    assert [str(each) for each in messages if each.error and "broken.html" not in each.where] == [], told


def test_an_error_would_be_seen(messages: list[Message]) -> None:
    found = [each.what for each in messages if each.error and "broken.html" in each.where]
    assert any("Duplicate ID" in each for each in found)
