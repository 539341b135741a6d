"""The site is served as a good host would serve it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tools import serve

WORDS = b"<p>word " * 500


@pytest.fixture
def host(tmp_path: Path) -> Iterator[HTTPConnection]:
    (tmp_path / "index.html").write_bytes(WORDS)
    (tmp_path / "404.html").write_bytes(b"<p>lost")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "index.html").write_bytes(b"<p>inner")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with serve.serving(tmp_path) as address:
        connection = HTTPConnection(urlsplit(address).netloc, timeout=5)
        yield connection
        connection.close()


def answer(host: HTTPConnection, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    host.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = host.getresponse()
    return response, response.read()


def test_pages_come_compressed_to_whom_can_read_that(host: HTTPConnection) -> None:
    response, body = answer(host, "/", Accept_Encoding="gzip")
    assert (response.headers["Content-Encoding"], gzip.decompress(body)) == ("gzip", WORDS)
    assert len(body) < 100
    response, body = answer(host, "/index.html")
    assert (response.headers["Content-Encoding"], body) == (None, WORDS)


def test_pictures_are_compressed_already(host: HTTPConnection) -> None:
    response, body = answer(host, "/picture.png", Accept_Encoding="gzip")
    assert (response.headers["Content-Encoding"], body) == (None, b"\x89PNG")


def test_what_is_known_is_not_sent_again(host: HTTPConnection) -> None:
    first, _ = answer(host, "/")
    assert first.headers["Cache-Control"] == "no-cache"
    again, body = answer(host, "/", If_None_Match=str(first.headers["ETag"]))
    assert (again.status, body) == (304, b"")
    assert "immutable" in str(answer(host, "/picture.png?v=1")[0].headers["Cache-Control"])


def test_a_lost_address_gets_the_page_for_it(host: HTTPConnection) -> None:
    response, body = answer(host, "/gone.html")
    assert (response.status, body) == (404, b"<p>lost")


def test_a_folder_is_its_front_page(host: HTTPConnection) -> None:
    response, _ = answer(host, "/folder")
    assert (response.status, response.headers["Location"]) == (301, "/folder/")
    assert answer(host, "/folder/")[1] == b"<p>inner"


def test_a_head_has_no_body(host: HTTPConnection) -> None:
    response, body = answer(host, "/", "HEAD")
    assert (response.status, response.headers["Content-Length"], body) == (200, str(len(WORDS)), b"")


def test_the_headers_are_read_from_the_recipe(host: HTTPConnection) -> None:
    response, _ = answer(host, "/")
    assert serve.headers()["X-Content-Type-Options"] == "nosniff"
    assert {name: response.headers[name] for name in serve.headers()} == serve.headers()


def test_an_edition_alone_answers_to_its_permanent_addresses(host: HTTPConnection) -> None:
    assert answer(host, "/2026.1/")[1] == answer(host, "/2026.1/index.html")[1] == WORDS
    assert answer(host, "/2026.1/gone.html")[0].status == 404


def test_in_the_site_of_all_editions_an_address_means_what_it_says(tmp_path: Path) -> None:
    for name in ("index.html", "2026.1/index.html", "2026.1/a.css", "latest/a.css"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    with serve.serving(tmp_path) as address:
        host = HTTPConnection(urlsplit(address).netloc, timeout=5)
        assert answer(host, "/2026.1/")[1] == b"2026.1/index.html"
        assert answer(host, "/2026.1/latest/a.css")[0].status == 404
        kept = {
            path: "immutable" in str(answer(host, path)[0].headers["Cache-Control"])
            for path in (
                "/",
                "/2026.1/",
                "/2026.1/index.html?v=1",
                "/2026.1/a.css",
                "/latest/a.css",
                "/latest/a.css?v=1",
            )
        }
        host.close()
    assert [path for path, yes in kept.items() if yes] == ["/2026.1/a.css", "/latest/a.css?v=1"]
