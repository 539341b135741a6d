"""One page of each kind that the archive has. What must hold for every page is tested on these."""

from __future__ import annotations

#: A kind's name -> the page that stands for it: one that shows most of what such pages can show, and is not long.
KINDS: dict[str, str] = {
    "front page": "index.html",
    "about": "about.html",
    "sources": "sources.html",
    "search": "search.html",
    "no such page": "404.html",
    "meeting": "meetings/2011-11-01.html",
    "meeting of several accounts": "meetings/2014-06-03.html",
    "meetings": "meetings/index.html",
    "year": "meetings/2013.html",
    "items": "meetings/items.html",
    "person": "people/ray-collins.html",
    "people": "people/index.html",
    "term": "glossary/digital-tools.html",
    "glossary": "glossary/index.html",
    "glossary by kind": "glossary/by-kind.html",
    "threads": "glossary/threads.html",
    "register of decisions": "registers/decisions.html",
    "register of undertakings": "registers/undertakings.html",
    "register of figures": "registers/statistics.html",
    "register of differences": "registers/differences.html",
    "concordance": "overviews/concordance.html",
    "bodies and posts": "overviews/bodies.html",
    "figures": "overviews/figures.html",
    "gaps": "overviews/gaps.html",
    "timeline": "timeline.html",
    "graph": "graph.html",
    "registers": "registers/index.html",
}
