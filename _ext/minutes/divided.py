"""Build one volume of a divided archive: read its pages and, knowing what the others have read, write them; join all.

    python -m minutes.divided read ROOT BUILDER VOLUMES NAME
    python -m minutes.divided write ROOT BUILDER VOLUMES NAME
    python -m minutes.divided join ROOT BUILDER VOLUMES WORK

*VOLUMES* is a folder with one for each volume. Reading leaves there its `inventory`: what Sphinx and the archive know
of the pages, which is all that the others need in order to link to them, to list them and to quote them. Writing
leaves `out`, the pages as they stand in the site, and `doctrees`. Joined, they are what a whole build would have left
behind before it makes the files of the whole site: `tools/build.py` goes on from there.
"""

from __future__ import annotations

import gc
import os
import pickle
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from sphinx.application import ENV_PICKLE_FILENAME, Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector
from sphinx.util import logging
from sphinx.util.build_phase import BuildPhase
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx.util.parallel import SerialTasks

from minutes import faulty, filetimes, preview_files, refresh, state, volumes
from minutes.collect import domain_of
from minutes.problems import warn
from minutes.webpages import WebFolders, WebPages

INVENTORY = "inventory"
OUT, DOCTREES = "out", "doctrees"
#: Of Sphinx's own search: what the volume's part of the index holds.
WORDS = "words"


class VolumeError(Exception):
    """A volume can't be built; its words say why, and what to do."""


def _start(root: Path, builder: str, folder: Path, processes: int) -> tuple[Sphinx, WebPages | WebFolders]:
    """Sphinx, with what it knows from the volume's folder."""
    app = Sphinx(
        *(root, root, folder / OUT, folder / DOCTREES, builder),
        confoverrides={"nitpicky": True},
        status=None,
        warning=sys.stderr,
        parallel=processes,
    )
    if not isinstance(app.builder, WebPages | WebFolders):
        raise VolumeError(f"a volume is of a site, and {builder} makes none")
    return app, app.builder


def read(root: Path, builder: str, place: Path, name: str, processes: int = 1) -> int:
    """Read the pages of a volume, and leave its inventory; the number of warnings."""
    own = volumes.shares(root, volumes.read(root))[name]
    folder = place / name
    shutil.rmtree(folder, ignore_errors=True)
    with patch_docutils(root), docutils_namespace():
        app, made = _start(root, builder, folder, processes)
        app.env.find_files(app.config, made)
        made.phase = BuildPhase.READING
        app.events.emit("env-before-read-docs", app.env, own)
        with logging.pending_warnings():
            made._read_serial(own)
        (folder / INVENTORY).mkdir()
        _save(app.env, folder / INVENTORY / ENV_PICKLE_FILENAME)
        shutil.rmtree(folder / OUT, ignore_errors=True)
        return app._warncount


def write(root: Path, builder: str, place: Path, name: str, processes: int = 1) -> int:
    """Write the pages of a volume, of which nothing is read again; the number of warnings."""
    shares = volumes.shares(root, volumes.read(root))
    own, folder = shares[name], place / name
    for each in (folder / OUT, folder / DOCTREES / "state"):
        shutil.rmtree(each, ignore_errors=True)
    shutil.copyfile(folder / INVENTORY / ENV_PICKLE_FILENAME, folder / DOCTREES / ENV_PICKLE_FILENAME)
    with patch_docutils(root), docutils_namespace():
        app, made = _start(root, builder, folder, processes)
        _merge(app, place, {each: docnames for each, docnames in shares.items() if each != name})
        env = app.env
        env.find_files(app.config, made)
        app.events.emit("env-updated", env)
        TocTreeCollector().get_updated_docs(app, env)
        domain = domain_of(env)
        wrong = [each for docname in own for each in faulty.of_page(domain.graph, docname)]
        warn(sorted(set(wrong)), root)
        made.after = refresh.Fingerprints(env).of
        made.phase = BuildPhase.RESOLVING
        env.toctree_includes = dict(sorted(env.toctree_includes.items()))
        made.parallel_ok = app.parallel > 1 and app.is_parallel_allowed("write")
        made.search = False  # of the last build's index, there is none to go on from
        made.prepare_writing(set(own))
        made.indexer = index = made.new_index()
        made.finish_tasks = SerialTasks()
        made.copy_assets()  # whose digests pages name
        made.write_documents(set(own))
        preview_files.write_some(app, own)
        state.save(state.folder(folder / DOCTREES, builder) / state.PRINTS, refresh.fingerprints(made, own))
        state.save(folder / DOCTREES / WORDS, index.tables)
        (folder / DOCTREES / ENV_PICKLE_FILENAME).unlink()
        return app._warncount


def join(root: Path, builder: str, place: Path, work: Path) -> int:
    """Put together what the volumes have made, for a whole build to go on from."""
    shares = volumes.shares(root, volumes.read(root))
    for name in shares:
        for each in (OUT, DOCTREES):  # every file as new as can be
            shutil.copytree(place / name / each, work / each, copy_function=shutil.copyfile, dirs_exist_ok=True)
    with patch_docutils(root), docutils_namespace():
        app, made = _start(root, builder, work, 1)
        env = app.env
        _merge(app, place, shares)
        env.find_files(app.config, made)
        # The pages are those that were read, and as good as read here and now.
        filetimes.note(app, env, sorted(env.all_docs))
        env.all_docs.update(dict.fromkeys(env.all_docs, time.time_ns() // 1_000))
        _save(env, work / DOCTREES / ENV_PICKLE_FILENAME)
        made.write_buildinfo()
        made.prepare_writing(set(env.all_docs))
        made.indexer = index = made.new_index()
        for name in shares:
            index.add(state.load(place / name / DOCTREES / WORDS))
        made.dump_search_index()
        prints = [state.load(state.folder(place / name / DOCTREES, builder) / state.PRINTS) for name in shares]
        known: state.Prints = {docname: found for each in prints for docname, found in each.items()}
        state.save(state.folder(work / DOCTREES, builder) / state.PRINTS, known)
        return app._warncount


def _merge(app: Sphinx, place: Path, shares: Mapping[str, Sequence[str]]) -> None:
    """Let Sphinx know what other volumes have read."""
    for name, docnames in shares.items():
        with (place / name / INVENTORY / ENV_PICKLE_FILENAME).open("rb") as file:
            other: BuildEnvironment = pickle.load(file)
        if "cite" in other.domaindata:  # knows bibliographies by their whole paths, which may be others there
            lists = other.domaindata["cite"]["bibliographies"]
            for key, each in lists.items():
                here = [app.srcdir / Path(path).relative_to(other.srcdir) for path in each.bibfiles]
                lists[key] = each._replace(bibfiles=here)
        app.env.merge_info_from(docnames, other, app)


def _save(env: BuildEnvironment, path: Path) -> None:
    with path.open("wb") as file:
        pickle.dump(env, file, pickle.HIGHEST_PROTOCOL)


COMMANDS = {"read": read, "write": write}


def main(arguments: Sequence[str] | None = None) -> int:
    """Do one step; 1 if there were warnings, 2 if it can't be done."""
    command, root, builder, place, last = sys.argv[1:] if arguments is None else arguments
    gc.disable()  # it would walk all that was read again and again, and a command ends soon
    try:
        if command == "join":
            return min(1, join(Path(root), builder, Path(place), Path(last)))
        return min(1, COMMANDS[command](Path(root), builder, Path(place), last, os.cpu_count() or 1))
    except (VolumeError, volumes.VolumesError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
