"""The recipes for hosts do what they say: they are run, as far as a machine without a host can."""

from __future__ import annotations

import ast
import gzip
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
import yaml

from tools import headers as headers_file
from tools.serve import headers

ROOT = Path(__file__).parents[2]
HOSTING = ROOT / "hosting"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
WORKFLOW, READTHEDOCS = ROOT / ".github/workflows/pages.yml", ROOT / ".readthedocs.yaml"
KEPT = "public, max-age=31536000, immutable"
PAGE = b"<!doctype html><title>A page</title>" + b"<p>word " * 200


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site of two editions."""
    root = tmp_path_factory.mktemp("hosted") / "site"
    for name in (
        *("index.html", "latest/index.html", "latest/people/new.html", "latest/people/old.html"),
        *("2026.1/index.html", "2026.1/people/old.html", "2026.2/people/old.html", "2026.2/people/new.html"),
        *(
            "2026.1/_static/archive.css",
            "2026.1/people/old.bib",
            "2026.1/pagefind/en.pf_index",
            "2026.1/pagefind/w.wasm",
        ),
        *(
            "latest/_static/archive.css",
            "latest/.buildinfo",
            "editions.json",
            "2026.2/_static/x/y.js",
            "2026.1/data.xml",
        ),
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PAGE)
    (root / "404.html").write_bytes(b"<p>lost")
    (root / "redirects.map").write_text(
        '"/latest/people/old.html" "/latest/people/new.html";\n'
        '"/2026.2/people/old.html" "/2026.2/people/new.html#posts";\n'
        f'"/2026.2/people/{"very-" * 40}old.html" "/2026.2/people/new.html";\n',
        encoding="utf-8",
    )
    return root


# -- nginx ---------------------------------------------------------------------------------------------

#: What a system has around the recipe; all that is written stays in the test's folder.
AROUND = """
daemon off;
master_process off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log warn;
events {{ worker_connections 64; }}
http {{
  {types}
  default_type application/octet-stream;
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  include maps.conf;
  server {{
    listen 127.0.0.1:{port};
    root {site};
    include archive.conf;
  }}
}}
"""
TYPES = "types { text/html html; text/css css; application/javascript js; application/wasm wasm; text/xml xml; }"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def configured(folder: Path, site: Path, port: int) -> Path:
    """The recipe's files in a folder, for a site and a port."""
    for path in (HOSTING / "headers.conf", HOSTING / "nginx/archive.conf", HOSTING / "nginx/maps.conf"):
        text = path.read_text(encoding="utf-8").replace("/srv/archive/", f"{site}/")
        (folder / path.name).write_text(text, encoding="utf-8")
    main = folder / "nginx.conf"
    main.write_text(AROUND.format(folder=folder, port=port, site=site, types=TYPES), encoding="utf-8")
    return main


@pytest.fixture(scope="module")
def host(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HTTPConnection]:
    """The site behind a real nginx."""
    if NGINX is None:
        pytest.skip("there is no nginx: install it (apt-get install nginx-light)")
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    command = [NGINX, "-p", str(folder), "-c", str(configured(folder, site, port)), "-e", str(folder / "error.log")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        try:
            for _ in range(100):
                with socket.socket() as asked:
                    if asked.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if running.poll() is not None:
                    assert running.stdout is not None
                    pytest.fail(f"nginx ended: {running.stdout.read()}")
                time.sleep(0.05)
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            yield connection
            connection.close()
            assert (folder / "error.log").read_text(encoding="utf-8") == ""
        finally:
            running.terminate()


def answer(host: HTTPConnection, path: str, **given: str) -> tuple[HTTPResponse, bytes]:
    host.request("GET", path, headers={name.replace("_", "-"): value for name, value in given.items()})
    response = host.getresponse()
    return response, response.read()


@pytest.mark.parametrize(
    "path", ["/", "/2026.1/", "/latest/_static/archive.css", "/nowhere.html", "/latest/people/old.html"]
)
def test_nginx_sends_the_headers_with_every_answer(host: HTTPConnection, path: str) -> None:
    response, _ = answer(host, path)
    assert {name: response.headers.get_all(name) for name in headers()} == {k: [v] for k, v in headers().items()}
    assert response.headers["Server"] == "nginx"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/", False),
        ("/2026.1/", False),
        ("/2026.1/index.html", False),
        ("/2026.1/people/old.html", False),
        ("/2026.1/people/old.html?v=1", False),
        ("/latest/people/new.html", False),
        ("/editions.json", False),
        ("/latest/_static/archive.css", False),
        ("/latest/_static/archive.css?v=1a2b", True),
        ("/latest/_static/archive.css?v=", False),
        ("/2026.1/_static/archive.css", True),
        ("/2026.1/_static/archive.css?v=1a2b", True),
        ("/2026.1/people/old.bib", True),
        ("/2026.1/pagefind/en.pf_index", True),
        ("/2026.2/_static/x/y.js", True),
        ("/2026.1/_static/gone.css", False),
        ("/2026.2/people/old.html", False),
    ],
)
def test_nginx_lets_be_kept_what_never_changes(host: HTTPConnection, path: str, *, kept: bool) -> None:
    assert answer(host, path)[0].headers.get_all("Cache-Control") == [KEPT if kept else "no-cache"]


def test_nginx_does_not_send_again_what_is_known(host: HTTPConnection) -> None:
    first, _ = answer(host, "/2026.1/index.html", Accept_Encoding="gzip")
    again, body = answer(host, "/2026.1/index.html", If_None_Match=first.headers["ETag"], Accept_Encoding="gzip")
    assert (again.status, body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/2026.1/", "/2026.1/_static/archive.css", "/2026.1/pagefind/w.wasm", "/2026.1/data.xml"]
)
def test_nginx_compresses_what_can_be(host: HTTPConnection, path: str) -> None:
    response, body = answer(host, path, Accept_Encoding="gzip")
    assert (response.headers["Content-Encoding"], gzip.decompress(body)) == ("gzip", PAGE)
    assert response.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in answer(host, path)[0].headers


def test_nginx_compresses_nothing_twice(host: HTTPConnection) -> None:
    assert "Content-Encoding" not in answer(host, "/2026.1/pagefind/en.pf_index", Accept_Encoding="gzip")[0].headers


@pytest.mark.parametrize(
    "path", ["/nowhere", "/2026.1/people/nobody.html", "/2026.9/", "/latest/.buildinfo", "/.git/config"]
)
def test_nginx_has_a_page_for_lost_addresses(host: HTTPConnection, path: str) -> None:
    response, body = answer(host, path)
    assert (response.status, body) == (404, b"<p>lost")


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/latest/people/old.html", "/latest/people/new.html"),
        ("/2026.2/people/old.html", "/2026.2/people/new.html#posts"),
        (f"/2026.2/people/{'very-' * 40}old.html", "/2026.2/people/new.html"),
        ("/2026.1", "/2026.1/"),
    ],
)
def test_nginx_redirects_what_moved(host: HTTPConnection, path: str, to: str) -> None:
    response, _ = answer(host, path)
    assert (response.status, response.headers["Location"]) == (301, to)


def test_nginx_leaves_a_page_of_an_older_edition_where_it_is(host: HTTPConnection) -> None:
    response, body = answer(host, "/2026.1/people/old.html")
    assert (response.status, body) == (200, PAGE)
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.skipif(NGINX is None, reason="there is no nginx: install it (apt-get install nginx-light)")
def test_nginx_needs_no_list_of_what_moved(site: Path, tmp_path: Path) -> None:
    """And takes the example as it is, but for a certificate that it can't have."""
    main = configured(tmp_path, tmp_path / "empty", 8000)
    example = (HOSTING / "nginx/site.conf").read_text(encoding="utf-8")
    example = re.sub(r"^ *ssl_certificate.*\n", "", example, flags=re.MULTILINE)
    example = example.replace("listen 443 ssl http2;", "listen 8443;").replace("listen 80;", "listen 8080;")
    assert "ssl" not in example
    text = main.read_text(encoding="utf-8")
    main.write_text(f"{text.rstrip().removesuffix('}')}\n{example}\n}}\n", encoding="utf-8")
    command = [str(NGINX), "-t", "-p", str(tmp_path), "-c", str(main), "-e", str(tmp_path / "error.log")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr.replace("error.log warn", "")


# -- hosts that read files at the top of the site -----------------------------------------------------------


def test_the_file_of_headers_lets_be_kept_what_never_changes(site: Path) -> None:
    headers_file.main([str(site)])
    text = (site / "_headers").read_text(encoding="utf-8")
    (site / "_headers").unlink()
    assert text.startswith((HOSTING / "_headers").read_text(encoding="utf-8"))
    found = dict(re.findall(r"^(/\S+)\n  Cache-Control: (.+)$", text, re.MULTILINE))
    assert found == dict.fromkeys(("/2026.1/_static/*", "/2026.1/pagefind/*", "/2026.2/_static/*"), KEPT)


# -- builds by a host --------------------------------------------------------------------------------------


def sessions() -> set[str]:
    """The sessions of the noxfile."""
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    return {each.name for each in tree.body if isinstance(each, ast.FunctionDef) and each.decorator_list}


def steps() -> list[str]:
    """The commands that both hosts run."""
    jobs = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))["jobs"]
    found = [step["run"] for job in jobs.values() for step in job["steps"] if "run" in step]
    return [*found, *yaml.safe_load(READTHEDOCS.read_text(encoding="utf-8"))["build"]["commands"]]


def test_the_hosts_run_what_there_is_to_run() -> None:
    run = [name for each in steps() for name in re.findall(r"nox -s (\S+)", each)]
    assert run.count("editions") == 2
    assert set(run) <= sessions()
    known = r'(?:ARCHIVE_URL="\S+" )?python -m (?:pip install nox|nox -s .+)|(?:git fetch|mkdir -p|cp -R) .+'
    assert [each for each in steps() if not re.fullmatch(known, each)] == []


def test_the_workflow_builds_from_the_whole_history_and_publishes_the_whole_site() -> None:
    workflow = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    build, deploy = workflow["jobs"]["build"], workflow["jobs"]["deploy"]
    used = {each["uses"].partition("@")[0]: each.get("with", {}) for each in build["steps"] if "uses" in each}
    assert used["actions/checkout"]["fetch-depth"] == 0
    assert used["actions/cache"]["path"] == "_build/editions"
    assert used["actions/upload-pages-artifact"]["path"] == "_build/site"
    assert deploy["needs"] == "build"
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert workflow["permissions"] == {"contents": "read"}
    everything = [each["uses"] for job in (build, deploy) for each in job["steps"] if "uses" in each]
    assert [each for each in everything if not re.fullmatch(r"actions/[a-z-]+@v\d+", each)] == []
    (edition,) = (each for each in build["steps"] if each.get("run", "").endswith("editions"))
    assert edition["env"] == {"ARCHIVE_URL": "${{ steps.pages.outputs.base_url }}/"}
    assert [each["id"] for each in build["steps"] if each.get("uses", "").startswith("actions/configure-pages")] == [
        "pages"
    ]


def test_the_steps_of_read_the_docs_run_in_a_shallow_clone(tmp_path: Path) -> None:
    """In order, by a shell, with a nox and a pip that only say what they were asked for."""
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    origin, clone, programs = tmp_path / "origin", tmp_path / "clone", tmp_path / "programs"
    for command in (
        [*git, "init", "-q", str(origin)],
        *([*git, "-C", str(origin), "commit", "-q", "--allow-empty", "-m", each] for each in ("one", "two")),
        [*git, "-C", str(origin), "tag", "2026.1", "HEAD~1"],
        [*git, "clone", "-q", "--depth", "1", origin.as_uri(), str(clone)],
    ):
        subprocess.run(command, check=True, capture_output=True)
    programs.mkdir()
    (programs / "python").write_text(
        '#!/bin/sh\necho "$ARCHIVE_URL $*" >> "$TOLD"\n'
        'case "$*" in *editions) mkdir -p _build/site/2026.1; touch _build/site/index.html;; esac\n',
        encoding="utf-8",
    )
    (programs / "python").chmod(0o755)
    out, told = tmp_path / "output", tmp_path / "told"
    variables = {
        **os.environ,
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
        "READTHEDOCS_CANONICAL_URL": "https://archive.example.org/",
        "READTHEDOCS_OUTPUT": str(out),
        "TOLD": str(told),
    }
    variables.pop("ARCHIVE_URL", None)
    for command in yaml.safe_load(READTHEDOCS.read_text(encoding="utf-8"))["build"]["commands"] * 2:  # and once more
        done = subprocess.run(
            ["sh", "-c", command], cwd=clone, env=variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"
    asked = [" -m pip install nox", "https://archive.example.org/ -m nox -s editions"]
    assert told.read_text(encoding="utf-8").splitlines() == asked * 2
    assert sorted(path.name for path in (out / "html").iterdir()) == ["2026.1", "index.html"]
    history = subprocess.run(
        ["git", "-C", str(clone), "log", "--format=%s"], capture_output=True, text=True, check=True
    )
    assert history.stdout.split() == ["two", "one"]
    assert subprocess.run(["git", "-C", str(clone), "tag"], capture_output=True, check=True).stdout == b"2026.1\n"
