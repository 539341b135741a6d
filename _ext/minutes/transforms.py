"""While a page is read: give it its permanent ids, its records' marks and its generated sections."""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform

from minutes.elements import view
from minutes.markup import make_view
from minutes.model import Ledger
from minutes.pages import LAYOUTS
from minutes.vocabulary import RECORD_KINDS


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
        layout = LAYOUTS[kind]
        self._head(page, [make_view(name, docname, argument) for name, argument in layout.head], layout.after_lead)
        for each in layout.sections:
            section = nodes.section("", nodes.title("", each.title), ids=[each.anchor], classes=["generated"])
            section += [make_view(name, docname, argument) for name, argument in each.views]
            self.document.ids[each.anchor] = section
            page += section
        page += [make_view(name, docname, argument) for name, argument in layout.foot]

    @staticmethod
    def _head(page: nodes.section, views: list[view], after_lead: bool) -> None:
        """Put the card under the title, or under the first paragraph where that is the definition."""
        lead = next((n for n, child in enumerate(page.children) if isinstance(child, nodes.paragraph)), 0)
        at = lead + 1 if after_lead and lead else 1
        page[at:at] = views

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
