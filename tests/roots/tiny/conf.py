"""A tiny archive for tests: two meetings, three people, four terms."""

project = "Tiny archive"
author = "Nobody"
copyright = "nobody"  # noqa: A001
version = release = "0"
language = "en"
extensions = ["myst_parser", "minutes"]
primary_domain = "minutes"
include_patterns = ["*.md", "meetings/**", "people/**", "glossary/**", "registers/**"]
nitpicky = True
smartquotes = False
myst_heading_anchors = 3
myst_ref_domains = ["std", "minutes", "cite"]
bibtex_bibfiles = ["references.bib"]
bibtex_default_style = "minutes"
bibtex_cite_id = "source-{key}"
html_theme = "basic"
html_copy_source = False
epub_show_urls = "no"
