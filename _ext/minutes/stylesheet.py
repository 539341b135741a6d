"""Style sheets: keep of a theme's rules what can apply to the archive's pages, and let ours come after.

A theme brings the rules of a whole toolkit, of which these pages use a twentieth. Nothing here knows Sphinx.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

import tinycss2
import tinycss2.ast

#: The classes of the pages whose look is the theme's own; the rules of others are left out.
KEPT: frozenset[str] = frozenset(
    """
    admonition admonition-title align-center arabic bd-article bd-article-container bd-container bd-content bd-main
    citation compound container docutils external field-list field-odd field-even figure footnote headerlink internal
    label line-block literal longtable lowerroman option-list pst-scrollable-table-container reference rubric
    section simple skip-link table title topic upperalpha
    """.split()
)

_NESTED = frozenset({"media", "supports"})
_FUNCTION = re.compile(r":(?:not|is|where|has)\([^()]*\)")
_PSEUDO_OF_TOOLKITS = re.compile(r"::?-(?:moz|ms|webkit)-")
_CLASS = re.compile(r"\.(-?[_a-zA-Z](?:\\.|[\w-])*)")
_IMPORTANT = re.compile(r"\s*!\s*important", re.IGNORECASE)
_COMMA = re.compile(r",(?![^()]*\))")
_USE = re.compile(r"var\((--[\w-]+)")
_VARIABLE = re.compile(r"(?<=[{;])\s*(--[\w-]+):[^;{}]*(?:;|(?=\}))")
_EMPTY = re.compile(r"(?:(?<=[{};])|^)[^{}@;]+\{\}")
_DARK, _LIGHT = "html[data-theme=dark]", "html[data-theme=light]"


def _applies(selector: str, classes: Set[str]) -> bool:
    """Whether a selector can match: ids are the theme's own furniture, and so are other classes."""
    bare = _FUNCTION.sub("", selector)
    return (
        "#" not in bare
        and not _PSEUDO_OF_TOOLKITS.search(bare)
        and all(each in classes for each in _CLASS.findall(bare))
    )


def _rules(nodes: Iterable[tinycss2.ast.Node], classes: Set[str]) -> str:
    kept = []
    for rule in nodes:
        if rule.type == "qualified-rule":
            selectors = [each.strip() for each in _COMMA.split(tinycss2.serialize(rule.prelude))]
            found = [each for each in selectors if _applies(each, classes)]
            # In a layer, a rule that calls itself important would be stronger than ours.
            content = _IMPORTANT.sub("", tinycss2.serialize(rule.content)).strip()
            if not found or not content:
                continue
            kept.append(f"{','.join(found)}{{{content}}}")
            if dark := [each for each in found if _DARK in each]:
                # Where no reader has chosen, the system's wish decides, and no script need run.
                unchosen = ",".join(each.replace(_DARK, "html[data-theme=auto]") for each in dark)
                kept[-1] += f"@media (prefers-color-scheme:dark){{{unchosen}{{{content}}}}}"
            if light := [each for each in found if _LIGHT in each]:
                chosen = ",".join(each.replace(_LIGHT, "html[data-theme]") for each in light)
                kept[-1] = f"{chosen}{{{content}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in _NESTED and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if text := _rules(inner, classes):
                kept.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{text}}}")
    return "".join(kept)


def pruned(css: str, classes: Set[str] = KEPT) -> str:
    """The rules of a style sheet that can apply to pages with some classes; its fonts go too."""
    return _rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), classes)


def _without(css: str, used: Set[str]) -> str:
    """A style sheet without the custom properties that nothing uses, and without the rules that this empties."""
    left = _VARIABLE.sub(lambda match: match[0] if match[1] in used else "", css)
    return _EMPTY.sub("", left)


def _unused_variables(css: str, used_by: str) -> str:
    """Leave out the custom properties that nothing uses, until none is left."""
    smaller = _without(css, set(_USE.findall(css + used_by)))
    return css if smaller == css else _unused_variables(smaller, used_by)


def bundle(theme: Iterable[str], own: Iterable[str]) -> str:
    """One style sheet: what is kept of the theme's, in a layer, so that any rule of ours is stronger."""
    ours = "\n".join(own)
    kept = _unused_variables("".join(pruned(each) for each in theme), ours)
    return f"@layer theme {{\n{kept}\n}}\n{ours}"
