"""Pagefind, told of one entry after the other: an index that is the same in every build.

Its command reads a folder in the order in which the disk lists it, and its Python interface waits a tenth
of a second for each entry; so we speak with its program as that interface does, a question at a time.
Nothing here knows Sphinx.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from io import BufferedReader, BufferedWriter
from pathlib import Path
from typing import IO, Any

from pagefind.service import get_executable

#: Places of words in one file of the index. A query fetches a file for each of its words, and the list of all
#: files first: small files suit a small index, and a long list of them no index at all.
SMALLEST, LARGEST = 800, 3000
#: Of what Pagefind makes, all that a page of ours asks for: the program, and an index of its own.
PROGRAM = ("pagefind.js", "wasm.en.pagefind")
INDEX = ("pagefind-entry.json", "*.pf_meta", "*.pf_index", "*.pf_fragment")


class IndexingError(Exception):
    """Pagefind can't be run, or did not do what it was asked; says why."""


def _ask(to: IO[bytes], answers: BufferedReader, **payload: object) -> dict[str, Any]:
    """One question and its answer: Base64 of JSON, and a comma."""
    to.write(base64.b64encode(json.dumps({"message_id": 1, "payload": payload}).encode()) + b",")
    to.flush()
    answer = bytearray()
    while not answer.endswith(b","):
        if not (more := answers.read1(1 << 16)):
            raise IndexingError("Pagefind stopped before it had answered")
        answer += more
    found: dict[str, Any] = json.loads(base64.b64decode(answer[:-1]))["payload"]
    if found["type"] == "Error":
        raise IndexingError(f"Pagefind says: {found['message']}")
    return found


def index(entries: Sequence[tuple[str, str]], *, program: Path | None = None) -> Iterator[tuple[str, bytes]]:
    """The (path, content) of each file of an index of (address, HTML) pairs; raise IndexingError if that fails.

    Pagefind could write them itself, but answers before it has written the last of them.
    """
    program = program or get_executable()
    if program is None:
        raise IndexingError("Pagefind is not installed; install `pagefind[bin]`")
    size = min(LARGEST, max(SMALLEST, 2 * len(entries)))
    settings = {**os.environ, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": str(size)}
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    try:
        with subprocess.Popen([program, "--service"], env=settings, stdin=pipe, stdout=pipe, stderr=nowhere) as process:
            try:
                assert isinstance(process.stdin, BufferedWriter)
                assert isinstance(process.stdout, BufferedReader)
                pair = (process.stdin, process.stdout)
                number = _ask(*pair, type="NewIndex", config={"force_language": "en"})["index_id"]
                for address, html in entries:
                    _ask(*pair, type="AddFile", index_id=number, file_path=None, url=address, file_contents=html)
                files = _ask(*pair, type="GetFiles", index_id=number)["files"]
            finally:
                process.kill()  # it is done, or of no more use
    except OSError as error:
        raise IndexingError(f"Pagefind can't be run: {error}") from error
    for file in sorted(files, key=lambda each: str(each["path"])):
        if any(fnmatch(Path(file["path"]).name, pattern) for pattern in (*PROGRAM, *INDEX)):
            yield file["path"], base64.b64decode(file["content"])


def write(entries: Sequence[tuple[str, str]], folder: Path, *, whole: bool = True) -> None:
    """Write the files of an index into a folder, which has none; without *whole*, not the program that reads them."""
    for path, content in index(entries):
        if whole or path not in PROGRAM:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
