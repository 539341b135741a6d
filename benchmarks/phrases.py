"""The words of an invented archive: a small grammar of committee business that never was.

A sentence has slots, a dollar sign and a word: `$noun` takes a word of that list, `$reported` a person in that
relation, `$again_undertook` the person before, `$term`, `$meeting`, `$item` and `$record` a link, `$id` a new id.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FIRST = (
    "Ada Agnes Alun Aoife Arthur Asha Beatrice Bronwen Caitlín Callum Cerys Chloë Clement Cormac Della Dilys Dinah "
    "Edith Eilidh Elin Emrys Enid Ewan Farah Fergus Fiona Flora Gethin Gwen Hamish Hattie Hester Hugo Idris Imogen "
    "Inés Iolo Isla Ivor Jarek Jocelyn Kezia Lachlan Leila Linus Lowri Łucja Mabel Maeve Mairéad Małgorzata Martha "
    "Meera Morag Myfanwy Nadia Ned Nerys Niall Noor Odile Olwen Oona Orla Owain Padraig Perpetua Petra Quentin "
    "Rafał Rhian Rhona Rory Ruairí Sanjit Seren Siân Sibyl Siobhán Sorcha Tamsin Tegan Theo Tirion Una Verity Wilf "
    "Winifred Yusuf Zadie Zoë"
).split()
SURNAME_STARTS = (
    "Ald Barl Brack Cald Carn Cress Dunn Elm Fenn Garr Hald Harl Hazel Kell Lark Lind Marl Nether Oaken Pend Quill "
    "Rook Sall Tarn Thorn Uller Vell Wend Wither Yarrow"
).split()
SURNAME_ENDS = "beck by combe croft dale den don ford gate ham hurst ley mere more stow thwaite well wick".split()
ACCENTED = (
    "Brânleigh|Çelmere|Duněk|Eñarro|Fjällström|Győrfalu|Håvelund|Íosagáin|Jørvik|Košťál|Ławnicki|Méroux|Núñoval|"
    "Ó Dálmhaigh|Ørsholt|Přibyslav|Quiñares|Réaumont|Šimůnko|Țărneanu|Üllenbach|Výtlačil|Ýrsdal|Žďárek"
).split("|")

#: What a term of each kind is called; `$mark` is one of `MARKS`.
TERM_TITLES = {
    "body": ("$mark Working Group", "$mark Board", "$mark Sub-Committee", "$mark Panel"),
    "post": ("Warden of the $mark", "$mark Secretary", "$mark Convenor"),
    "scheme": ("$mark Fund", "$mark Programme", "$mark Bursary"),
    "tool": ("$mark register", "$mark handbook", "$mark ledger"),
    "process": ("$mark review", "$mark consultation", "$mark ballot"),
    "event": ("$mark Assembly", "$mark Fair", "$mark Supper"),
    "campaign": ("$mark Appeal", "$mark for All", "$mark Week"),
    "concept": ("$mark rule", "$mark quota", "$mark pledge"),
    "place": ("$markport", "$markminster", "$mark Hall"),
}
MARKS = (
    "Almond Amber Anchor Anvil Apple Barley Beacon Bell Bramble Bridge Brook Candle Canal Chapel Cherry Clover Cobble "
    "Copper Cotton Cradle Damson Dove Ember Falcon Feather Ferry Finch Flint Forge Furrow Garland Glass Granary Harbour "
    "Harvest Heather Hedge Heron Holly Honey Ivory Kettle Lantern Larch Ledger Linen Loom Maple Market Meadow Mill "
    "Nutmeg Orchard Osier Paddle Pebble Pepper Plough Quarry Raven Reed Saddle Saffron Sail Sheaf Shuttle Sparrow "
    "Spindle Thistle Thimble Tide Timber Trellis Velvet Walnut Weaver Wharf Willow Windmill"
).split()

#: What the agenda may have: a meeting has some of these, in this order.
AGENDA = (
    "Welcome and farewells",
    "Letters received",
    "Accounts for the quarter",
    "Report from the Chair",
    "Report from the Secretary",
    "Choice of candidates",
    "Branches and their rooms",
    "Members and their fees",
    "Plans for the summer",
    "Plans for the winter",
    "Printing and paper",
    "Staff and offices",
    "Training of stewards",
    "Work in the counties",
    "Work in the towns",
    "Rules and standing orders",
    "Gifts and bequests",
    "Journeys and visits",
    "Young members",
    "Next year's gathering",
    "Questions from the floor",
    "Any other business",
)

WORDS = {
    "noun": (
        "timetable budget roof lease stocktake rota canvass leaflet noticeboard boiler minibus banner kitchen cellar "
        "survey tender contract map calendar diary bill questionnaire signpost workshop library garden stage"
    ).split(),
    "plural": (
        "chairs lamps branches stewards volunteers pamphlets letters receipts benches envelopes tickets keys bicycles "
        "posters delegates apprentices tenants readers bakers gardeners musicians drivers teachers councillors"
    ).split(),
    "adjective": (
        "modest careful belated late thorough patchy cheerful plain costly generous narrow patient brisk hopeful "
        "provisional disputed sensible surprising lengthy middling"
    ).split(),
    "manner": (
        "slowly|with care|without fuss|by post|in pairs|at short notice|over several weeks|in plain view|once a week|"
        "by turns|under protest|out of hours|in good order|as before"
    ).split("|"),
    "season": "spring summer autumn winter".split(),
    "month": "January February March April May June July September October November".split(),
    "number": "6 9 11 14 17 20 23 28 32 37 41 48 55 63 74 88 96 120 150 240".split(),
    "share": "12% 19% 27% 34% 41% 58% 66% 73% 81% 93%".split(),
    "sum": "£40 £75 £120 £260 £410 £900 £1,300 £2,750 £6,000".split(),
    "outcome": (
        "the answer is not recorded|this was promised|no reply was given at the meeting|it was left until the spring|"
        "the request was turned down with thanks|a note was to follow|it was thought too dear"
    ).split("|"),
    "due": (
        "shortly|by the summer|before the next meeting|within a month|within the year|by the end of the year|"
        "in due course"
    ).split("|"),
    "post": ("Warden of the $mark", "$mark Secretary", "$mark Convenor"),
    "scheme": ("$mark Fund", "$mark Programme", "$mark Bursary"),
    "tool": ("$mark register", "$mark handbook", "$mark ledger"),
    "process": ("$mark review", "$mark consultation", "$mark ballot"),
    "event": ("$mark Assembly", "$mark Fair", "$mark Supper"),
    "campaign": ("$mark Appeal", "$mark for All", "$mark Week"),
    "concept": ("$mark rule", "$mark quota", "$mark pledge"),
    "place": ("$markport", "$markminster", "$mark Hall"),
}
MARKS = (
    "Almond Amber Anchor Anvil Apple Barley Beacon Bell Bramble Bridge Brook Candle Canal Chapel Cherry Clover Cobble "
    "Copper Cotton Cradle Damson Dove Ember Falcon Feather Ferry Finch Flint Forge Furrow Garland Glass Granary Harbour "
    "Harvest Heather Hedge Heron Holly Honey Ivory Kettle Lantern Larch Ledger Linen Loom Maple Market Meadow Mill "
    "Nutmeg Orchard Osier Paddle Pebble Pepper Plough Quarry Raven Reed Saddle Saffron Sail Sheaf Shuttle Sparrow "
    "Spindle Thistle Thimble Tide Timber Trellis Velvet Walnut Weaver Wharf Willow Windmill"
).split()

#: What the agenda may have: a meeting has some of these, in this order.
AGENDA = (
    "Welcome and farewells",
    "Letters received",
    "Accounts for the quarter",
    "Report from the Chair",
    "Report from the Secretary",
    "Choice of candidates",
    "Branches and their rooms",
    "Members and their fees",
    "Plans for the summer",
    "Plans for the winter",
    "Printing and paper",
    "Staff and offices",
    "Training of stewards",
    "Work in the counties",
    "Work in the towns",
    "Rules and standing orders",
    "Gifts and bequests",
    "Journeys and visits",
    "Young members",
    "Next year's gathering",
    "Questions from the floor",
    "Any other business",
)

WORDS = {
    "noun": (
        "timetable budget roof lease stocktake rota canvass leaflet noticeboard boiler minibus banner kitchen cellar "
        "survey tender contract map calendar diary bill questionnaire signpost workshop library garden stage"
    ).split(),
    "plural": (
        "chairs lamps branches stewards volunteers pamphlets letters receipts benches envelopes tickets keys bicycles "
        "posters delegates apprentices tenants readers bakers gardeners musicians drivers teachers councillors"
    ).split(),
    "adjective": (
        "modest careful belated late thorough patchy cheerful plain costly generous narrow patient brisk hopeful "
        "provisional disputed sensible surprising lengthy middling"
    ).split(),
    "manner": (
        "slowly|with care|without fuss|by post|in pairs|at short notice|over several weeks|in plain view|once a week|"
        "by turns|under protest|out of hours|in good order|as before"
    ).split("|"),
    "season": "spring summer autumn winter".split(),
    "month": "January February March April May June July September October November".split(),
    "number": "6 9 11 14 17 20 23 28 32 37 41 48 55 63 74 88 96 120 150 240".split(),
    "share": "12% 19% 27% 34% 41% 58% 66% 73% 81% 93%".split(),
    "sum": "£40 £75 £120 £260 £410 £900 £1,300 £2,750 £6,000".split(),
    "outcome": (
        "the answer is not recorded|this was promised|no reply was given at the meeting|it was left until the spring|"
        "the request was turned down with thanks|a note was to follow|it was thought too dear"
    ).split("|"),
    "due": ("shortly|by the summer|before the next meeting|within a month|by the end of the year|in due course").split(
        "|"
    ),
    "post": (
        "treasurer of the branch|chair of the panel|steward for the north|reader of the accounts|keeper of the keys|"
        "clerk to the board"
    ).split("|"),
    "quote": (
        "a lamp in every window|slow, steady and in tune|more chairs than people|nobody left on the platform|"
        "a roof before a banner"
    ).split("|"),
}

#: Sentences without a link.
PLAIN = (
    "The $noun had been kept $manner since the $season, and little more was said of it.",
    "Copies of a $adjective $noun were handed round, and taken back when the item was closed.",
    "It was noted that $number $plural had come by $month, which was held to be $adjective.",
    "Of the $plural, some were to be lent $manner and others stored beside the $noun.",
    "A $adjective discussion of the $noun followed, in which $plural were mentioned more than once.",
    "What this would mean for the $plural was not gone into, and the $noun was put aside.",
    "The cost was put at $sum, with a further $sum for $plural if the $noun should fail.",
    "Several of those who spoke found the $noun $adjective, though one or two would have had it done $manner.",
    "There had been $adjective weather in $month, and the $plural had stayed away.",
    "The account gives no figure for the $plural, and does not say who was to see to the $noun.",
    "By the $season the $noun was to be finished $manner, provided that the $plural were paid.",
    "A second $noun, more $adjective than the first, was to be drawn up and sent $manner to all $plural.",
    "Nothing had been heard from the $plural since $month, and it was left to them to write.",
    "The $noun and the $noun were taken together, since the same $plural would have to deal with both.",
    "Mention was made of an open evening for $plural, to be held $manner in the $season.",
    "Whether the $noun could be moved was asked $manner, and not settled.",
)

#: Sentences with links, and no record.
LINKED = (
    "$reported reported on the $term, which had been $adjective throughout the $season.",
    "$spoke spoke of the $noun, and $spoke of what the $term had made of it.",
    "$thanked and $thanked were thanked for the $plural that they had lent to the $term.",
    "$welcomed was welcomed, and said a few words on the $term and its $plural.",
    "The work was led by $led, with help from the $term and its $adjective $noun.",
    "$person was named in passing, as was the $term, when the $noun came up.",
    "Under the $term there were now $number $plural, most of them looked after $manner.",
    "The $term and the $term were compared, and $reported had $adjective things to say of both.",
    "$served, $served and $served were to look after the $noun between them.",
    "$congratulated was congratulated on $number years with the $term.",
    "$visited had been visited in $month by $plural from the $term.",
    "As had been said on $meeting, the $noun was $adjective, and the $term was to take it up.",
    "The $plural were raised again, as under $item, and $spoke had more to tell.",
    "The committee went back to $record, and asked the $term to keep to that.",
    "$succeeded had been followed in that post by somebody from the $term.",
    "$mourned was mourned, who had kept the $noun of the $term $manner for many years.",
    "$honoured was to be honoured by the $term in the $season.",
)

#: Sentences about somebody who was there already.
BUSY = (
    "$again_spoke spoke of the $noun, which had been $adjective since $month.",
    "$again_reported told the committee $manner of the $plural.",
    "$again_person was named when the $noun and its $plural came up.",
    "$again_thanked was thanked for the $adjective $noun.",
)

#: Sentences with a record, by its kind.
RECORDS = {
    "decision": (
        "[It was agreed to buy $plural for the $term, and to have the $noun mended $manner]{.decision #$id}.",
        "[It was {decided}`the panel <unnamed>` which had agreed that the $term should keep its $noun until "
        "$month]{.decision #$id}.",
        "[On the word of $person it was agreed to give up the $adjective $noun, and to rely on the "
        "$term]{.decision #$id}.",
    ),
    "request": (
        "[$asked asked $addressed for a $adjective $noun; {outcome}`$outcome`]{.request #$id}.",
        "[$asked urged $addressed to see that the $term had its $plural $manner; {outcome}`$outcome`]{.request #$id}.",
    ),
    "undertaking": (
        "[$undertook would look into the $noun, and write to the $plural {due}`$due`]{.undertaking #$id}.",
        "$reported had $plural to spare. [$again_undertook would send them to the $term "
        "{due}`$due`]{.undertaking #$id}.",
    ),
    "statistic": (
        "[Of {of}`the $plural`, {value}`$share` had used the $term by $month]{.statistic #$id}.",
        "[The $term had {value}`$number $plural`, {condition}`if those on loan are left out`]{.statistic #$id}.",
    ),
    "proposal": (
        "[$proposed proposed that the $noun be shared with the $term, and paid for $manner]{.proposal #$id}.",
    ),
    "opinion": (
        "[$person thought the $noun $adjective, and the $term none the worse for it]{.opinion #$id}.",
        "[$spoke found it $adjective that $number $plural had come to the $term at all]{.opinion #$id}.",
    ),
    "appointment": ("[$appointed was to be {post}`$post`, with a seat on the $term]{.appointment #$id}.",),
    "quotation": ('[$quoted called the $term "$quote"]{.quotation #$id}.',),
    "difference": (
        "[One account has {version}`$number $plural` of the $term $account, another {version}`$number` "
        "$other]{.difference #$id}.",
    ),
    "lost-link": ("The account links to [a $adjective $noun]{.lost-link #$id} of the $term (link not preserved).",),
}
#: How often each kind comes, as decisions and requests are commoner than lost links.
FREQUENCY = {
    "decision": 6,
    "request": 5,
    "undertaking": 4,
    "statistic": 4,
    "proposal": 3,
    "opinion": 6,
    "appointment": 2,
    "quotation": 1,
    "difference": 1,
    "lost-link": 1,
}

RELATIONS = frozenset(
    "reported spoke asked proposed undertook led wrote served addressed welcomed mourned honoured congratulated "
    "thanked appointed succeeded visited quoted person".split()
)
_SLOT = re.compile(r"\$([a-z]+(?:_[a-z]+)?)")


@dataclass(frozen=True, slots=True)
class Template:
    """A sentence taken apart: text, slot, text, slot … text; with its number of links and, about, of words."""

    parts: tuple[str, ...]
    links: int
    words: int


def template(text: str) -> Template:
    """Take a sentence apart.

    >>> template("The $noun of $person.").parts
    ('The ', 'noun', ' of ', 'person', '.')
    """
    parts = tuple(_SLOT.split(text))
    people = sum(slot in RELATIONS for slot in parts[1::2])
    links = people + sum(slot.startswith(("term", "meeting", "item", "record", "again")) for slot in parts[1::2])
    return Template(parts, links, len(text.split()) + people)
