"""Tokens, and the small closed word lists by which rules tell where a clause, a verb or a noun phrase is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from claimcheck.records import Span

TITLES = frozenset(
    "mr. mrs. ms. mx. dr. prof. sen. rep. gov. lt. col. gen. maj. capt. cmdr. adm. sgt. det. insp. supt."
    " const. rev. hon. st. fr. pres. mr mrs ms mx dr prof sen rep gov lt col gen maj capt cmdr adm sgt det"
    " insp supt rev sir dame lord lady madam justice judge father sister brother imam rabbi sheikh".split()
)
_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Mx|Dr|Prof|Sen|Rep|Gov|Lt|Col|Gen|Maj|Capt|Cmdr|Adm|Sgt|Det|Insp|Supt|Const|Rev|Hon|St|Jr|Sr|Inc|Ltd|Co|Corp"
    r"|No|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.(?=[\s,])"
    r"|(?:[^\W\d_]\.){2,}(?=\W|$)|[A-Z]\.(?=\s+[A-Z])"
    r"|[$€£¥]?\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|[a-z]{1,2}\b)?(?:[-‑][^\W\d_]+)*"
    r"|[^\W_]+(?:[-'’&.][^\W_]+)*(?:(?<=s)['’](?=\s))?"
    r"|[^\w\s]|_"
)


_ACRONYMS = frozenset({"WHO", "US", "IT"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a mark, or a whole quotation (`kind` "quote", marks included), with its offsets."""

    text: str
    start: int
    end: int
    kind: Literal["word", "mark", "quote"]

    @property
    def lower(self) -> str:
        """In small letters, but for acronyms that would then read as another word: WHO, US, IT."""
        return self.text if self.text in _ACRONYMS else self.text.lower()

    @property
    def capital(self) -> bool:
        return self.kind == "word" and self.text[0].isupper()


def tokenize(text: str, start: int, end: int, quotes: Sequence[Span] = ()) -> list[Token]:
    """The tokens of `text[start:end]`; each of the `quotes` (marks included, ordered, apart) is one token."""
    tokens: list[Token] = []
    position = start
    for a, b in [*quotes, (end, end)]:
        for found in _TOKEN.finditer(text, position, max(position, a)):
            word = found.group()
            tokens.append(
                Token(word, found.start(), found.end(), "word" if word[0].isalnum() or len(word) > 1 else "mark")
            )
        if b > a:
            tokens.append(Token(text[a:b], a, b, "quote"))
        position = b
    return tokens


def bare(word: str) -> str:
    """Lower case, without a possessive ending."""
    word = word.lower().replace("’", "'")
    if word.endswith(".") and word.count(".") == 1:
        return word[:-1]
    if word.endswith("'s"):
        return word[:-2]
    return word.removesuffix("'")


def is_possessive(word: str) -> bool:
    return word.endswith(("'s", "’s", "s'", "s’"))


DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your some any no each every another both all".split()
)
SUBJECT_PRONOUNS = frozenset("he she they it we i you who".split())
PERSONAL = frozenset("he she they i we you".split())
OBJECT_PRONOUNS = frozenset("him her them me us you it himself herself themselves".split())
POSSESSIVES = frozenset("his her its their our my your whose".split())
AUXILIARIES = frozenset(
    "is are was were be been being am has have had having do does did will would can could may might shall"
    " should must isn't aren't wasn't weren't hasn't haven't hadn't doesn't don't didn't won't wouldn't can't"
    " couldn't mustn't shouldn't cannot isn’t aren’t wasn’t weren’t hasn’t haven’t hadn’t doesn’t don’t didn’t"
    " won’t wouldn’t can’t couldn’t shouldn’t it's it’s he's he’s she's she’s that's that’s there's there’s"
    " they're they’re we're we’re i'm i’m you're you’re they've they’ve we've we’ve i've i’ve he'd he’d she'd"
    " she’d they'd they’d we'd we’d i'd i’d it'll it’ll he'll he’ll she'll she’ll they'll they’ll we'll we’ll"
    " i'll i’ll".split()
)
FINITE_AUXILIARIES = AUXILIARIES - frozenset("be been being having".split())
MODALS = frozenset(
    "will would can could may might shall should must won't wouldn't can't couldn't cannot won’t wouldn’t"
    " can’t couldn’t".split()
)
PREPOSITIONS = frozenset(
    "in on at by for from with to of about after before during over under between among across near into onto"
    " through against without within outside inside behind beyond beside besides despite along around toward"
    " towards amid upon following since until till per via than as like off up down out".split()
)
SUBORDINATORS = frozenset(
    "that which who whom whose when while as after before because since if although though unless until where"
    " whether whereas once but and or nor so yet than even whatever whoever whichever what how why".split()
)
TIME_WORDS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight now then later"
    " earlier afterward afterwards recently this last next week month year morning afternoon evening night day"
    " late early overnight january february march april may june july august september october november"
    " december jan. feb. mar. apr. aug. sept. sep. oct. nov. dec. shortly soon meanwhile previously once again"
    " here ago weekend noon midnight".split()
)
ADVERBS = frozenset(
    "neither also later then earlier once again still never always often only just even now already soon first"
    " further repeatedly firmly recently previously simply however too reportedly flatly meanwhile today"
    " yesterday nonetheless nevertheless almost long nearly quickly previously never back instead therefore"
    " thus otherwise all both himself herself themselves itself not".split()
)
NEGATIONS = frozenset(
    "not never n't neither nor no cannot didn't didn’t don't don’t doesn't doesn’t wouldn't wouldn’t won't"
    " won’t hasn't hasn’t haven't haven’t hadn't hadn’t couldn't couldn’t can't can’t".split()
)

_BEFORE_NOUNS = frozenset("the a an this these those his her its their our my your no every to".split())

# Finite forms that no ending betrays: irregular pasts, and common verbs in the present.
_IRREGULAR = frozenset(
    "became began bent bet bit bled blew bought bound bred broke brought built burst came caught chose clung"
    " cost crept cut dealt did died drew drank drove dug ate fed fell felt fled flew forbade forgot forgave"
    " fought found froze gave ground grew got had heard held hid hit hung hurt kept knew laid lay led left"
    " lent let lit lost made meant met paid put quit ran rang read rose said sang sank sat saw sent set shook"
    " shone shot shut slept slid sold sought spent spoke split spread sprang stole stood stuck struck swept"
    " swore swam swung taught thought threw told took tore understood upheld went wept withdrew woke won wore"
    " wound wrote overcame overtook undertook rebuilt".split()
)
_PRESENT = frozenset(
    "says say knows know needs need wants want means mean makes make takes take gives give gets get goes go"
    " comes come keeps keep remains remain seems seem appears appear becomes become includes include requires"
    " require allows allow faces face shows show expects expect plans plan hopes hope believes believe thinks"
    " think feels feel likes owns own owes lacks lack exists exist depends depend belongs belong tends tend"
    " lies lie stands stand leads lead leaves leave lives live works work runs run pays pay costs sells sell"
    " affects affect helps help causes cause creates create provides provide supports support threatens"
    " threaten continues continue begins begin starts start ends end rises rise falls fall grows grow raises"
    " reflects represents suggests indicates involves contains consists deserves deserve matters matter"
    " accounts account".split()
)
_NOT_PAST = frozenset(
    "hundred red bed shed seed speed need feed breed weed bleed greed sacred naked wicked united rugged aged"
    " led hatred kindred embed indeed proceed exceed succeed agreed-upon united-states sled shred thread bred"
    " med ted fred".split()
)


def is_finite(token: Token, previous: Token | None = None) -> bool:
    """Whether the word is, as far as its form tells, a finite verb."""
    if token.kind != "word":
        return False
    word = token.lower
    if word in FINITE_AUXILIARIES:
        return True
    if token.capital:
        return False
    if previous is not None and (previous.lower in _BEFORE_NOUNS or is_possessive(previous.text)):
        return False
    if word in _IRREGULAR or word in _PRESENT:
        return True
    if previous is not None and previous.text == ",":
        return False  # a participle: "Orme, signed in January, ..."
    return len(word) > 3 and word.endswith("ed") and word not in _NOT_PAST and "-" not in word


def plain(tokens: Sequence[Token]) -> str:
    """The words as they stood, one blank where there was any: "the residents’ group"."""
    parts = []
    for k, token in enumerate(tokens):
        parts.append((" " if k and token.start > tokens[k - 1].end else "") + token.text)
    return "".join(parts)


def has_finite(tokens: Sequence[Token]) -> bool:
    return any(is_finite(token, tokens[i - 1] if i else None) for i, token in enumerate(tokens))


_PARTICIPLES = frozenset("read sent made seen given held written shown put heard".split())


def is_adjunct(tokens: Sequence[Token]) -> bool:
    """Whether the words can stand between a cue and its content: when, where and in which form it was said."""
    words = [t for t in tokens if t.kind == "word"]
    if any(t.kind == "quote" for t in tokens):
        return False
    if not words:
        return True
    head = words[0].lower
    starts = head in PREPOSITIONS or head in TIME_WORDS or head in ADVERBS or head.endswith("ly")
    return starts and not any(
        is_finite(t, words[k - 1] if k else None) and not _is_participle(words, k) for k, t in enumerate(words)
    )


def _is_participle(words: Sequence[Token], k: int) -> bool:
    """A participle behind its noun: "in a report released on Thursday", "in a statement read to the court"."""
    word = words[k].lower
    following = words[k + 1].lower if k + 1 < len(words) else "on"
    return (word.endswith("ed") or word in _PARTICIPLES) and k > 0 and following in PREPOSITIONS | TIME_WORDS
