"""Print the archive by a browser's way: one plain web page of all, and WeasyPrint, for comparison.

    python -m benchmarks.webprint PAGE.html BOOK.pdf

WeasyPrint is no part of the archive. It needs Pango, which pip does not install.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

STYLE = Path(__file__).with_name("webprint.css")
WANTED = (
    "WeasyPrint is not here, so its line stays empty. To have it: pip install weasyprint, and Pango, on Debian\n"
    "  apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
)
#: What a copy of the archive's settings gets at its end: no theme, no scripts, no files beside the page.
PLAIN = """
html_theme = "basic"
html_theme_options = {}
html_css_files = html_js_files = html_static_path = templates_path = html_theme_path = []
html_favicon = None
minutes_previews = minutes_search = False
extensions.remove("notfound.extension")
"""


def there() -> bool:
    """Whether WeasyPrint and what it needs can be loaded."""
    if find_spec("weasyprint") is None:
        return False
    try:
        import weasyprint  # noqa: F401
    except OSError:  # Pango
        return False
    return True


def undress(root: Path) -> None:
    """Make an archive's web pages plain."""
    with (root / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write(PLAIN)


def contents(page: Any) -> list[tuple[str, str]]:
    """The chapters of a page that joins many: id and title. Before each stands an empty place named after it."""
    found = []
    for parent in page.iter():
        for place, section in pairwise(parent):
            if str(place.get("id", "")).startswith("document-") and section.tag == "section":
                heading = next(
                    (each for each in section if str(each.tag) in ("h1", "h2", "h3", "h4", "h5", "h6")), None
                )
                if heading is not None:
                    found.append((section.get("id"), "".join(heading.itertext()).removesuffix("¶")))
    return found


def main(arguments: list[str] | None = None) -> int:
    """Print a page, tagged, with its contents before it."""
    source, out = map(Path, sys.argv[1:] if arguments is None else arguments)
    from weasyprint import CSS, HTML

    book = HTML(filename=source)
    head, body = book.etree_element.find("head"), book.etree_element.find("body")
    for each in [each for each in head if each.tag in ("link", "script", "style")]:
        head.remove(each)
    text = next(each for each in body.iter("div") if each.get("role") == "main")
    chapters = contents(text)
    for each in list(body):
        body.remove(each)
    listing = body.makeelement("ol", {"class": "contents"})
    for anchor, title in chapters:
        item = body.makeelement("li", {})
        link = body.makeelement("a", {"href": f"#{anchor}"})
        link.text = title
        item.append(link)
        listing.append(item)
    body.extend([listing, text])
    book.write_pdf(out, stylesheets=[CSS(filename=STYLE)], pdf_variant="pdf/ua-1")
    return 0


if __name__ == "__main__":
    sys.exit(main())
