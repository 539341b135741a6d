"""The closed vocabularies of the archive: relations, record kinds and the kinds of terms.

A word that is not listed here is an error in a page, so that one thing keeps one name everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: What somebody did or underwent at a mention -> how a reader sees it.
RELATIONS: Final[dict[str, str]] = {
    "mentioned": "mentioned",
    "reported": "gave a report",
    "spoke": "spoke",
    "asked": "put a question or request",
    "proposed": "made a proposal",
    "undertook": "gave an undertaking",
    "led": "led work",
    "wrote": "wrote",
    "served": "named as a member of a body",
    "decided": "took a decision",
    "addressed": "was asked or urged",
    "welcomed": "was welcomed",
    "mourned": "was mourned",
    "honoured": "was honoured",
    "congratulated": "was congratulated",
    "thanked": "was thanked",
    "appointed": "was appointed",
    "succeeded": "was succeeded",
    "visited": "was visited",
    "quoted": "was quoted",
}

#: The kinds of objects, as role names. ``any`` and ``doc`` resolve to one of the others.
OBJECT_TYPES: Final[tuple[str, ...]] = ("meeting", "item", "person", "term", "record")

#: What a term can be (editorial rules: terms).
TERM_KINDS: Final[tuple[str, ...]] = (
    "body",
    "post",
    "scheme",
    "tool",
    "process",
    "event",
    "campaign",
    "concept",
    "place",
)

#: The kinds of terms that are matters, which people deal with and meetings decide.
MATTERS: Final = ("scheme", "tool", "process", "event", "campaign", "concept")

#: The kinds of record that are set out on the page of a term they are about.
EVIDENCE: Final = ("decision", "proposal", "request", "undertaking", "statistic", "appointment")

#: Roles whose text is a field of the record around them.
FIELDS: Final[tuple[str, ...]] = (
    "value",
    "of",
    "condition",
    "as-of",
    "due",
    "outcome",
    "post",
    "version",
    "settled",
)

#: Fields whose text is one account's: a citation follows each.
ATTRIBUTED: Final = ("version", "settled")

#: How the entry of a term begins that no source defines.
UNDEFINED: Final = "Not defined in the sources"

#: A target that says: this is somebody, but nobody with a page.
UNNAMED: Final = "unnamed"


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: its register and the roles that must stand inside it."""

    name: str
    register: str  #: docname stem and title of its register, plural
    required: tuple[tuple[str, ...], ...]  #: each group needs one of its roles
    columns: tuple[tuple[str, tuple[str, ...]], ...]  #: heading -> roles shown under it
    about: str  #: what a reader finds in the register

    def admits(self, role: str) -> bool:
        """Whether a role can be a field of such a record."""
        return any(role in roles for _, roles in self.columns)


RECORD_KINDS: Final[dict[str, RecordKind]] = {
    kind.name: kind
    for kind in (
        RecordKind(
            "decision",
            "decisions",
            (),
            (("Decided by", ("decided",)),),
            "What was agreed, and by whom where it was not the committee itself.",
        ),
        RecordKind(
            "proposal",
            "proposals",
            (("proposed",),),
            (("Proposed by", ("proposed",)),),
            "What somebody proposed.",
        ),
        RecordKind(
            "request",
            "requests",
            (("asked",), ("addressed",), ("outcome",)),
            (
                ("Asked by", ("asked",)),
                ("Asked of", ("addressed",)),
                ("Outcome", ("outcome",)),
            ),
            "What was asked, by whom, of whom, and what came of it.",
        ),
        RecordKind(
            "undertaking",
            "undertakings",
            (("undertook",),),
            (("Undertaken by", ("undertook",)), ("Due", ("due",))),
            "What somebody undertook to do, with its date as far as one is given.",
        ),
        RecordKind(
            "statistic",
            "statistics",
            (("value",),),
            (
                ("Value", ("value",)),
                ("Of", ("of",)),
                ("Condition", ("condition",)),
                ("As of", ("as-of",)),
            ),
            "Figures, each with its unit, its population and its condition.",
        ),
        RecordKind(
            "appointment",
            "appointments",
            (("appointed",), ("post",)),
            (("Person", ("appointed",)), ("Post", ("post",))),
            "Who took, kept or was given which place or task.",
        ),
        RecordKind(
            "quotation",
            "quotations",
            (("quoted",),),
            (("Speaker", ("quoted",)),),
            "Words quoted, where the wording itself is the fact.",
        ),
        RecordKind(
            "opinion",
            "opinions",
            (),
            (),
            "What the author of an account thinks, kept apart from what happened.",
        ),
        RecordKind(
            "difference",
            "differences",
            (("version",),),
            (("Versions", ("version",)), ("Settled", ("settled",))),
            "Where accounts differ: each version with the account that has it, and what settles it, if anything does.",
        ),
        RecordKind(
            "lost-link",
            "lost-links",
            (),
            (),
            "Links of the accounts whose target has not been preserved.",
        ),
    )
}

#: A quotation is at most so many words (editorial rules: words).
QUOTATION_WORDS: Final = 8

#: A longer page is a mistake: no account of a meeting comes near it.
PAGE_BYTES: Final = 1_000_000

#: What ``{list-of}`` can list.
LISTS: Final = (
    "meetings",
    "items",
    "people",
    "terms",
    "terms-by-kind",
    "threads",
    "longest-threads",
    "latest-meetings",
    "latest-decisions",
    "registers",
    "ties",
    "calendar",
    "corrections",
    "year",
    "posts",
    "undefined",
    "unsaid",
)

#: What ``{table-of}`` can set out.
TABLES: Final = ("accounts", "figures", "in-part")

#: The page that holds the corrections, and what an entry says of itself; all but the last it must say.
CORRECTIONS: Final = "corrections"
CORRECTION_FIELDS: Final = ("date", "since", "was", "now")

#: Ids that the build gives to generated sections; no item or paragraph may take them.
GENERATED_IDS: Final = (
    "account-by-account",
    "people-and-terms",
    "records",
    "links-here",
    "posts",
    "appearances",
    "seen-with",
    "near",
    "mentions",
    "elsewhere",
)
