"""Where the words of an article stand in a Word document, and the runs that hold exactly them.

The document's text is taken as `claimcheck.read.docx` reads it, as if all tracked changes were accepted, so that an
offset of the article is a place in the document: in tables, text boxes, links and insertions too.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from claimcheck.report import words
from claimcheck.report.base import ClaimDict

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
#: What is not there once changes are accepted; and what Word keeps twice for older programs.
_GONE = frozenset({"del", "moveFrom", "Fallback", "delText", "instrText"})
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_AROUND = 30  # characters on either side by which a claim is known again in a draft that has changed


@dataclass(slots=True)
class Leaf:
    """An element with text in it: some words, a tab, a break. `run` is the run that holds it, if one does."""

    element: Any
    text: str
    start: int
    run: Any

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def whole(self) -> bool:
        """Whether it cannot be cut: text of a drawing or a formula, that is not the run's own."""
        return self.run is None or self.element.getparent() is not self.run


class Places:
    """The places of an article's words in a document. Runs are cut where a claim begins or ends."""

    def __init__(self, document: Any, article: str) -> None:
        self.leaves, self.text = _leaves(document.element.body)
        self.article = article
        here, there = _kept(article), _kept(self.text)
        same = [article[i] for i in here] == [self.text[i] for i in there]
        self._place_of = dict(zip(here, there, strict=True)) if same else None

    def runs(self, claim: ClaimDict) -> list[Any]:
        """The runs that hold the claim's words and nothing else; none where the words are not there any more."""
        found = self._find(claim["start"], claim["end"])
        if found is None:
            return []
        start, end = found
        self._cut(start)
        self._cut(end)
        inside = [leaf for leaf in self.leaves if leaf.text and leaf.start < end and start < leaf.end]
        return [leaf.run for leaf in inside if leaf.run is not None]

    def _find(self, start: int, end: int) -> tuple[int, int] | None:
        """From offsets of the article to offsets of the document, whose text may have changed since it was read."""
        if self._place_of is not None:
            kept = [self._place_of[i] for i in range(start, end) if i in self._place_of]
            return (kept[0], kept[-1] + 1) if kept else None
        said = self.article[start:end]
        before, after = self.article[max(0, start - _AROUND) : start], self.article[end : end + _AROUND]
        for left, right in ((before, after), (before, ""), ("", after), ("", "")):
            if self.text.count(f"{left}{said}{right}") == 1:
                at = self.text.index(f"{left}{said}{right}") + len(left)
                return at, at + len(said)
        return None

    def _cut(self, at: int) -> None:
        """See to it that no run reaches over an offset of the document."""
        for n, leaf in enumerate(self.leaves):
            if leaf.start < at < leaf.end and not leaf.whole:
                self.leaves.insert(n + 1, _cut_text(leaf, at - leaf.start))
                break
        for before, after in zip(self.leaves, self.leaves[1:], strict=False):
            if after.start == at and after.text and before.run is after.run is not None and not after.whole:
                run = _cut_run(after)
                for leaf in self.leaves:
                    if leaf.element.getparent() is run:
                        leaf.run = run
                return


def _leaves(body: Any) -> tuple[list[Leaf], str]:
    """All leaves in order, and the text that they make, a line a paragraph. A paragraph whose end was deleted runs on
    into the next one."""
    leaves: list[Leaf] = []
    parts: list[str] = []
    at, lines = 0, 0
    for paragraph in body.iter("{*}p"):
        if not paragraph.tag.endswith("/main}p") or any(_local(each) in _GONE for each in paragraph.iterancestors()):
            continue
        if lines:
            parts.append("\n")
            at += 1
        for element, text in _texts(paragraph):
            run = next((each for each in element.iterancestors() if each.tag == f"{_W}r"), None)
            leaves.append(Leaf(element, text, at, run))
            parts.append(text)
            at += len(text)
        lines = 0 if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is not None else lines + 1
    return leaves, "".join(parts)


def _texts(element: Any) -> Iterator[tuple[Any, str]]:
    for child in element:
        name = _local(child)
        if name in _GONE or name in ("pPr", "rPr", "p"):
            continue  # a paragraph in a paragraph is a text box: it comes by itself
        if name == "t":
            yield child, child.text or ""
        elif name in _BREAKS:
            yield child, _BREAKS[name]
        else:
            yield from _texts(child)


def _local(element: Any) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _kept(text: str) -> list[int]:
    """The offsets of what a document can hold of a text, without the empty lines around it."""
    kept = [i for i, character in enumerate(text) if words.safe(character)]
    while kept and text[kept[0]] == "\n":
        kept.pop(0)
    while kept and text[kept[-1]] == "\n":
        kept.pop()
    return kept


def _cut_text(leaf: Leaf, at: int) -> Leaf:
    """Cut the words of a leaf in two; return the second part."""
    second = deepcopy(leaf.element)
    leaf.element.addnext(second)
    leaf.text, rest = leaf.text[:at], leaf.text[at:]
    for element, text in ((leaf.element, leaf.text), (second, rest)):
        element.text = text
        element.set(_SPACE, "preserve")
    return Leaf(second, rest, leaf.start + at, leaf.run)


def _cut_run(leaf: Leaf) -> Any:
    """Cut a run before a leaf; return the second run, which looks the same and has all that came from there on."""
    second = leaf.run.makeelement(leaf.run.tag, leaf.run.attrib)
    properties = leaf.run.find(f"{_W}rPr")
    if properties is not None:
        second.append(deepcopy(properties))
    for element in [leaf.element, *leaf.element.itersiblings()]:
        second.append(element)
    leaf.run.addnext(second)
    return second
