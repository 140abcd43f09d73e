"""Text to sentences with offsets: paragraphs first, then sentences within each.

Everything is one pass over the text with bounded looks to either side, so the time is linear in its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from claimcheck.records import Sentence, Span

Role = Literal["headline", "body", "furniture"]

LONGEST = 2_000  # characters; a longer "sentence" is a table or a lost full stop, and is cut at a clause or a blank
_WRAP_WIDTHS = range(40, 101)  # widths at which a text may be hard-wrapped

_OPENERS = "\"'“‘„«‹([{*_"
_CLOSERS = "\"'”’“»›)]}*_"
_TERMINATOR = re.compile(r"[.!?…。]+")

# Titles and the like: a full stop after them never ends a sentence when a capital follows.
_BEFORE_NAMES = frozenset(
    "mr mrs ms mx dr prof sen rep reps sens gov lt col gen maj capt cmdr cdr adm sgt det insp supt const cpl"
    " pvt pfc sr. fr rev hon pres amb atty dist msgr st mt ft pte brig ald cllr coun supr asst assoc dep dir"
    " sec treas".split()
)
_BEFORE_FIGURES = frozenset(
    "no nos vol vols pp art arts sec fig figs ch para jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_NEVER_LAST = frozenset("vs v e.g i.e cf viz approx est al ca".split())
# Abbreviations that can end a sentence: they do so where a word follows that opens sentences.
_MAY_BE_LAST = frozenset(
    "inc ltd co corp plc llc jr sr bros etc ave blvd rd bldg dept univ assn ph.d m.d b.a m.a".split()
)
_SENTENCE_OPENERS = frozenset(
    "the a an he she it they we i you his her its their our my this that these those there here in on at for"
    " from with by to of as if when while after before since during although though however but and or so yet"
    " not no some many most one two all both each another what who where why how according once meanwhile"
    " still now then also officials police mr mrs ms".split()
)
_SPEECH_AFTER = re.compile(
    r"\s*(?:(?!The\b|A\b|But\b|And\b)[A-Z][\w.’'-]*,?\s+){1,5}(?:said|says|asked|asks|added|adds|replied|wrote|told|cried"
    r"|shouted|wondered|joked|recalled|exclaimed)\b"
)
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?$")

_LIST_ITEM = re.compile(r"\s*(?:[-*•–·▪]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+(?=\S)")
_MARKUP = re.compile(r"\s*(?:#{1,6}\s+|>\s*|[*_]{1,3}(?=\S))")

_FURNITURE_LINES = (
    r"\d+\s*-?\s*min(?:ute)?s?[\s-]*read(?:ing time)?",
    r"(?:estimated )?reading time\b.{0,30}",
    r"share(?: (?:this|on|via|with)\b.{0,60})?",
    r"print|e-?mail(?: this.{0,30})?|copy link|save(?: (?:article|story|for later))?",
    r"facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|instagram|flipboard",
    r"(?:\d+ )?comments?(?:\s*\(\d+\))?|(?:leave|post|add) a comment",
    r"loading(?:…|\.{3})?|menu|search|close|back to top|skip (?:to|advertisement).{0,40}",
    r"advertisement|advert|ad|sponsored(?: content)?|promoted|paid (?:post|content)",
    r"(?:story|article) continues below.{0,40}|continue reading.{0,60}|show (?:more|less)",
    r"read (?:more|next|also|the full)\b.{0,160}|(?:see|watch|listen) (?:also|more|now)\b.{0,120}",
    r"(?:listen to|watch) (?:this|the) (?:article|story|video).{0,60}",
    r"(?:related|more (?:on|from|stories|in)|most (?:read|popular)|recommended|trending)\b:?[^.]{0,120}",
    r"(?:you (?:may|might) also like|don['’]t miss|in pictures)\b:?[^.]{0,120}",
    r"(?:file )?(?:photo|photos|photograph|picture|images?|video|graphic|illustration|source)"
    r"(?: (?:credit|by|courtesy of))? ?[:/|].{0,200}",
    r"(?:credit|caption) ?[:/|].{0,200}",
    r".{0,80}(?:/|\||via |©\s*)(?:getty images|shutterstock|afp|reuters|ap(?: photo)?|epa|pa(?: media)?)\.?",
    r"(?:sign up|subscribe|register|log in|sign in|follow us|download our|support us)\b.{0,160}",
    r"(?:get (?:our|the) (?:app|newsletter)|join our (?:newsletter|channel|community))\b.{0,160}",
    r"(?:©|\(c\)|copyright)\s.{0,160}|all rights reserved.{0,80}",
    r"terms of (?:use|service).{0,60}|privacy policy.{0,60}|cookie (?:policy|settings)\b.{0,80}",
    r"(?:last |first )?(?:published|updated|modified|posted)\b:?\s(?:on |at )?"
    r"(?:\d|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|today|yesterday).{0,60}",
    r"\(?(?:reporting|editing|writing|additional reporting|compiled) by .{0,200}",
    r"tags?:.{0,200}|topics?:.{0,200}|filed under:?.{0,120}",
    r"[-–—_*=~•·.\s]{3,}",
)
_FURNITURE = re.compile(rf"\s*(?:{'|'.join(_FURNITURE_LINES)})\s*", re.IGNORECASE)
_BYLINE = re.compile(
    r"\s*By\s+[A-Z][\w.’'-]+(?:\s+(?:[A-Z][\w.’'-]+|and|de|van|von|der)|,(?=\s)){0,12}(?:\s*[|•–—-].{0,80})?\s*"
)


def segment(text: str) -> list[Sentence]:
    """Return the sentences of `text`, in order, each with its code point offsets, paragraph and role.

    Blank stretches belong to no sentence; `sentence.text == text[sentence.start:sentence.end]`.
    """
    sentences: list[Sentence] = []
    paragraphs = list(_paragraphs(text))
    seen_body = False
    for number, (start, end) in enumerate(paragraphs):
        role = _role(text[start:end], first=not seen_body, last=number == len(paragraphs) - 1)
        seen_body = seen_body or role != "furniture"
        spans = [(start, end)] if role != "body" else list(_sentences(text, start, end))
        for a, b in (piece for span in spans for piece in _cut_long(text, *span)):
            sentences.append(Sentence(text[a:b], a, b, number, role))
    return sentences


# --- paragraphs ---------------------------------------------------------------------------------------------------


def _paragraphs(text: str) -> Iterator[Span]:
    """Blocks between blank lines; within a block every line by itself, unless it was hard-wrapped."""
    for block in _blocks(text):
        width = max(end - start for start, end in block)
        wrapped = len(block) > 1 and width in _WRAP_WIDTHS
        first, last = block[0]
        for start, end in block[1:]:
            if (
                wrapped
                and not _LIST_ITEM.match(text, start, end)
                and _was_wrapped(text, first, last, start, end, width)
            ):
                last = end
            else:
                yield from _trimmed(text, first, last)
                first, last = start, end
        yield from _trimmed(text, first, last)


def _blocks(text: str) -> Iterator[list[Span]]:
    block: list[Span] = []
    position = 0
    for line in text.splitlines(keepends=True):
        body = line.rstrip()
        if body:
            block.append((position, position + len(body)))
        elif block:
            yield block
            block = []
        position += len(line)
    if block:
        yield block


def _was_wrapped(text: str, first: int, last: int, start: int, end: int, width: int) -> bool:
    """Whether the line break before `start` is there only because the next word would not have fitted."""
    line = text.rfind("\n", first, last) + 1 or first
    word = text[start : min(end, start + width)].split(maxsplit=1)
    return bool(word) and (last - line) + 1 + len(word[0]) > width - 3


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    """Without blanks at the ends and the markup or list marker in front."""
    for pattern in (_MARKUP, _LIST_ITEM):
        found = pattern.match(text, start, end)
        if found and found.end() < end:
            start = found.end()
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _role(paragraph: str, first: bool, last: bool) -> Role:
    if len(paragraph) <= 240 and (_FURNITURE.fullmatch(paragraph) or _BYLINE.fullmatch(paragraph)):
        return "furniture"
    closed = paragraph.rstrip(_CLOSERS)[-1:] in tuple(".!?…:;,")
    short = "\n" not in paragraph and not last and not paragraph.startswith(("“", '"', "‘"))
    if (
        first
        and short
        and len(paragraph) <= 250
        and (not closed or (len(paragraph) <= 120 and paragraph.endswith("?")))
    ):
        return "headline"
    if not first and short and not closed and len(paragraph) <= 80 and not any(c.isdigit() for c in paragraph):
        return "headline"
    return "body"


# --- sentences ----------------------------------------------------------------------------------------------------


def _sentences(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for stop in _TERMINATOR.finditer(text, start, end):
        if stop.start() < begin:
            continue
        after = stop.end()
        while after < end and text[after] in _CLOSERS:
            after += 1
        if after >= end or not text[after].isspace():
            continue
        following = after
        while following < end and text[following].isspace():
            following += 1
        if following < end and _ends_here(text, start, stop, after, following, end):
            yield begin, after
            begin = following
    if begin < end:
        yield begin, end


def _ends_here(text: str, start: int, stop: re.Match[str], after: int, following: int, end: int) -> bool:
    """Whether the terminator ends a sentence. `after` is past closing marks, `following` at the next character."""
    word_at = following
    while word_at < end and text[word_at] in _OPENERS:
        word_at += 1
    if word_at >= end:
        return True
    head = text[word_at]
    if head.islower():
        return False
    if (
        after > stop.end()
        and stop.group()[-1] in "?!…"
        and _SPEECH_AFTER.match(text, following, min(end, following + 90))
    ):
        return False  # "Is it over?" Anna Holt asked.
    if stop.group() != "." or after > stop.end():
        return True
    before = _word_before(text, start, stop.start())
    return not _is_abbreviation(before, text[word_at : word_at + 20], quoted=word_at > following)


def _word_before(text: str, start: int, dot: int) -> str:
    """The word that ends at the full stop, dots inside it included ("U.S", "a.m"); at most 20 characters."""
    left = dot
    floor = max(start, dot - 20)
    while left > floor and (text[left - 1].isalnum() or text[left - 1] == "."):
        left -= 1
    return text[left:dot]


def _is_abbreviation(word: str, following: str, quoted: bool) -> bool:
    """Whether the full stop after `word` belongs to it and the sentence goes on with `following`."""
    lower = word.lower()
    next_word = re.match(r"[^\W_]+", following)
    next_lower = next_word.group().lower() if next_word else ""
    if lower in _BEFORE_FIGURES and (following[:1].isdigit() or (lower == "sec" and not quoted and word[0].isupper())):
        return True
    if lower in _BEFORE_NAMES and word[:1].isupper() and not following[:1].isdigit():
        return True
    if lower in _NEVER_LAST:
        return True
    if not word or quoted:
        return False
    opens = next_lower in _SENTENCE_OPENERS and len(next_lower) > 0
    if lower in ("a.m", "p.m"):
        return next_lower in {"est", "edt", "gmt", "utc", "bst", "cet", "et", "pt", "ct"} or following[:1].isdigit()
    if lower in _MAY_BE_LAST or (_DOTTED.fullmatch(word) and "." in word):
        return not opens
    return len(word) == 1 and word.isupper() and word != "I" and not opens  # an initial: "J. Harlan"


def _cut_long(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        window = text[start : start + LONGEST]
        cut = max(window.rfind("; "), window.rfind("\n"), window.rfind(", ")) + 1
        if cut < LONGEST // 2:
            cut = window.rfind(" ") + 1 or LONGEST
        yield from _strip(text, start, start + cut)
        start += cut
    yield from _strip(text, start, end)


def _strip(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
