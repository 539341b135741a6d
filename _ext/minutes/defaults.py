"""Settings of docutils, made once in a build and not anew for each page."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import wraps

from docutils.frontend import Values
from docutils.utils import DependencyList
from myst_parser.mdit_to_docutils import base as myst
from sphinx.application import Sphinx
from sphinx.util import docutils as sphinx_docutils

_Make = Callable[..., Values]


def remembered(make: _Make) -> _Make:
    """A *make* that answers what it was asked last with a copy of its answer.

    Its arguments are components of docutils, which are told apart by their types, and named values.
    """
    make = getattr(make, "__wrapped__", make)
    last: tuple[object, Values] | None = None

    @wraps(make)
    def settings(*components: object, **values: object) -> Values:
        nonlocal last
        asked = ([each if isinstance(each, type) else type(each) for each in components], values)
        if last is None or last[0] != asked:
            last = asked, make(*components, **values)
        made = copy.copy(last[1])
        made.record_dependencies = DependencyList()  # each document's own
        return made

    return settings


def setup(app: Sphinx) -> None:
    """Put `remembered` where a page asks for settings.

    Sphinx builds a parser of about a hundred command line options for every page, only to ask it for
    its defaults, and MyST builds another for a document that it throws away: 1.5 ms a page. To be
    proposed: that `sphinx.util.docutils._get_settings` keeps its answer for as long as its arguments are
    equal (Sphinx 9), and that `DocutilsRenderer.setup_render` calls `make_document` only where it was
    given none (MyST 5).
    """
    sphinx_docutils._get_settings = remembered(sphinx_docutils._get_settings)
    myst.get_default_settings = remembered(myst.get_default_settings)  # type: ignore[attr-defined]
