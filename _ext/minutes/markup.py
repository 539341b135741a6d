"""What an author writes: roles, directives, and the nodes that wait to be filled."""

from __future__ import annotations

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.roles import XRefRole
from sphinx.util.docutils import SphinxDirective, SphinxRole

from minutes import dates
from minutes.elements import search_field, view
from minutes.graph import Object
from minutes.reader import VIEW_DIRECTIVES, correction_id, options, titled
from minutes.vocabulary import UNNAMED


def make_view(name: str, docname: str, argument: str = "") -> view:
    """A placeholder. Its page is noted now: in a PDF, all pages are one document later on."""
    return view("", name=name, argument=argument, docname=docname)


def link(found: Object, docname: str, text: str = "", *, classes: tuple[str, ...] = ()) -> pending_xref:
    """A link to anything, for a view on the page *docname*; Sphinx resolves it for each builder."""
    node = pending_xref(
        "",
        nodes.inline("", text or found.label, classes=list(classes)),
        refdomain="minutes",
        reftype="place",
        reftarget=found.id,
        refexplicit=True,
        refdoc=docname,
        refwarn=False,
    )
    node["place"] = (found.docname, found.anchor)
    return node


class LinkRole(XRefRole):
    """A mention: ``{person}`Tom Watson```, ``{welcomed}`her <Susan Lewis>```."""

    def __init__(self) -> None:
        super().__init__(innernodeclass=nodes.inline)

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        if self.target == UNNAMED:
            return [nodes.inline(self.rawtext, self.title.replace("'", "’"), classes=["unnamed"])], []
        return super().run()

    def process_link(
        self, env: object, refnode: nodes.Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        relation = refnode["reftype"]
        refnode["classes"] = [relation]
        return title.replace("'", "’"), target


class FieldRole(SphinxRole):
    """A field of the record around it: its text stands in the prose as it is."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        shown, _ = titled(self.text)
        name = self.name.rpartition(":")[2]  # Sphinx says `minutes:value` where an author wrote `value`
        return [nodes.inline(self.rawtext, shown.replace("'", "’"), classes=["field", f"field-{name}"])], []


class SicRole(SphinxRole):
    """The account's own form of a name, after the established one."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        return [nodes.inline(self.rawtext, f"[{self.text} in the account]", classes=["sic"])], []


class Editorial(SphinxDirective):
    """An editorial note: what the page's account does not say."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        note = nodes.admonition("", nodes.title("", "Editorial note"), classes=["editorial"])
        self.set_source_info(note)
        note += self.parse_content_to_nodes()
        return [note]


class CorrectionEntry(SphinxDirective):
    """``{correction} 2013-07-16#gearbox``: an entry of the page of corrections.

    Its fields are read by `minutes.reader`, as plain text; here they only make room.
    """

    has_content = True
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        given, _, before = options("\n".join(self.content))
        date, target = given.get("date", ""), self.arguments[0]
        if dates.fault(date) or not date:
            return []  # reported by the reader
        docname, anchor = self.env.current_document.docname, correction_id(date, target)
        term = nodes.term("", dates.words(date), ids=[anchor])
        self.state.document.ids.setdefault(anchor, term)
        entry = nodes.definition("", make_view("correction", docname, anchor))
        self.state.nested_parse(self.content[before:], self.content_offset + before, entry)
        return [nodes.definition_list("", nodes.definition_list_item("", term, entry), classes=["correction"])]


class SearchField(SphinxDirective):
    """``{search}``: a form that leads to the search."""

    def run(self) -> list[nodes.Node]:
        return [search_field("", docname=self.env.current_document.docname)]


class ViewDirective(SphinxDirective):
    """``{register} decision``, ``{list-of} people``: a generated list."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name, argument = self.name.rpartition(":")[2], self.arguments[0]
        if argument not in VIEW_DIRECTIVES[name]:
            return []  # reported by the reader
        return [make_view(name, self.env.current_document.docname, argument)]
