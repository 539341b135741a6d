"""Settings of the build. Logic lives in ``_ext/minutes/``."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parent
sys.path.insert(0, str(ROOT / "_ext"))

project = "The NEC archive"
author = "The NEC archive"
copyright = "the NEC archive’s contributors, CC BY 4.0"  # noqa: A001
language = "en"  # Sphinx's words in en_GB are unfinished: its search would end with an error
version = release = "2026.2"
minutes_edition_date = "2026-11-22"

extensions = ["myst_parser", "notfound.extension", "typstbook", "minutes"]
primary_domain = "minutes"
include_patterns = [
    "index.md",
    "about.md",
    "sources.md",
    "timeline.md",
    "graph.md",
    "corrections.md",
    "meetings/**",
    "people/**",
    "glossary/**",
    "registers/**",
    "overviews/**",
]
exclude_patterns = ["**/.*"]
nitpicky = True
smartquotes = False  # curly quotes are made while Markdown is read
html_last_updated_fmt = None  # same sources, same bytes

myst_heading_anchors = 3
myst_ref_domains = ["std", "minutes", "cite"]

bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "minutes"
bibtex_cite_id = "source-{key}"

html_theme = "sphinx_book_theme"
# The site of all editions; each has its place in it for good, which citations and canonical links name.
ARCHIVE_URL = os.environ.get("ARCHIVE_URL", "https://nec-archive.example/")
html_baseurl = f"{ARCHIVE_URL.rstrip('/')}/{release}/"
html_title = "The NEC archive"
html_short_title = "NEC archive"
html_favicon = "_static/favicon.svg"  # a browser asks for one, and would get an error
html_static_path = ["_static"]
html_css_files = ["archive.css"]  # made of `_static/css/` and what is kept of the theme's: see minutes.dress
html_js_files = [
    "js/colours.js",  # before the page is drawn
    ("js/tables.js", {"defer": "defer"}),
    ("js/timeline.js", {"defer": "defer"}),
    ("js/cite.js", {"defer": "defer"}),
]
minutes_previews = True  # brings a script of its own
minutes_search = True  # and so does this
minutes_changes_page = True  # what the edition changed; the site of all editions fills it
notfound_template = "404.html"  # its links start with the path of html_baseurl
notfound_context = {"title": "There is no such page"}
templates_path = ["_templates"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_permalinks_icon = "¶"
html_sidebars = {"**": []}
html_context = {
    "language": "en-GB",  # of the words, as browsers and screen readers hear it
    "default_mode": "auto",  # light or dark as the reader's system is; without a word, the theme complains
    # The site's own files and no others.
    "content_security_policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'"
    ),
    "archive_nav": [
        ("meetings/index", "Meetings"),
        ("people/index", "People"),
        ("glossary/index", "Glossary"),
        ("registers/index", "Registers"),
        ("timeline", "Timeline"),
        ("sources", "Sources"),
        ("about", "About"),
    ],
}
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "show_toc_level": 2,
    "show_prev_next": False,  # the order of files means nothing; meetings name their neighbours
    "footer_content_items": ["copyright"],
    "navbar_persistent": [],  # our own search form stands in the sidebar
}

latex_documents = [("index", "nec-archive.tex", project, author, "manual")]
epub_language = "en-GB"
epub_show_urls = "no"
epub_basename = "nec-archive"
epub_identifier = html_baseurl  # permanent, and this edition's
epub_description = (
    "An interlinked record of the meetings of the National Executive Committee of Britain’s Labour Party, "
    "as its members told of them: each fact with its sentence and its source."
)

# The PDF: `typstbook` sets it, `minutes.printing` says what is in it.
typst_name = "nec-archive"
typst_date = minutes_edition_date
typst_language = "en-GB"
minutes_book_description = (
    "The meetings of the Labour Party’s National Executive Committee, as their accounts tell of them"
)
minutes_book_licence = "Text: CC BY 4.0"
minutes_book_keywords = ["Labour Party", "National Executive Committee", "meetings", "calendar of documents"]
