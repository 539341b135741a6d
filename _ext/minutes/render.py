"""Views as nodes: stock docutils nodes only, so that every builder can write them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref

from minutes import dates
from minutes.elements import cell_label, make_drawing, make_folded
from minutes.graph import Corrected, Filed, Object
from minutes.markup import link
from minutes.model import Source
from minutes.neighbourhood import Neighbourhood
from minutes.pictures import Shown, drawn
from minutes.views import Card, Cite, CitedBy, Counted, Group, Listing, Post, Register, Row, Value, capital, when_held
from minutes.vocabulary import RECORD_KINDS

Nodes = list[nodes.Node]


def _text(text: str, *classes: str) -> nodes.inline:
    return nodes.inline("", text, classes=list(classes))


def _para(*children: nodes.Node, classes: Sequence[str] = ()) -> nodes.paragraph:
    return nodes.paragraph("", "", *children, classes=list(classes))


def joined(parts: Iterable[Nodes], separator: str) -> Nodes:
    """Inline nodes with words between them."""
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
    """A table with one head row; a cell is a list of inline nodes, or of paragraphs.

    On a phone a row is a card: from the third cell on, each then says what it is.
    """
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=width) for width in widths]
    head = nodes.thead("", nodes.row("", *(nodes.entry("", _para(nodes.Text(title))) for title in heads)))
    body = nodes.tbody()
    for cells in rows:
        row = nodes.row()
        for number, cell in enumerate(cells):
            is_block = bool(cell) and isinstance(cell[0], nodes.paragraph)
            label = [cell_label("", text=heads[number])] if cell and not is_block and number > 1 else []
            row += nodes.entry("", *(cell if is_block else [_para(*label, *cell)]))
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
            body = nodes.field_body("", _para(*joined((value(each) for each in values), separator)))
            fields += nodes.field("", nodes.field_name("", label), body)
        built.append(fields)
    return built


#: So many sentences of a page stand open in a list of back-links; the others fold.
OPEN = 6


def _steps(steps: list[list[nodes.Node]]) -> Nodes:
    """A page's sentences: a few open, many behind a line."""
    if len(steps) <= OPEN + 2:
        return [_list(steps, "steps")]
    rest = _list(steps[OPEN:], "steps")
    return [_list(steps[:OPEN], "steps"), make_folded(f"{len(steps) - OPEN} more on this page", rest)]


def mentions(groups: tuple[Group, ...], docname: str) -> Nodes:
    """Back-links: for each page its mentions, with relation and sentence."""
    if not groups:
        return [_para(nodes.Text("Nothing so far."), classes=["none"])]
    built: Nodes = []
    for group in groups:
        head = nodes.term("", "", link(group.page, docname), nodes.Text(f" ({len(group.steps)})"))
        steps: list[list[nodes.Node]] = []
        for step in group.steps:
            marks: list[Nodes] = []
            if step.where.anchor:  # a paragraph above all headings has no item, but an address
                marks.append([link(step.where, docname, step.item or "opening", classes=("where",))])
            marks += [[_text(each.label, "narrower")] for each in step.of]
            marks += [[nodes.emphasis("", each, classes=["relation"])] for each in step.relations]
            if step.editorial:
                marks.append([_text("editorial note", "editorial-mark")])
            step_head = [_para(*joined(marks, " · "), classes=["step-head"])] if marks else []
            steps.append([*step_head, _para(*sentence(step.segments), classes=["step-text"])])
        built.append(nodes.definition_list_item("", head, nodes.definition("", *_steps(steps))))
    return [nodes.definition_list("", *built, classes=["mentions"])]


def links_here(groups: tuple[Group, ...], docname: str) -> Nodes:
    """Back-links of a meeting, which are many and say again what it says: folded, by kind of page."""
    kinds = (("person", "people"), ("term", "terms"), ("meeting", "other meetings"), ("page", "other pages"))
    built: Nodes = []
    for kind, name in kinds:
        if found := tuple(each for each in groups if each.page.type == kind):
            sentences = sum(len(each.steps) for each in found)
            built.append(
                make_folded(f"From {name} ({len(found)} pages, {sentences} sentences)", *mentions(found, docname))
            )
    return built or mentions((), docname)


def posts(found: tuple[Post, ...], docname: str) -> Nodes:
    """A person's posts as a dated table."""
    if not found:
        return [_para(nodes.Text("The sources seen give none."), classes=["none"])]

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
            yield [nodes.Text(when_held(held))], name, body, [cite(held.source, docname)]

    return [_table(("When", "Post", "Organization", "Source"), rows(), (26, 34, 24, 16), "posts")]


#: So many links stand open in a list by number.
CHIPS = 24


def _counted(found: Iterable[Counted], docname: str) -> Nodes:
    """Links with a number each; of a long list the rarer ones fold."""
    items = [[_para(link(each.object, docname), _text(f" · {each.count}", "count"))] for each in found]
    if len(items) <= CHIPS + 4:
        return [_list(items, "chips")]
    rest = _list(items[CHIPS:], "chips")
    return [_list(items[:CHIPS], "chips"), make_folded(f"{len(items) - CHIPS} more", rest)]


def companions(found: tuple[Counted, ...], docname: str) -> Nodes:
    """The others under the same agenda items."""
    if not found:
        return [_para(nodes.Text("Nobody else is named under the same agenda items."), classes=["none"])]
    lead = "With the number of agenda items that name both. To be named together is not to have met."
    return [
        nodes.rubric("", "Named together with"),
        _para(nodes.Text(lead), classes=["lead"]),
        *_counted(found, docname),
    ]


def matters(found: tuple[Counted, ...], docname: str) -> Nodes:
    """The matters of a person, or near a term."""
    if not found:
        return []
    return [
        nodes.rubric("", "Matters"),
        _para(nodes.Text("With the number of paragraphs, here and in the meetings, that name both."), classes=["lead"]),
        *_counted(found, docname),
    ]


def involved(found: tuple[Counted, ...], docname: str) -> Nodes:
    """The people near a term."""
    if not found:
        return [_para(nodes.Text("Nobody is named here, nor in the same paragraphs of a meeting."), classes=["none"])]
    return [
        nodes.rubric("", "Who is involved"),
        _para(nodes.Text("With the number of paragraphs, here and in the meetings, that name both."), classes=["lead"]),
        *_counted(found, docname),
    ]


def evidence(found: tuple[tuple[Object, tuple[Filed, ...]], ...], docname: str) -> Nodes:
    """The records about a term, meeting by meeting."""
    if not found:
        return []
    built: Nodes = []
    for page, filed in found:
        steps: list[list[nodes.Node]] = [
            [
                _para(
                    nodes.emphasis("", _spaced(each.record.kind), classes=["relation"]),
                    nodes.Text(" "),
                    link(each.object, docname, capital(each.record.text)),
                    classes=["record-step"],
                )
            ]
            for each in filed
        ]
        head = nodes.term("", "", link(page, docname), nodes.Text(f" ({len(steps)})"))
        built.append(nodes.definition_list_item("", head, nodes.definition("", *_steps(steps))))
    return [
        nodes.rubric("", "Decisions and figures"),
        nodes.definition_list("", *built, classes=["mentions", "evidence"]),
        nodes.rubric("", "Sentence by sentence"),
    ]


def marks(found: tuple[tuple[str, int], ...], docname: str) -> Nodes:
    """Boxes that light up the records of a kind in the text: the style sheet does it, without a script."""
    if not found:
        return []
    boxes = "".join(
        f'<label><input type="checkbox" value="{kind}"> {_spaced(RECORD_KINDS[kind].register)}'
        f' <span class="count">{count}</span></label>'
        for kind, count in found
    )
    legend = "<legend>Show in the text</legend>"
    return [nodes.raw("", f'<fieldset class="controls marks">{legend}{boxes}</fieldset>', format="html")]


def _spaced(kind: str) -> str:
    return kind.replace("-", " ")


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
    return [nodes.rubric("", f"{title} ({len(found)})"), *_counted(found, docname)]


def neighbours(found: tuple[Object | None, Object | None], docname: str) -> Nodes:
    """Earlier and later meeting."""
    before, after = found
    parts: list[Nodes] = []
    if before:
        parts.append([_text("Earlier: "), link(before, docname)])
    if after:
        parts.append([_text("Later: "), link(after, docname)])
    return [_para(*joined(parts, " · "), classes=["neighbours"])] if parts else []


def records(found: tuple[tuple[str, tuple[Any, ...]], ...], docname: str) -> Nodes:
    """The records of a meeting, by kind."""
    if not found:
        return [_para(nodes.Text("None marked."), classes=["none"])]
    built: Nodes = []
    for kind, filed in found:
        title = _spaced(RECORD_KINDS[kind].register).capitalize()
        items = ([_para(link(each.object, docname, each.record.text))] for each in filed)
        built.append(make_folded(f"{title} ({len(filed)})", _list(items, "records")))
    return built


def register(found: Register, docname: str, *, named: bool = True) -> Nodes:
    """A register as a table: date and item, the text, its fields, and, if wanted, people and terms."""
    if not found.rows:
        return [_para(nodes.Text("No entry."), classes=["none"])]

    def row(each: Row) -> Sequence[Nodes]:
        where: Nodes = [link(each.meeting, docname)]
        if each.item:
            title = each.item.label.rpartition(", ")[0]
            where += [nodes.Text(", "), link(each.item, docname, title)]
        cells = [
            joined(([link(v, docname)] if isinstance(v, Object) else [nodes.Text(v)] for v in cell), ", ")
            for cell in each.cells
        ]
        if named:
            cells.append(joined(([link(v, docname)] for v in each.others), ", "))
        return [where, [link(each.filed.object, docname, capital(each.filed.record.text))], *cells]

    heads = (
        "Meeting and item",
        _spaced(found.kind).capitalize(),
        *found.columns,
        *(["People and terms"] if named else []),
    )
    widths = (18, 36, *([14] * len(found.columns)), *([20] if named else []))
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
            count = [] if each.count is None else [_text(f" · {each.count}", "count")]
            note = [_text(" — ", "dash"), _text(each.note, "note")] if each.note else []
            beside = joined(
                ([link(other.object, docname), _text(f" {other.count}", "count")] for other in each.beside), ", "
            )
            items.append([_para(name, *count, *note, *([_text(" — ", "dash"), *beside] if beside else []))])
        built.append(_list(items, "index-list"))
    return built or [_para(nodes.Text("None yet."), classes=["none"])]


def correction(found: Corrected | None, docname: str) -> Nodes:
    """What a correction says, under its date."""
    if found is None:
        return []  # reported by the graph
    where = found.target.label if found.target.type != "paragraph" else f"A passage of {found.target.label}"
    lines: list[Nodes] = [[link(found.target, docname, where), nodes.Text(f", since edition {found.correction.since}")]]
    lines += [[_text(f"{label}: ", "label"), *said] for label, said in _said(found)]
    return [_para(*line) for line in lines]


def _said(found: Corrected) -> Iterable[tuple[str, Nodes]]:
    """What was wrong and what is right, each with the words before it."""
    yield "It said", [_text(f"“{found.correction.was}”", "was")]
    now = found.correction.now
    yield "It says now", [_text(f"“{now}”", "now") if now else nodes.Text("this no longer.")]


def corrections(found: tuple[Corrected, ...], docname: str) -> Nodes:
    """The corrections to a page, at its foot; nothing where there are none."""
    if not found:
        return []

    def entry(each: Corrected) -> nodes.paragraph:
        given = each.correction
        now = f"it says now “{given.now}”" if given.now else "it says this no longer"
        of = Object("page", given.anchor, each.docname, given.anchor, dates.words(given.date))
        told = f": edition {given.since} said “{given.was}”; {now}. {given.why}"
        return _para(link(of, docname), nodes.Text(told))

    title = nodes.rubric("", "Corrections to this page")
    return [title, _list([[entry(each)] for each in found], "corrections-here")]


def cited_by(found: CitedBy, docname: str) -> Nodes:
    """What rests on a source, for its entry in the bibliography."""
    if not found.pages:
        return [_para(nodes.Text("Cited on no page."), classes=["cited-by"])]

    def page(object_: Object, paragraphs: tuple[Object, ...]) -> Nodes:
        here: Nodes = [link(object_, docname)]
        if paragraphs:
            here += [nodes.Text(" ("), *joined(([link(each, docname)] for each in paragraphs), ", "), nodes.Text(")")]
        return here

    built = joined((page(each, paragraphs) for each, paragraphs in found.pages), "; ")
    return [_para(_text("Cited on: "), *built, classes=["cited-by"])]


def picture(found: Shown, docname: str) -> Nodes:
    """A drawing with its links; beside a term's, which no other list of its page repeats, the same in words."""
    made = drawn(found)
    if made is None:
        return []
    built: Nodes = [make_drawing(made, [link(each, docname) for each in made.links])]
    if isinstance(found.facts, Neighbourhood) and found.facts.own.type == "term":
        near = [Counted(each.object, each.paragraphs) for each in found.facts.near if each.paragraphs]
        built.append(make_folded("The same in words", *_counted(near, docname)))
    return built


RENDERERS: dict[str, Callable[..., Nodes]] = {
    "card": card,
    "mentions": mentions,
    "links-here": links_here,
    "posts": posts,
    "companions": companions,
    "matters": matters,
    "involved": involved,
    "evidence": evidence,
    "marks": marks,
    "written": written,
    "cast": cast,
    "neighbours": neighbours,
    "records": records,
    "register": register,
    "list-of": list_of,
    "drawing": picture,
    "correction": correction,
    "corrections": corrections,
}
