"""What a page of an edition says, read back from its HTML."""

from __future__ import annotations

import pytest

from editions import texts
from editions.texts import Block, article, blocks, plain, title, uncited


def page(body: str) -> str:
    return (
        f'<html><body><header><p>Menu</p></header><article class="bd-article">{body}</article><p>Cite</p></body></html>'
    )


def told(body: str) -> list[str]:
    return [plain(block.text) for block in blocks(article(page(body)))]


CITED = (
    '<span class="bibtex-citation" id="id1">[<a href="../sources.html#source-ash-2001">Ash 2001a</a>, '
    '<a href="../sources.html#source-oak">Oak 2000</a>]</span>'
)


def test_only_the_article_is_read_and_nothing_that_is_drawn_or_pressed() -> None:
    body = (
        '<section id="a"><h1>Ann &amp; Co<a class="headerlink" href="#a">¶</a></h1>'
        '<figure class="drawing"><svg><text>Drawn</text></svg><figcaption>A ring.</figcaption></figure>'
        "<form><label>Search</label><button>Go</button></form><script>x()</script>"
        '<p>One <b>bold</b> word<sup class="record-mark"><a href="#r">[decision]</a></sup>.</p></section>'
    )
    assert told(body) == ["Ann & Co", "One bold word."]
    assert title(article(page(body))) == "Ann & Co"


def test_a_page_without_an_article_says_nothing() -> None:
    assert article("<p>x</p>") == title("<p>x</p>") == ""
    assert blocks("") == ()


def test_each_block_has_the_nearest_id_and_the_heading_above_it() -> None:
    body = (
        '<section id="page"><h1>Page</h1><p>Lead</p><section id="item"><h2>Item</h2>'
        '<p id="own">Own <span id="record">record</span></p><ul id="list"><li><p>a</p></li><li><p>b</p></li></ul>'
        "<p>Last</p></section></section>"
    )
    assert blocks(article(page(body))) == (
        Block("heading", "page", True, "Page", "Page"),
        Block("paragraph", "page", False, "Lead", "Page"),
        Block("heading", "item", True, "Item", "Item"),
        Block("paragraph", "own", True, "Own record", "Item"),
        Block("paragraph", "list", False, "a", "Item"),
        Block("paragraph", "list", False, "b", "Item"),
        Block("paragraph", "item", False, "Last", "Item"),
    )


def test_a_citation_keeps_its_source_beside_its_label() -> None:
    (block,) = blocks(article(page(f"<p>She said so {CITED}.</p>")))
    assert plain(block.text) == "She said so [Ash 2001a, Oak 2000]."
    assert f"{texts.KEY}ash-2001{texts.END}" in block.text
    assert uncited(block.text) == "She said so."


def test_a_term_leads_what_it_explains_once() -> None:
    body = "<dl><dt>May 2011</dt><dd><p>First.</p><p>Second.</p></dd><dt>June</dt><dd>Third.</dd></dl>"
    assert told(body) == ["May 2011: First.", "Second.", "June: Third."]


def test_the_facts_of_a_page_are_its_own_but_for_what_others_decide() -> None:
    body = (
        '<dl class="facts"><dt>Kind<span class="colon">:</span></dt><dd><p>tool</p></dd>'
        '<dt>Narrower<span class="colon">:</span></dt><dd><p><a>Lamp</a>, <a>Torch</a></p></dd></dl>'
    )
    found = [(block.text, block.generated) for block in blocks(article(page(body)))]
    assert found == [("Kind: tool", False), ("Narrower: Lamp, Torch", True)]


def test_posts_are_a_pages_own_words_though_the_build_sets_them_out() -> None:
    table = (
        "<table><thead><tr><th>When</th><th>Post</th></tr></thead><tbody><tr><td><p>2001</p></td>"
        '<td><p><span class="cell-label">Post: </span>Chair</p></td></tr></tbody></table>'
    )
    posts = f'<section class="generated" id="posts"><h2>Posts</h2>{table}</section>'
    others = f'<section class="generated" id="near"><h2>Near</h2>{table}</section>'
    found = [(block.text, block.part, block.generated) for block in blocks(article(page(posts + others)))]
    assert found[1] == ("2001 · Chair", "Posts", False)
    assert found[3] == ("2001 · Chair", "Near", True)


def test_a_gathered_sentence_is_one_mention_with_its_page_and_without_counts() -> None:
    body = (
        '<section class="generated" id="mentions"><h2>Mentions</h2><p class="lead">How to read.</p><dl class="mentions">'
        '<dt><a>5 March</a> (2)</dt><dd><ul class="steps"><li><p class="step-head"><a>Lamps</a> · <em>spoke</em></p>'
        '<p class="step-text">She <b>spoke</b>.</p></li><li><p class="step-text">And sat.</p></li></ul>'
        "<details><summary>1 more</summary></details></dd></dl>"
        '<ul class="chips"><li><p><a>Bob</a><span class="count"> · 2</span></p></li></ul></section>'
    )
    found = [(block.kind, block.text) for block in blocks(article(page(body))) if block.generated]
    assert found == [
        ("heading", "Mentions"),
        ("mention", "5 March, Lamps · spoke: She spoke."),
        ("mention", "5 March, And sat."),
        ("item", "Bob"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        '<ul class="index-list"><li><p>Ann</p></li></ul>',
        '<table class="register"><tr id="r"><td>A</td></tr></table>',
        '<div id="source-x"><span class="label">[X]</span><p class="cited-by">Cited on: A</p></div>',
        '<p class="neighbours">Earlier: A</p>',
        '<ul class="corrections-here"><li><p>1 May</p></li></ul>',
    ],
)
def test_lists_of_other_pages_words_are_known_wherever_they_stand(body: str) -> None:
    assert [block.generated for block in blocks(article(page(body)))] == [True]


def test_unclosed_elements_lose_no_words() -> None:
    assert told("<section><p>One<br>two<p>Three</section>") == ["One two", "Three"]
