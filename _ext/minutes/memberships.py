"""Posts and who held them: of a person, of a post, and in a body. Nothing here knows Sphinx."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from minutes import dates
from minutes.drawing import bare
from minutes.graph import Graph, Object
from minutes.model import Membership, Person


@dataclass(frozen=True, slots=True)
class Post:
    """A row of a person's posts."""

    membership: Membership
    post: Object | None  #: the glossary entry of the post, if there is one
    organization: Object | None


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who held a post, or one in a body."""

    person: Object
    post: Post


def posts(graph: Graph, docname: str, argument: str = "") -> tuple[Post, ...]:
    """A person's posts by date."""
    entry = graph.heads[docname].entry
    if not isinstance(entry, Person):
        return ()

    def term(*names: str) -> Object | None:
        found = (graph.find("term", each) for each in names)
        return next((each[0] for each in found if len(each) == 1), None)

    return tuple(Post(each, term(*_called(each)), term(each.organization)) for each in _by_date(entry.posts))


def _by_date(posts: Iterable[Membership]) -> list[Membership]:
    return sorted(posts, key=lambda each: (_since(each), each.post))


def _since(held: Membership) -> str:
    """The first day on which a post is known to have been held."""
    date = held.start or held.attested or held.end
    return dates.bounds(date)[0] if date else "9999"


def _called(held: Membership) -> tuple[str, ...]:
    """What the page of a post may be called, the fullest first: the leader of one body is not that of another."""
    post, body = held.post, held.organization
    return (f"{post} of the {body}", f"{post} of {body}", f"{post} on the {body}", f"{body} {post}", post)


def when_held(post: Membership) -> str:
    """When a post was held, as far as its source tells."""
    if post.start or post.end:
        return dates.words(f"{post.start or '..'}/{post.end or '..'}")
    return f"attested {dates.words(post.attested)}" if post.attested else "not dated"


def holders(graph: Graph, docname: str, argument: str = "") -> tuple[Holder, ...]:
    """Who held a post, or any in a body, by date."""
    own = graph.page(docname)
    return graph.once(all_holders).get(own.id, ()) if own else ()


def all_holders(graph: Graph) -> dict[str, tuple[Holder, ...]]:
    """The holders of each post and body, by its id."""
    found: dict[str, list[Holder]] = {}
    for person in graph.of_type("person"):
        for post in posts(graph, person.docname):
            for each in dict.fromkeys(filter(None, (post.post, post.organization))):
                found.setdefault(each.id, []).append(Holder(bare(person), post))

    def when(held: Holder) -> tuple[str, tuple[str, ...]]:
        return _since(held.post.membership), graph.order(held.person)

    return {term: tuple(sorted(held, key=when)) for term, held in found.items()}
