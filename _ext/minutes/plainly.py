"""What a page's frame shows of headings, written at once where Sphinx sets up a whole document and a writer for each.

It does so for the title of a page, of those above it and beside it, and for its table of contents: six times a
page. Headings that have more in them than words, and lists that are not of such headings, are left to Sphinx.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import compact_paragraph

from minutes.as_html import encode

#: What an entry of a table of contents says of itself.
_LINK = frozenset({"internal", "refuri", "anchorname"})


def title(node: nodes.Element) -> str | None:
    """A heading that is only words, as HTML; None of any other."""
    if type(node) is nodes.title and all(type(each) is nodes.Text for each in node.children):
        return encode(node.astext())
    return None


def contents(node: nodes.Element) -> str | None:
    """A table of contents whose entries are only words, as HTML; None of any other."""
    made: list[str] = []
    return "".join(made) if _list(node, made) else None


def _plain(node: nodes.Node, kind: type[nodes.Element], known: frozenset[str] = frozenset()) -> bool:
    """Whether a node is of a kind, and has no attributes but *known* ones."""
    return type(node) is kind and all(name in known or not value for name, value in node.attributes.items())


def _list(node: nodes.Node, made: list[str]) -> bool:
    if not _plain(node, nodes.bullet_list) or not node.children:
        return False
    made.append("<ul>\n")
    for item in node.children:
        if not _plain(item, nodes.list_item) or not 1 <= len(item.children) <= 2:
            return False
        made.append("<li>")
        if not _entry(item.children[0], made):
            return False
        if len(item.children) > 1 and not _list(item.children[1], made):
            return False
        made.append("</li>\n")
    made.append("</ul>\n")
    return True


def _entry(node: nodes.Node, made: list[str]) -> bool:
    if not _plain(node, compact_paragraph) or len(node.children) != 1:
        return False
    link = node.children[0]
    if not _plain(link, nodes.reference, _LINK) or not all(type(each) is nodes.Text for each in link.children):
        return False
    assert isinstance(link, nodes.reference)
    if not link.get("internal") or not link.get("refuri"):
        return False
    made.append(f'<a class="reference internal" href="{encode(link["refuri"])}">{encode(link.astext())}</a>')
    return True
