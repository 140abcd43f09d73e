"""What a number counts: a noun phrase read to the right of it, without a tagger.

After a number other than one the head is the first plural ("80 ballistic missiles | were"), which settles most phrases; what
cannot stand in a noun phrase (function words, common verbs, marks) ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.quantities.nouns import INVARIANT, IRREGULAR, is_plural, singular
from claimcheck.quantities.numerals import DASHES, HYPHENS, SCALES, TENS, UNITS, at
from claimcheck.quantities.tokens import Token

_FUNCTION = (
    "a an the this that these those some any each every either neither both all no my your his her its our their whose which what"
    " who whom where when while why how whether if unless because although though since until till before after as than then so"
    " and or but nor yet for of in on at by to from with without within into onto upon over under above below between among amid"
    " against during through throughout across along around about near toward towards off out up down per via despite except"
    " including like unlike plus minus not never also only just even still already again ago away later earlier now today yesterday"
    " tomorrow tonight here there i you he she it we they me him them us himself herself itself themselves is are was were be been"
    " being am has have had having do does did doing done will would shall should can could may might must ought"
    " isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't couldn't shouldn't he's she's it's"
    " they're we're i'm we've i've they've that's there's far too very more most less least fewer much many such once twice else"
    " instead together apart long wide tall deep high old back ahead behind alone abroad aged worldwide nationwide overnight annually"
    " respectively each apiece overall combined altogether"
)
_VERBS = (
    "said says say told tell tells went goes go came come comes took takes take taken gave gives give given made make makes got get"
    " gets saw see sees seen knew knows know known found find finds left leave leaves began begin begins begun kept keep keeps"
    " held hold holds brought bring brings ran run runs wrote writes write written stood stands stand lost lose loses won win wins paid pays"
    " pay met meet meets led lead leads fell fall falls fallen rose rise rises risen grew grow grows grown sold sell sells sent send sends"
    " built builds build broke breaks break spoke speaks speak spent spends spend cut cuts hit hits put puts set sets shot shut let"
    " died die dies lived live lives want wants wanted need needs needed become became becomes remain remains remained appear appears appeared"
    " fled flee flees flew fly flies drew draw drove drive drives ate eat eats chose choose fought fight fights struck strike strikes"
    " sank swept sought seek seeks slid slide slides threw thought think thinks took thrown torn wore worn felt feel feels read"
    " showed show shows shown voted vote votes moved move moves called call calls asked ask asks used use uses worked work works"
    " attended attend attends took belong belongs face faces faced expect expects hope hopes lay lies lie lain sit sits sat"
    " include includes included involve involves involved cost costs earn earns earned join joined joins agree agreed agrees"
    " arrived arrive arrives arriving ended end ends opened closed close closes stay stayed stays turned turn turns took according"
    " compared making taking using going being having living working"
)
STOP = frozenset(_FUNCTION.split())
VERBS = frozenset(_VERBS.split())
# These end in -s and are often verbs after a plural head: "firms | plans" is rare, "the firm plans" common.
_NOUNISH_VERBS = frozenset(
    "cuts hits deals votes strikes wins runs calls needs hopes moves leads shows uses works lies ends costs rises falls turns stands"
    " builds breaks lives drives holds stays flies faces shots puts sets".split()
)
_BRIDGES = frozenset({"and", "or"})
_CONTAINERS = frozenset(
    "count pair set group kind type piece layer ton tonne litre liter gallon cup bag box bottle case copy item acre hectare barrel part sheet"
    " bar bucket truckload load round block square metre meter foot pound kilogram gram ounce share seat member line page number team unit"
    " year month week day hour minute decade mile kilometer kilometre yard line crate container tank sample sort form category source volume"
    " charge ticket dose shipment package packet pack roll stack pile row column strip slice sack keg batch stretch stage step degree".split()
)
_MAX_WORDS = 6


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """tokens[start:end] with its words, the head last and in the singular; `of` is the phrase after "of", where there is one."""

    start: int
    end: int
    words: tuple[str, ...]
    of: NounPhrase | None = None

    @property
    def noun(self) -> str:
        return " ".join((*self.words[:-1], singular(self.words[-1])))

    @property
    def head(self) -> str:
        return singular(self.words[-1])


def stops(tokens: Sequence[Token], i: int) -> bool:
    """Can nothing of a noun phrase stand at tokens[i]?"""
    if i >= len(tokens):
        return True
    token = tokens[i]
    if token.kind != "word":
        return True
    return token.lower in STOP


def _is_verb(tokens: Sequence[Token], i: int) -> bool:
    lower = tokens[i].lower
    return lower in VERBS or (
        lower.endswith("ed") and len(lower) > 4 and lower not in {"hundred", "speed", "breed", "seed"}
    )


def read_noun(tokens: Sequence[Token], i: int, singular_head: bool = False) -> NounPhrase | None:
    """The counted noun phrase at tokens[i:]. `singular_head`: the number is one, or a hyphen joins it ("12-point gap")."""
    words, ends, j = _collect(tokens, i)
    if not words:
        return None
    place = _head_place(tokens, words, ends, singular_head)
    if place is None:
        return None
    return NounPhrase(i, ends[place], tuple(words[: place + 1]))


def _collect(tokens: Sequence[Token], i: int) -> tuple[list[str], list[int], int]:
    """Words that could be in the phrase, hyphenated ones joined, and where each ends."""
    words: list[str] = []
    ends: list[int] = []
    j = i
    while j < len(tokens) and len(words) < _MAX_WORDS:
        token = tokens[j]
        if token.lower in _BRIDGES and words and _bridges(tokens, j):
            words.append(token.lower)
            ends.append(j + 1)
            j += 1
            continue
        if token.kind == "number" and words and token.capital is False and not _is_name_number(tokens, j):
            break
        if token.kind == "mark" or stops(tokens, j):
            break
        if (
            token.kind == "word"
            and (token.lower in UNITS or token.lower in TENS or token.lower in SCALES)
            and not (j > i and at(tokens, j - 1) in HYPHENS)
        ):
            break
        word, end = token.lower, j + 1
        while (
            end + 1 < len(tokens)
            and tokens[end].lower in HYPHENS
            and tokens[end].glued
            and tokens[end + 1].glued
            and tokens[end + 1].kind != "mark"
        ):
            word += "-" + tokens[end + 1].lower
            end += 2
        words.append(word.removesuffix("'s") if word.endswith("'s") else word)
        ends.append(end)
        j = end
        if token.lower.endswith(("'s", "s'")) and not is_plural(token.lower[:-1]):
            continue
    while words and words[-1] in _BRIDGES:
        words.pop()
        ends.pop()
    return words, ends, j


def _is_name_number(tokens: Sequence[Token], j: int) -> bool:
    """ "737 Max jets", "Model 3s": a figure inside a name."""
    return j > 0 and tokens[j - 1].capital and j + 1 < len(tokens) and tokens[j + 1].kind == "word"


def _bridges(tokens: Sequence[Token], j: int) -> bool:
    """ "digital and physical sales": an "and" between two modifiers of one head."""
    previous, following = at(tokens, j - 1), at(tokens, j + 1)
    if is_plural(previous) or stops(tokens, j + 1) or following in UNITS or previous in VERBS:
        return False
    return (
        j + 2 < len(tokens)
        and tokens[j + 2].kind == "word"
        and is_plural(at(tokens, j + 2))
        and not is_plural(following)
    )


def _head_place(tokens: Sequence[Token], words: list[str], ends: list[int], singular_head: bool) -> int | None:
    if singular_head:
        return _singular_place(tokens, words, ends)
    place = next((n for n, w in enumerate(words) if _can_head(words, n)), None)
    if place is None:
        return None
    # "league games", "sales calls": a plural right behind a plural is the head, unless it reads as a verb
    while (
        place + 1 < len(words)
        and _can_head(words, place + 1)
        and words[place + 1] not in VERBS
        and not _ends_clause(words, place + 1)
        and words[place + 1] not in INVARIANT
    ):
        place += 1
    return place


def _can_head(words: list[str], n: int) -> bool:
    word = words[n].rpartition("-")[2]
    if word in _BRIDGES:
        return False
    if word in INVARIANT:
        # "two dead whales", "50 staff members": an invariant is the head only where no plural noun follows it closely
        return not any(is_plural(w.rpartition("-")[2]) and w not in VERBS for w in words[n + 1 : n + 3])
    if word in VERBS and word not in _NOUNISH_VERBS and word not in IRREGULAR:
        return False
    return is_plural(word)


def _ends_clause(words: list[str], n: int) -> bool:
    return words[n] in _NOUNISH_VERBS


def _singular_place(tokens: Sequence[Token], words: list[str], ends: list[int]) -> int | None:
    place = None
    for n, word in enumerate(words):
        if n and (word in VERBS and word not in _NOUNISH_VERBS):
            break
        if n and word.endswith("ed") and len(word) > 4 and n + 1 >= len(words):
            break
        if word in _BRIDGES:
            break
        if word.endswith("ly") and word not in {
            "family",
            "assembly",
            "supply",
            "ally",
            "anomaly",
            "monopoly",
            "daily",
            "weekly",
            "monthly",
            "quarterly",
            "yearly",
            "hourly",
            "early",
            "elderly",
            "only",
        }:
            if place is not None:
                break
            continue
        place = n
    return place


def read_of(tokens: Sequence[Token], i: int) -> NounPhrase | None:
    """The phrase after an "of" at tokens[i]: "of the town's homes", "of rain", "of them". Its start is the "of"."""
    if at(tokens, i) != "of":
        return None
    j = i + 1
    while at(tokens, j) in {
        "the",
        "its",
        "their",
        "his",
        "her",
        "our",
        "my",
        "all",
        "those",
        "these",
        "a",
        "an",
        "such",
        "this",
        "that",
        "your",
    }:
        j += 1
    if at(tokens, j) in {"them", "it", "us", "you", "which", "whom"}:
        return NounPhrase(i, j + 1, (at(tokens, j),))
    words, ends, _ = _collect(tokens, j)
    place = None
    for n, word in enumerate(words):
        tail = word.rpartition("-")[2]
        if n and ((word in VERBS and word not in _NOUNISH_VERBS) or (word.endswith("ed") and len(word) > 4)):
            break
        if word in _BRIDGES:
            break
        place = n
        if (
            is_plural(tail)
            and tail not in INVARIANT
            and not (n + 1 < len(words) and is_plural(words[n + 1]) and words[n + 1] not in VERBS)
        ):
            break
    if place is None:
        return None
    return NounPhrase(i, ends[place], tuple(words[: place + 1]))


def with_of(tokens: Sequence[Token], phrase: NounPhrase) -> NounPhrase:
    """ "counts" with "of fraud", "layers" with "of plaster": only where the head is of a kind that takes one."""
    if phrase.head not in _CONTAINERS or at(tokens, phrase.end) != "of":
        return phrase
    of = read_of(tokens, phrase.end)
    return NounPhrase(phrase.start, of.end, phrase.words, of) if of else phrase


def is_dash(tokens: Sequence[Token], i: int) -> bool:
    return at(tokens, i) in DASHES
