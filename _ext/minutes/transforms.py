"""While a page is read: give it its permanent ids, its records' marks and its generated sections."""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from minutes.markup import make_view
from minutes.model import Ledger
from minutes.vocabulary import RECORD_KINDS

#: The generated sections of each type of page: (id, title, views).
SECTIONS: dict[str, tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]] = {
    "meeting": (
        ("people-and-terms", "People and terms", (("cast", "person"), ("cast", "term"))),
        ("records", "Records", (("records", ""),)),
        ("links-here", "What links here", (("mentions", ""),)),
    ),
    "person": (
        ("posts", "Posts", (("posts", ""),)),
        ("appearances", "Appearances", (("mentions", "meetings"), ("written", ""))),
        ("seen-with", "Named together with", (("companions", ""),)),
        ("elsewhere", "Elsewhere in the archive", (("mentions", "elsewhere"),)),
    ),
    "term": (
        ("mentions", "Mentions", (("mentions", "meetings"),)),
        ("elsewhere", "Elsewhere in the archive", (("mentions", "elsewhere"),)),
    ),
}


class PageTransform(SphinxTransform):
    """Finish a page that declares an object."""

    default_priority = 500  # before the standard domain collects labels (850)

    def apply(self, **kwargs: object) -> None:
        docname = self.env.current_document.docname
        ledger: Ledger | None = self.env.domains["minutes"].data["ledgers"].get(docname)
        self._mark_records(ledger)
        if ledger is None or ledger.entry is None or not self.document.children:
            return
        kind = ledger.entry.type
        if kind == "meeting":
            self._own_ids()
        page = next((child for child in self.document.children if isinstance(child, nodes.section)), None)
        if page is None:
            return
        page["classes"].append(f"page-{kind}")
        page.insert(1, make_view("card", docname))
        for anchor, title, views in SECTIONS[kind]:
            section = nodes.section("", nodes.title("", title), ids=[anchor], classes=["generated"])
            section += [make_view(name, docname, argument) for name, argument in views]
            self.document.ids[anchor] = section
            page += section
        if kind == "meeting":
            page += make_view("neighbours", docname)

    def _own_ids(self) -> None:
        """Keep a meeting's ids to its page: `conference` may be an item of every meeting.

        Names that stay explicit would become labels of the whole site and clash there.
        """
        for name, explicit in list(self.document.nametypes.items()):
            if explicit and (node_id := self.document.nameids.get(name)):
                node = self.document.ids[node_id]
                # A heading's id made from its title is not permanent, so it is not offered.
                others = [] if isinstance(node, nodes.section) else [each for each in node["ids"] if each != name]
                node["ids"] = [name, *others]
                self.document.ids[name] = node
                if name in node["names"]:
                    node["names"].remove(name)
                del self.document.nametypes[name], self.document.nameids[name]

    def _mark_records(self, ledger: Ledger | None) -> None:
        for span in list(self.document.findall(nodes.inline)):
            kind = next((each for each in span["classes"] if each in RECORD_KINDS), None)
            if kind is None or not span["names"] or ledger is None:
                continue
            anchor = span["names"][0]
            span["classes"] = ["record", f"record-{kind}"]
            mark = pending_xref(
                "",
                nodes.inline("", f"[{kind.replace('-', ' ')}]"),
                refdomain="minutes",
                reftype="register",
                reftarget=kind,
                refexplicit=True,
                refdoc=ledger.docname,
                refwarn=False,
            )
            mark["anchor"] = f"{ledger.slug}-{anchor}"
            span += nodes.superscript("", "", mark, classes=["record-mark"])


def setup(app: Sphinx) -> None:
    app.add_transform(PageTransform)
