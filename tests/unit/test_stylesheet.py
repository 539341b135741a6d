"""What is kept of a theme's style sheet."""

from __future__ import annotations

import pytest

from minutes import stylesheet

KEPT = {"bd-article", "table"}


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("p { margin: 0 }", "p{margin: 0}"),
        (".btn, .table, a.btn:hover { color: red }", ".table{color: red}"),
        (".navbar .table { color: red }", ""),
        ("#pst-header { color: red }", ""),
        (".bd-article p:not(.btn) { color: red }", ".bd-article p:not(.btn){color: red}"),
        ("a:not(.btn, .nav) { color: red }", "a:not(.btn, .nav){color: red}"),
        ("button::-moz-focus-inner { border: 0 }", ""),
        ("p { }", ""),
        ("p { color: red !important; margin: 0 ! important }", "p{color: red; margin: 0}"),
        ("@font-face { font-family: Icons }", ""),
        ("@keyframes spin { from { rotate: 0 } }", ""),
        ("@media print { .btn { color: red } }", ""),
        ("@media print { .btn { color: red } p { margin: 0 } }", "@media print {p{margin: 0}}"),
        (
            "@supports (color: red) { @media print { p { margin: 0 } } }",
            "@supports (color: red) {@media print {p{margin: 0}}}",
        ),
        ('@charset "UTF-8"; /* words */ p { margin: 0 }', "p{margin: 0}"),
    ],
)
def test_a_rule_is_kept_if_it_can_apply(css: str, kept: str) -> None:
    assert stylesheet.pruned(css, KEPT) == kept


def test_dark_colours_need_no_script_where_the_reader_has_not_chosen() -> None:
    assert stylesheet.pruned("html[data-theme=dark] p { color: white }") == (
        "html[data-theme=dark] p{color: white}@media (prefers-color-scheme:dark){html[data-theme=auto] p{color: white}}"
    )


def test_light_colours_are_those_of_every_page_that_is_not_dark() -> None:
    assert stylesheet.pruned("html[data-theme=light] p { color: black }") == "html[data-theme] p{color: black}"


def test_ours_come_after_and_are_stronger() -> None:
    theme = ["html { --used: 1px; --chain: var(--used); --unused: 2px } p { margin: var(--chain) }", ".btn { top: 0 }"]
    assert stylesheet.bundle(theme, ["a { color: red }", "b { color: blue }"]) == (
        "@layer theme {\nhtml{--used: 1px; --chain: var(--used);}p{margin: var(--chain)}\n}\n"
        "a { color: red }\nb { color: blue }"
    )


def test_a_variable_that_only_ours_use_is_kept_and_one_that_only_an_unused_one_uses_goes() -> None:
    css = stylesheet.bundle(["html { --ours: 1px; --deep: 2px; --dead: var(--deep) }"], ["p { margin: var(--ours) }"])
    assert "--ours" in css
    assert "--deep" not in css
    assert "--dead" not in css
