"""Views as nodes: stock docutils nodes only, so that every builder can write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref

from minutes import dates
from minutes.graph import Object
from minutes.markup import link
from minutes.model import Source
from minutes.views import Card, Cite, CitedBy, Counted, Group, Listing, Post, Register, Row, Value
from minutes.vocabulary import RECORD_KINDS

Nodes = list[nodes.Node]


def _text(text: str, *classes: str) -> nodes.inline:
    return nodes.inline("", text, classes=list(classes))


def _para(*children: nodes.Node, classes: Sequence[str] = ()) -> nodes.paragraph:
    return nodes.paragraph("", "", *children, classes=list(classes))


def _joined(parts: Iterable[Nodes], separator: str) -> Nodes:
    found: Nodes = []
    for part in parts:
        if found:
            found.append(nodes.Text(separator))
        found += part
    return found


def _list(items: Iterable[Sequence[nodes.Node]], *classes: str) -> nodes.bullet_list:
    found = nodes.bullet_list(classes=list(classes), bullet="-")
    found += [nodes.list_item("", *children) for children in items]
    return found


def _table(heads: Sequence[str], rows: Iterable[Sequence[Nodes]], widths: Sequence[int], *classes: str) -> nodes.table:
    """A table with one head row; a cell is a list of inline nodes, or of paragraphs."""
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=width) for width in widths]
    head = nodes.thead("", nodes.row("", *(nodes.entry("", _para(nodes.Text(title))) for title in heads)))
    body = nodes.tbody()
    for cells in rows:
        row = nodes.row()
        for cell in cells:
            is_block = bool(cell) and isinstance(cell[0], nodes.paragraph)
            row += nodes.entry("", *(cell if is_block else [_para(*cell)]))
        body += row
    group += [head, body]
    return nodes.table("", group, classes=["longtable", "colwidths-auto", *classes])


def sentence(segments: Iterable[tuple[str, bool]]) -> Nodes:
    """A sentence with the words of each mention marked."""
    return [nodes.strong("", text, classes=["mention"]) if marked else nodes.Text(text) for text, marked in segments]


def cite(key: str, docname: str) -> pending_xref:
    """A citation, resolved by sphinxcontrib-bibtex."""
    return pending_xref("", _text(key), refdomain="cite", reftype="p", reftarget=key, refdoc=docname, refwarn=False)


def source_words(source: Source) -> str:
    """A source in a line: author, publisher, date, and how much of it was seen."""
    date = dates.words(source.date) if source.date else ""
    seen = f"seen: {source.seen}" if source.seen else ""
    return ", ".join(filter(None, [source.author, source.publisher, date])) + (f" ({seen})" if seen else "")


def card(found: Card, docname: str) -> Nodes:
    """The head of a page."""

    def value(each: Value) -> Nodes:
        if isinstance(each, Object):
            return [link(each, docname)]
        if isinstance(each, Cite):
            return [cite(each.key, docname)]
        if isinstance(each, Source):
            return [nodes.Text(f"{source_words(each)} "), cite(each.key, docname)]
        return [nodes.Text(each)]

    built: Nodes = []
    if found.abstract:
        built.append(_para(nodes.Text(found.abstract), classes=["abstract"]))
    if found.rows:
        fields = nodes.field_list(classes=["facts"])
        for label, values in found.rows:
            kinds = {type(each) for each in values}
            separator = "; " if Source in kinds else " " if Cite in kinds else ", "
            body = nodes.field_body("", _para(*_joined((value(each) for each in values), separator)))
            fields += nodes.field("", nodes.field_name("", label), body)
        built.append(fields)
    return built


def mentions(groups: tuple[Group, ...], docname: str) -> Nodes:
    """Back-links: for each page its mentions, with relation and sentence."""
    if not groups:
        return [_para(nodes.Text("Nothing so far."), classes=["none"])]
    built: Nodes = []
    for group in groups:
        head = nodes.term("", "", link(group.page, docname), nodes.Text(f" ({len(group.steps)})"))
        steps = []
        for step in group.steps:
            marks: list[Nodes] = []
            if step.where.anchor:  # a paragraph above all headings has no item, but an address
                marks.append([link(step.where, docname, step.item or "opening", classes=("where",))])
            marks += [[_text(each.label, "narrower")] for each in step.of]
            marks += [[nodes.emphasis("", each, classes=["relation"])] for each in step.relations]
            if step.editorial:
                marks.append([_text("editorial note", "editorial-mark")])
            step_head = [_para(*_joined(marks, " · "), classes=["step-head"])] if marks else []
            steps.append([*step_head, _para(*sentence(step.segments), classes=["step-text"])])
        definition = nodes.definition("", _list(steps, "steps"))
        built.append(nodes.definition_list_item("", head, definition))
    return [nodes.definition_list("", *built, classes=["mentions"])]


def posts(found: tuple[Post, ...], docname: str) -> Nodes:
    """A person's posts as a dated table."""
    if not found:
        return [_para(nodes.Text("The sources seen give none."), classes=["none"])]

    def when(post: Post) -> str:
        held = post.membership
        if held.start or held.end:
            return dates.words(f"{held.start or '..'}/{held.end or '..'}")
        return f"attested {dates.words(held.attested)}" if held.attested else "not dated"

    def rows() -> Iterable[Sequence[Nodes]]:
        for post in found:
            held = post.membership
            name: Nodes = [link(post.post, docname, held.post) if post.post else nodes.Text(held.post)]
            if held.note:
                name.append(nodes.Text(f" ({held.note})"))
            body: Nodes = [
                link(post.organization, docname, held.organization)
                if post.organization
                else nodes.Text(held.organization)
            ]
            yield [nodes.Text(when(post))], name, body, [cite(held.source, docname)]

    return [_table(("When", "Post", "Organization", "Source"), rows(), (26, 34, 24, 16), "posts")]


def _counted(found: Iterable[Counted], docname: str) -> nodes.bullet_list:
    return _list(([_para(link(each.object, docname), _text(f" · {each.count}", "count"))] for each in found), "chips")


def companions(found: tuple[Counted, ...], docname: str) -> Nodes:
    """The others under the same agenda items."""
    if not found:
        return [_para(nodes.Text("Nobody else is named under the same agenda items."), classes=["none"])]
    lead = "People under the same agenda items, with the number of items. To be named together is not to have met."
    return [_para(nodes.Text(lead), classes=["lead"]), _counted(found, docname)]


def written(found: tuple[Source, ...], docname: str) -> Nodes:
    """The accounts and other sources by this person."""
    if not found:
        return []
    items = ([_para(nodes.Text(f"{each.title}. {source_words(each)} "), cite(each.key, docname))] for each in found)
    return [nodes.rubric("", "Accounts written"), _list(items, "written")]


def cast(found: tuple[Counted, ...], docname: str) -> Nodes:
    """The people or the terms of a meeting."""
    if not found:
        return []
    title = "People" if found[0].object.type == "person" else "Terms"
    return [nodes.rubric("", f"{title} ({len(found)})"), _counted(found, docname)]


def neighbours(found: tuple[Object | None, Object | None], docname: str) -> Nodes:
    """Earlier and later meeting."""
    before, after = found
    parts: list[Nodes] = []
    if before:
        parts.append([_text("Earlier: "), link(before, docname)])
    if after:
        parts.append([_text("Later: "), link(after, docname)])
    return [_para(*_joined(parts, " · "), classes=["neighbours"])] if parts else []


def records(found: tuple[tuple[str, tuple[Any, ...]], ...], docname: str) -> Nodes:
    """The records of a meeting, by kind."""
    if not found:
        return [_para(nodes.Text("None marked."), classes=["none"])]
    built: Nodes = []
    for kind, filed in found:
        title = RECORD_KINDS[kind].register.replace("-", " ").capitalize()
        items = ([_para(link(each.object, docname, each.record.text))] for each in filed)
        built += [nodes.rubric("", f"{title} ({len(filed)})"), _list(items, "records", f"records-{kind}")]
    return built


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def register(found: Register, docname: str) -> Nodes:
    """A register as a table: date and item, the text, its fields, people and terms."""
    if not found.rows:
        return [_para(nodes.Text("No entry."), classes=["none"])]

    def row(each: Row) -> Sequence[Nodes]:
        where: Nodes = [link(each.meeting, docname)]
        if each.item:
            title = each.item.label.rpartition(", ")[0]
            where += [nodes.Text(", "), link(each.item, docname, title)]
        cells = [
            _joined(([link(v, docname)] if isinstance(v, Object) else [nodes.Text(v)] for v in cell), ", ")
            for cell in each.cells
        ]
        named = _joined(([link(v, docname)] for v in each.others), ", ")
        return [where, [link(each.filed.object, docname, _capital(each.filed.record.text))], *cells, named]

    heads = (
        "Meeting and item",
        RECORD_KINDS[found.kind].name.replace("-", " ").capitalize(),
        *found.columns,
        "People and terms",
    )
    widths = (18, 36, *([14] * len(found.columns)), 20)
    table = _table(heads, (row(each) for each in found.rows), widths, "register", f"register-{found.kind}")
    made_rows = next(table.findall(nodes.tbody)).children
    for made, each in zip(made_rows, found.rows, strict=True):
        assert isinstance(made, nodes.row)
        made["ids"].append(each.filed.object.id.replace("#", "-"))  # the record's mark on its page links here
    return [table]


def list_of(found: Listing, docname: str) -> Nodes:
    """An index: headed lists with counts."""
    built: Nodes = []
    for title, counted in found.groups:
        if title:
            built.append(nodes.rubric("", title[:1].upper() + title[1:]))
        items = []
        for each in counted:
            name = link(each.object, docname, each.shown)
            count = _text(f" · {each.count}", "count")
            note = [_text(f" — {each.note}", "note")] if each.note else []
            items.append([_para(name, count, *note)])
        built.append(_list(items, "index-list"))
    return built or [_para(nodes.Text("None yet."), classes=["none"])]


def cited_by(found: CitedBy, docname: str) -> Nodes:
    """What rests on a source, for its entry in the bibliography."""
    if not found.pages:
        return [_para(nodes.Text("Cited on no page."), classes=["cited-by"])]

    def page(object_: Object, paragraphs: tuple[Object, ...]) -> Nodes:
        here: Nodes = [link(object_, docname)]
        if paragraphs:
            here += [nodes.Text(" ("), *_joined(([link(each, docname)] for each in paragraphs), ", "), nodes.Text(")")]
        return here

    built = _joined((page(each, paragraphs) for each, paragraphs in found.pages), "; ")
    return [_para(_text("Cited on: "), *built, classes=["cited-by"])]


RENDERERS: dict[str, Callable[..., Nodes]] = {
    "card": card,
    "mentions": mentions,
    "posts": posts,
    "companions": companions,
    "written": written,
    "cast": cast,
    "neighbours": neighbours,
    "records": records,
    "register": register,
    "list-of": list_of,
}
