"""Serve a built site as a good host would: compressed, and with the headers of `hosting/headers.conf`.

    python tools/serve.py [FOLDER] [--port 8000]

For a look at the site, and for the checks of it; it is not made for the open internet. Standard library only.
"""

from __future__ import annotations

import argparse
import gzip
import re
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parents[1]
#: An edition in the site of all editions; all in it that is no page.
_EDITION = re.compile(r"/\d{4}\.\d+(?=/)")
_FROZEN = re.compile(r"/\d{4}\.\d+/.*(?<!\.html)(?<!/)\Z")
_HEADER = re.compile(r'^add_header ([\w-]+) "([^"]*)" always;$', re.MULTILINE)
_COMPRESSED = re.compile(r"text/|application/(?:json|wasm|xml|manifest\+json)|image/svg\+xml")


def headers() -> dict[str, str]:
    """The headers that a host sends with each answer."""
    return dict(_HEADER.findall((ROOT / "hosting" / "headers.conf").read_text(encoding="utf-8")))


@cache
def _zipped(path: Path, changed: float) -> bytes:
    return gzip.compress(path.read_bytes(), 6, mtime=0)


class Handler(SimpleHTTPRequestHandler):
    """Answers for one folder, without telling of each request."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    # Not left to what the system believes: with `nosniff`, a browser runs no script that is called text.
    extensions_map: Mapping[str, str] = {  # type: ignore[assignment]
        **SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".webmanifest": "application/manifest+json",
        ".xml": "application/xml",
    }

    def translate_path(self, path: str) -> str:
        """Where a file is. An edition that stands alone also answers to its permanent addresses."""
        edition = _EDITION.match(path)
        if edition and not Path(self.directory, edition[0][1:]).is_dir():
            path = path[edition.end() :]
        return super().translate_path(path)

    def do_GET(self) -> None:
        """Send what is asked for."""
        self._answer()

    def do_HEAD(self) -> None:
        """Send what would be said of it."""
        self._answer()

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def _answer(self) -> None:
        path, parts = Path(self.translate_path(self.path)), urlsplit(self.path)
        status = HTTPStatus.OK
        if path.is_dir():
            if not parts.path.endswith("/"):
                self.send_response(HTTPStatus.MOVED_PERMANENTLY)
                self.send_header("Location", f"{parts.path}/")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            path /= "index.html"
        if not path.is_file():
            path, status = Path(self.directory, "404.html"), HTTPStatus.NOT_FOUND
        kind = self.guess_type(path)
        body = path.read_bytes() if path.is_file() else b"There is no such page."
        zipped = "gzip" in self.headers.get("Accept-Encoding", "") and _COMPRESSED.match(kind) and path.is_file()
        if zipped:
            body = _zipped(path, path.stat().st_mtime)
        tag = f'"{zlib.crc32(body):08x}-{len(body):x}"'
        if status == HTTPStatus.OK and self.headers.get("If-None-Match") == tag:
            status, body = HTTPStatus.NOT_MODIFIED, b""
        self.send_response(status)
        self.send_header("ETag", tag)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Vary", "Accept-Encoding")
        # What never changes can be kept, and so can an address with a digest of what it leads to; anything else
        # is asked for again. See hosting/README.md.
        kept = _FROZEN.match(parts.path) or (parts.query.startswith("v=") and path.suffix != ".html")
        self.send_header("Cache-Control", "public, max-age=31536000, immutable" if kept else "no-cache")
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        for name, value in headers().items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            with suppress(ConnectionError):  # a page that leads on does not wait for its own end
                self.wfile.write(body)


@contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[str]:
    """Serve a folder while the context lasts; gives its address, without a slash at its end."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(Handler, directory=str(folder)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def main(arguments: list[str] | None = None) -> None:
    """Read the command line, and serve until interrupted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("--port", type=int, default=8000)
    given = parser.parse_args(arguments)
    server = ThreadingHTTPServer(("127.0.0.1", given.port), partial(Handler, directory=str(given.folder)))
    print(f"The site is at http://127.0.0.1:{server.server_port}/, until you press Ctrl+C.")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
