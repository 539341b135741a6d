"""Views as content: what each says, in words, links and lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from minutes import dates
from minutes.backlinks import CitedBy, Group
from minutes.content import (
    Block,
    Blocks,
    Bullets,
    Choice,
    Citation,
    Entries,
    Facts,
    Folded,
    Inline,
    Inlines,
    Line,
    Link,
    Paragraph,
    Picture,
    Rubric,
    Table,
    Words,
    joined,
)
from minutes.graph import Corrected, Filed, Object
from minutes.grids import Grid
from minutes.listings import Listing
from minutes.memberships import Holder, Post, when_held
from minutes.model import Source
from minutes.neighbourhood import Neighbourhood
from minutes.paging import row_id
from minutes.pictures import Shown, drawn
from minutes.registers import Difference, Register, Row, Version, capital
from minutes.views import WHOLE, Card, Cite, Counted, Ranked, Told, Value, by
from minutes.vocabulary import RECORD_KINDS


def _none(text: str) -> Paragraph:
    """What stands in place of a list that is empty."""
    return Paragraph([text], ("none",))


def sentence(segments: Iterable[tuple[str, bool]]) -> Inlines:
    """A sentence with the words of each mention marked."""
    return [Words(text, ("mention",), "strong") if marked else text for text, marked in segments]


def _relation(words: str) -> Words:
    return Words(words, ("relation",), "emphasis")


def source_words(source: Source) -> str:
    """A source in a line: author, publisher, date, and how much of it was seen."""
    date = dates.words(source.date) if source.date else ""
    seen = f"seen: {source.seen}" if source.seen else ""
    return ", ".join(filter(None, [source.author, source.publisher, date])) + (f" ({seen})" if seen else "")


def card(found: Card) -> Blocks:
    """The head of a page."""

    def value(each: Value) -> Inlines:
        if isinstance(each, Object):
            return [Link(each)]
        if isinstance(each, Cite):
            return [Citation(each.key)]
        if isinstance(each, Source):
            return [f"{source_words(each)} ", Citation(each.key)]
        return [each]

    built: Blocks = []
    if found.abstract:
        built.append(Paragraph([found.abstract], ("abstract",)))
    rows = []
    for label, values in found.rows:
        kinds = {type(each) for each in values}
        separator = "; " if Source in kinds else " " if Cite in kinds else ", "
        rows.append((label, joined((value(each) for each in values), separator)))
    return [*built, Facts(rows)] if rows else built


#: So many sentences of a page stand open in a list of back-links; the others fold.
OPEN = 6


def _steps(steps: list[Blocks]) -> Blocks:
    """A page's sentences: a few open, many behind a line."""
    if len(steps) <= OPEN + 2:
        return [Bullets(steps, ("steps",))]
    rest = Bullets(steps[OPEN:], ("steps",))
    return [Bullets(steps[:OPEN], ("steps",)), Folded(f"{len(steps) - OPEN} more on this page", [rest])]


def mentions(groups: tuple[Group, ...]) -> Blocks:
    """Back-links: for each page its mentions, with relation and sentence."""
    if not groups:
        return [_none("Nothing so far.")]
    built: list[tuple[Inlines, Blocks]] = []
    for group in groups:
        steps: list[Blocks] = []
        for step in group.steps:
            marks: list[Inlines] = []
            if step.where.anchor:  # a paragraph above all headings has no item, but an address
                marks.append([Link(step.where, step.item or "opening", ("where",))])
            marks += [[Words(each.label, ("narrower",))] for each in step.of]
            marks += [[_relation(each)] for each in step.relations]
            if step.editorial:
                marks.append([Words("editorial note", ("editorial-mark",))])
            head: Blocks = [Paragraph(joined(marks, " · "), ("step-head",))] if marks else []
            steps.append([*head, Paragraph(sentence(step.segments), ("step-text",))])
        built.append(([Link(group.page), f" ({len(group.steps)})"], _steps(steps)))
    return [Entries(built, ("mentions",))]


def links_here(groups: tuple[Group, ...]) -> Blocks:
    """Back-links of a meeting, which are many and say again what it says: folded, by kind of page."""
    kinds = (("person", "people"), ("term", "terms"), ("meeting", "other meetings"), ("page", "other pages"))
    built: Blocks = []
    for kind, name in kinds:
        if found := tuple(each for each in groups if each.page.type == kind):
            sentences = sum(len(each.steps) for each in found)
            built.append(Folded(f"From {name} ({len(found)} pages, {sentences} sentences)", mentions(found)))
    return built or mentions(())


def _post(found: Post) -> Inlines:
    """A post by its name, with what is noted of it."""
    held = found.membership
    return [Link(found.post, held.post) if found.post else held.post, *([f" ({held.note})"] if held.note else [])]


def posts(found: tuple[Post, ...]) -> Blocks:
    """A person's posts as a dated table."""
    if not found:
        return [_none("The sources seen give none.")]

    def line(post: Post) -> Line:
        held = post.membership
        body: Inlines = [Link(post.organization, held.organization) if post.organization else held.organization]
        return Line([[when_held(held)], _post(post), body, [Citation(held.source)]])

    return [Table(("When", "Post", "Organization", "Source"), [*map(line, found)], (26, 34, 24, 16), ("posts",))]


#: So many links stand open in a list by number.
CHIPS = 24


def _counted(found: Iterable[Counted]) -> Blocks:
    """Links with a number each; of a long list the rarer ones fold."""
    items: list[Blocks] = [[Paragraph([Link(each.object), Words(f" · {each.count}", ("count",))])] for each in found]
    if len(items) <= CHIPS + 4:
        return [Bullets(items, ("chips",))]
    rest = Bullets(items[CHIPS:], ("chips",))
    return [Bullets(items[:CHIPS], ("chips",)), Folded(f"{len(items) - CHIPS} more", [rest])]


def _ranked(found: Ranked) -> Blocks:
    """Those that are named most often, and how many more there are."""
    more = Paragraph([f"And {found.left:,} more, each named together with this more rarely."], ("lead",))
    return [*_counted(found), *([more] if found.left else [])]


_PARAGRAPHS = "With the number of paragraphs, here and in the meetings, that name both."


def companions(found: Ranked) -> Blocks:
    """The others under the same agenda items."""
    if not found:
        return [_none("Nobody else is named under the same agenda items.")]
    lead = "With the number of agenda items that name both. To be named together is not to have met."
    return [Rubric("Named together with"), Paragraph([lead], ("lead",)), *_ranked(found)]


def matters(found: Ranked) -> Blocks:
    """The matters of a person, or near a term."""
    return [Rubric("Matters"), Paragraph([_PARAGRAPHS], ("lead",)), *_ranked(found)] if found else []


def involved(found: Ranked) -> Blocks:
    """The people near a term."""
    if not found:
        return [_none("Nobody is named here, nor in the same paragraphs of a meeting.")]
    return [Rubric("Who is involved"), Paragraph([_PARAGRAPHS], ("lead",)), *_ranked(found)]


def evidence(found: tuple[tuple[Object, tuple[Filed, ...]], ...]) -> Blocks:
    """The records about a term, meeting by meeting."""
    if not found:
        return []
    built: list[tuple[Inlines, Blocks]] = []
    for page, filed in found:
        steps: list[Blocks] = []
        for each in filed:
            words: Inlines = [_relation(_spaced(each.record.kind)), " ", Link(each.object, capital(each.record.text))]
            steps.append([Paragraph(words, ("record-step",))])
        built.append(([Link(page), f" ({len(steps)})"], _steps(steps)))
    return [Rubric("Decisions and figures"), Entries(built, ("mentions", "evidence")), Rubric("Sentence by sentence")]


def marks(found: tuple[tuple[str, int], ...]) -> Blocks:
    """Boxes that light up the records of a kind in the text."""
    boxes = [(kind, _spaced(RECORD_KINDS[kind].register), count) for kind, count in found]
    return [Choice("Show in the text", boxes)] if boxes else []


def _spaced(kind: str) -> str:
    return kind.replace("-", " ")


def written(found: tuple[Source, ...]) -> Blocks:
    """The accounts and other sources by this person."""
    if not found:
        return []
    items: list[Blocks] = [[Paragraph([f"{each.title}. {source_words(each)} ", Citation(each.key)])] for each in found]
    return [Rubric("Accounts written"), Bullets(items, ("written",))]


def told(found: tuple[Told, ...]) -> Blocks:
    """The accounts of a meeting, with what each carries alone."""

    def line(each: Told) -> Line:
        alone: Inlines = joined(
            (
                [Link(item.object, item.shown or "opening"), Words(f" · {item.count}", ("count",))]
                for item in each.alone
            ),
            ", ",
        )
        name: Inlines = [f"{by(each.source)} ", Citation(each.source.key)]
        if len(restated) == 1 and each.restated:
            number, alone = "all others", ["what cites nothing"]
        elif each.restated or each.statements:
            number = f"{each.statements:,}"
        else:
            number = "none"
        return Line([name, [each.source.seen], [number], alone or ["nothing"]])

    restated = [each for each in found if each.restated]
    heads = ("Account", "Seen", "Statements", "Told by it alone")
    return [Table(heads, [*map(line, found)], (34, 20, 14, 32), ("told",))] if found else []


def _version(found: Version) -> Inlines:
    cites: Inlines = [each for source in found.sources for each in (" ", Citation(source.key))]
    return [found.text, *cites]


def differences(found: tuple[Difference, ...]) -> Blocks:
    """Where the accounts of a meeting differ: the versions side by side."""
    if not found:
        return []
    built: Blocks = [Rubric("Where they differ")]
    for each in found:
        built.append(Paragraph([Link(each.filed.object, capital(each.filed.record.text))], ("difference-head",)))
        built.append(Bullets([[Paragraph(_version(side))] for side in each.versions], ("versions",)))
        if each.settled:
            told = joined(map(_version, each.settled), "; ")
            built.append(Paragraph([Words("Settled: ", ("label",)), *told], ("settled",)))
    return built


def holders(found: tuple[Holder, ...]) -> Blocks:
    """Who held a post, or one in a body: a dated table, folded if it is long."""
    if not found:
        return []

    def line(each: Holder) -> Line:
        held = each.post.membership
        post = [*_post(each.post), ", ", held.organization]
        return Line([[when_held(held)], [Link(each.person)], post, [Citation(held.source)]])

    table = Table(("When", "Who", "As", "Source"), [*map(line, found)], (24, 26, 34, 16), ("posts", "holders"))
    people = len({each.person.id for each in found})
    title = f"Known holders and members ({people})"
    return [Folded(title, [table])] if len(found) > OPEN else [Rubric(title), table]


def table_of(found: Grid) -> Blocks:
    """Rows and columns; an account stands there as its citation, with how much of it was seen."""
    if not found.rows:
        return [_none("Nothing yet.")]

    def value(each: Value) -> Inlines:
        if isinstance(each, Source):
            whole = each.seen.startswith(WHOLE)
            mark = Words("● " if whole else "◐ ", ("seen-whole" if whole else "seen-part",))
            return [mark, Citation(each.key)] if found.kind == "accounts" else [Citation(each.key)]
        return [Link(each)] if isinstance(each, Object) else [Citation(each.key)] if isinstance(each, Cite) else [each]

    def head(each: Value) -> str:
        return each.label if isinstance(each, Object) else str(each)

    lines = [Line([value(row), *(joined(map(value, cell), " ") for cell in cells)]) for row, cells in found.rows]
    heads = (found.corner, *map(head, found.columns))
    # In a book a column is as wide as the longest word of its head, but for one that holds sentences.
    longest = [max(map(len, each.split())) + 2 for each in heads]
    widths = (20, 50, 30) if found.kind == "in-part" else (max(longest[0], 12), *longest[1:])
    return [Table(heads, lines, widths, ("grid", f"grid-{found.kind}", "wide"), plain=1)]


def cast(found: tuple[Counted, ...]) -> Blocks:
    """The people or the terms of a meeting."""
    if not found:
        return []
    title = "People" if found[0].object.type == "person" else "Terms"
    return [Rubric(f"{title} ({len(found)})"), *_counted(found)]


def neighbours(found: tuple[Object | None, Object | None]) -> Blocks:
    """Earlier and later meeting."""
    names = zip(("Earlier: ", "Later: "), found, strict=True)
    parts: list[Inlines] = [[Words(name), Link(each)] for name, each in names if each]
    return [Paragraph(joined(parts, " · "), ("neighbours",))] if parts else []


def records(found: tuple[tuple[str, tuple[Any, ...]], ...]) -> Blocks:
    """The records of a meeting, by kind."""
    if not found:
        return [_none("None marked.")]
    built: Blocks = []
    for kind, filed in found:
        title = _spaced(RECORD_KINDS[kind].register).capitalize()
        items: list[Blocks] = [[Paragraph([Link(each.object, each.record.text)])] for each in filed]
        built.append(Folded(f"{title} ({len(filed)})", [Bullets(items, ("records",))]))
    return built


def register(found: Register, *, named: bool = True) -> Blocks:
    """A register as a table: date and item, the text, its fields, and, if wanted, people and terms."""
    if not found.rows:
        return [_none("No entry.")]

    def value(each: str | Object | Version) -> Inlines:
        return _version(each) if isinstance(each, Version) else [Link(each) if isinstance(each, Object) else each]

    def line(each: Row) -> Line:
        where: Inlines = [Link(each.meeting)]
        if each.item:
            where += [", ", Link(each.item, each.item.label.rpartition(", ")[0])]
        cells = [joined(map(value, cell), "; " if found.kind == "difference" else ", ") for cell in each.cells]
        if named:
            cells.append(joined(([Link(v)] for v in each.others), ", "))
        # The record's mark on its page links here.
        anchor = row_id(each.filed.object.id)
        return Line([where, [Link(each.filed.object, capital(each.filed.record.text))], *cells], anchor)

    heads = (
        "Meeting and item",
        _spaced(found.kind).capitalize(),
        *found.columns,
        *(["People and terms"] if named else []),
    )
    widths = (18, 36, *([14] * len(found.columns)), *([20] if named else []))
    return [Table(heads, [*map(line, found.rows)], widths, ("register", f"register-{found.kind}"))]


def list_of(found: Listing) -> Blocks:
    """An index: headed lists with counts."""

    def item(each: Counted) -> Block:
        words: Inlines = [Link(each.object, each.shown)]
        if each.count is not None:
            words.append(Words(f" · {each.count}", ("count",)))
        if each.note:
            words += [Words(" — ", ("dash",)), Words(each.note, ("note",))]
        if each.beside:
            near: Iterable[list[Inline]] = (
                [Link(other.object), *([] if other.count is None else [Words(f" {other.count}", ("count",))])]
                for other in each.beside
            )
            words += [Words(" — ", ("dash",)), *joined(near, ", ")]
        return Paragraph(words)

    built: Blocks = []
    for title, counted in found.groups:
        if title:
            built.append(Rubric(title[:1].upper() + title[1:]))
        built.append(Bullets([[item(each)] for each in counted], ("index-list",)))
    return built or [_none("None yet.")]


def correction(found: Corrected | None) -> Blocks:
    """What a correction says, under its date."""
    if found is None:
        return []  # reported by the graph
    where = found.target.label if found.target.type != "paragraph" else f"A passage of {found.target.label}"
    now = found.correction.now
    lines: list[Inlines] = [
        [Link(found.target, where), f", since edition {found.correction.since}"],
        [Words("It said: ", ("label",)), Words(f"“{found.correction.was}”", ("was",))],
        [Words("It says now: ", ("label",)), Words(f"“{now}”", ("now",)) if now else "this no longer."],
    ]
    return [Paragraph(line) for line in lines]


def corrections(found: tuple[Corrected, ...]) -> Blocks:
    """The corrections to a page, at its foot; nothing where there are none."""
    if not found:
        return []

    def entry(each: Corrected) -> Block:
        given = each.correction
        now = f"it says now “{given.now}”" if given.now else "it says this no longer"
        of = Object("page", given.anchor, each.docname, given.anchor, dates.words(given.date))
        return Paragraph([Link(of), f": edition {given.since} said “{given.was}”; {now}. {given.why}"])

    return [Rubric("Corrections to this page"), Bullets([[entry(each)] for each in found], ("corrections-here",))]


def cited_by(found: CitedBy) -> Blocks:
    """What rests on a source, for its entry in the bibliography."""
    if not found.pages:
        return [Paragraph(["Cited on no page."], ("cited-by",))]

    def page(object_: Object, paragraphs: tuple[Object, ...]) -> Inlines:
        here: Inlines = [Link(object_)]
        if paragraphs:
            here += [" (", *joined(([Link(each)] for each in paragraphs), ", "), ")"]
        return here

    built = joined((page(each, paragraphs) for each, paragraphs in found.pages), "; ")
    return [Paragraph([Words("Cited on: "), *built], ("cited-by",))]


def picture(found: Shown) -> Blocks:
    """A drawing with its links; beside a term's, which no other list of its page repeats, the same in words."""
    made = drawn(found)
    if made is None:
        return []
    built: Blocks = [Picture(made)]
    if isinstance(found.facts, Neighbourhood) and found.facts.own.type == "term":
        near = [Counted(each.object, each.paragraphs) for each in found.facts.near if each.paragraphs]
        built.append(Folded("The same in words", _counted(near)))
    return built


RENDERERS: dict[str, Callable[..., Blocks]] = {
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
    "told": told,
    "differences": differences,
    "holders": holders,
    "table-of": table_of,
    "cast": cast,
    "neighbours": neighbours,
    "records": records,
    "register": register,
    "list-of": list_of,
    "drawing": picture,
    "correction": correction,
    "corrections": corrections,
    "cited-by": cited_by,
}
