"""Everything that can be done with the archive, as `nox -l` lists it.

Sessions take arguments after `--`, as in `nox -s tests -- tests/unit -k dates`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import nox

nox.needs_version = ">=2026.7.11"
nox.options.sessions = ["html"]
nox.options.reuse_venv = "yes"
# Its pip, from 26.1 on, takes the hashes of a constraints file for whatever is installed; uv does not.
nox.options.force_venv_backend = "virtualenv"

LOCK = "requirements.lock"
PYPROJECT = nox.project.load_toml("pyproject.toml")
SITE = PYPROJECT["project"]["dependencies"]


def install(session: nox.Session, *requirements: str) -> None:
    """Install some packages, and what they need, in the locked versions and no others.

    Not again while the lock is the same: asking pip takes longer than checking the words.
    """
    wanted = hashlib.sha256(f"{requirements}".encode() + Path(LOCK).read_bytes()).hexdigest()
    stamp = Path(session.virtualenv.location, "installed.txt")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    session.install("--require-hashes", "--constraint", LOCK, *requirements)
    stamp.write_text(wanted, encoding="utf-8")


def group(name: str) -> tuple[str, ...]:
    """The packages of a dependency group."""
    return nox.project.dependency_groups(PYPROJECT, name)


def build(session: nox.Session) -> None:
    """Build the edition that the session is named after."""
    install(session, *SITE)
    session.run("python", "tools/build.py", session.name, *session.posargs)


def install_for_tests(session: nox.Session, *flags: str) -> None:
    """Install what looks at the site in a browser, and what npm has for it."""
    install(session, *SITE, *group("test"))
    session.run("python", "tools/parts.py", *flags)


def check_words(session: nox.Session) -> None:
    """Check names, ids, records, links and citations of all pages."""
    session.run("python", "-m", "minutes.checking", env={"PYTHONPATH": "_ext"})


@nox.session
def html(session: nox.Session) -> None:
    """Build the site. `-- --fresh` forgets earlier builds; so for the other editions."""
    build(session)


@nox.session
def dirhtml(session: nox.Session) -> None:
    """Build the site with an address without .html for each page."""
    build(session)


@nox.session
def singlehtml(session: nox.Session) -> None:
    """Build the archive as one web page."""
    build(session)


@nox.session
def latex(session: nox.Session) -> None:
    """Build the LaTeX source of a PDF."""
    build(session)


@nox.session
def pdf(session: nox.Session) -> None:
    """Build the archive as a PDF; or, named after `--`, parts of it: `2011-11-01`, `2011`, `tom-watson`."""
    build(session)


@nox.session
def latexpdf(session: nox.Session) -> None:
    """Build the LaTeX source, and a PDF of it if TeX Live is installed. The PDF to publish is that of `pdf`."""
    install(session, *SITE)
    session.run("python", "tools/build.py", "latex", *session.posargs)
    session.run("python", "-m", "tools.latexpdf")


@nox.session
def text(session: nox.Session) -> None:
    """Build the archive as plain text."""
    build(session)


@nox.session
def epub(session: nox.Session) -> None:
    """Build the archive as an e-book."""
    build(session)


@nox.session
def editions(session: nox.Session) -> None:
    """Build the site of all editions, each from its commit. `-- --rebuild 2026.1` builds a sealed one again."""
    install(session, *SITE)
    session.run("python", "-m", "editions", *session.posargs, env={"PYTHONPATH": "_ext"})


@nox.session
def volumes(session: nox.Session) -> None:
    """Build the site in volumes and join them. On several machines: `-- read NAME`, `-- write NAME`, `-- join`."""
    install(session, *SITE)
    session.run("python", "tools/volumes.py", *session.posargs)


@nox.session
def check(session: nox.Session) -> None:
    """List the problems of the words, within seconds: no pages are made."""
    install(session, *SITE)
    check_words(session)


@nox.session
def mentions(session: nox.Session) -> None:
    """List the names of people and terms that are not linked at their first mention."""
    install(session, *SITE)
    session.run("python", "-m", "minutes.mentions", env={"PYTHONPATH": "_ext"}, success_codes=[0, 1])


@nox.session
def ids(session: nox.Session) -> None:
    """Record new permanent ids in identifiers.txt. `-- --check` only says which are not recorded."""
    install(session, *SITE)
    session.run("python", "-m", "minutes.identifiers", *session.posargs, env={"PYTHONPATH": "_ext"})


@nox.session
def tests(session: nox.Session) -> None:
    """Run the tests with their coverage; with arguments, pytest with those and no coverage."""
    install_for_tests(session)
    session.run("python", "-m", "pytest", *(session.posargs or ("--cov", "--numprocesses=auto", "--dist=loadfile")))


@nox.session
def soak(session: nox.Session) -> None:
    """Edit and build at random, and hold each build against a clean one: `-- --steps 2000 --seed 7`."""
    install(session, *SITE)
    session.run("python", "-m", "tests.soak", *session.posargs, env={"PYTHONPATH": "_ext"})


@nox.session
def lint(session: nox.Session) -> None:
    """Check the style of code and Markdown, types, spelling and the words."""
    install(session, *SITE, *group("lint"))
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    session.run("mypy")
    session.run("codespell")
    session.run("rumdl", "check", ".")
    check_words(session)


@nox.session
def lighthouse(session: nox.Session) -> None:
    """Ask Lighthouse for the scores of the site on a phone; fail below what it promises."""
    install_for_tests(session, "--all")
    session.run("python", "-m", "tools.lighthouse", *session.posargs)


@nox.session
def weigh(session: nox.Session) -> None:
    """Print what a first visit costs a reader, here and from the theme as it comes."""
    install_for_tests(session)
    session.run("python", "-m", "benchmarks.weight", *session.posargs)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure all that is promised, beside its peers: for hours; `-- quick` for minutes, `-- pdf` the PDF alone."""
    install(session, *SITE, *group("bench"))
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def pictures(session: nox.Session) -> None:
    """Make the pictures in docs, and those that the site shows elsewhere."""
    install_for_tests(session)
    session.run("python", "-m", "tools.pictures")


@nox.session
def linkcheck(session: nox.Session) -> None:
    """Look for links to other sites that are dead."""
    install(session, *SITE)
    session.run("python", "-m", "sphinx", "--builder=linkcheck", ".", "_build/linkcheck", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Bring requirements.lock into line with pyproject.toml. `-- --upgrade` takes newer versions."""
    install(session, *group("lock"))
    session.run(
        *("uv", "pip", "compile", "pyproject.toml"),
        *(f"--group={name}" for name in PYPROJECT["dependency-groups"]),
        f"--output-file={LOCK}",
        "--generate-hashes",
        "--universal",  # for all systems,
        "--python-version=3.11",  # and from the oldest Python on,
        "--fork-strategy=fewest",  # one version of each package
        "--no-annotate",
        "--custom-compile-command=python -m nox -s lock",
        "--quiet",
        *session.posargs,
    )
