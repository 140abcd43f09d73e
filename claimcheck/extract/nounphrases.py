"""What a number counts: a noun phrase read to the right of it, without a tagger.

Behind a number other than one the head is the first plural ("80 ballistic missiles | were"), which settles most
phrases; what cannot stand in a noun phrase (function words, common verbs, marks) ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimcheck.quantities.nouns import INVARIANT, IRREGULAR, is_plural, singular
from claimcheck.quantities.spelled import HYPHENS, SCALES, TENS, UNITS, at
from claimcheck.quantities.tokens import Token, word_set

STOP = word_set(
    """a an the this that these those some any each every either neither both no all my your his her its our their
    whose which what who whom where when while why how whether if unless because although though since until till
    before after as than then so and or but nor yet for of in on at by to from with without within into onto upon
    over under above below between among amid against during through throughout across along around about near
    toward towards off out up down per via despite except including like unlike plus minus not never also only just
    even still already again ago away later earlier now today yesterday tomorrow tonight here there i you he she it
    we they me him them us himself herself itself themselves is are was were be been being am has have had having do
    does did doing done will would shall should can could may might must ought isn't aren't wasn't weren't hasn't
    haven't hadn't don't doesn't didn't won't wouldn't can't couldn't shouldn't he's she's it's they're we're i'm
    we've i've they've that's there's far too very more most less least fewer much many such once twice else instead
    together apart long wide tall deep high old back ahead behind alone abroad aged worldwide nationwide overnight
    annually respectively each apiece altogether worth due last next"""
)
VERBS = word_set(
    """said says say told tell tells went goes go came come comes took takes take taken gave gives give given made make
    makes got get gets saw see sees seen knew know knows known found find finds left leave leaves began begin begins
    begun kept keep keeps held hold holds brought bring brings ran run runs wrote writes write written stood stands
    stand lost lose loses won win wins paid pays pay met meet meets led lead leads fell fall falls fallen rose rise
    rises risen grew grow grows grown sold sell sells sent send sends built builds build broke breaks break spoke
    speaks speak spent spends spend cut cuts hit hits put puts set sets shot shut let died die dies lived live lives
    want wants wanted need needs needed become became becomes remain remains remained appear appears appeared fled
    flee flees flew fly flies drew draw drove drive drives ate eat eats chose choose fought fight fights struck
    strike strikes sank swept sought seek seeks slid slide slides threw thought think thinks thrown torn wore worn
    felt feel feels read showed show shows shown voted vote votes moved move moves called call calls asked ask asks
    used use uses worked work works attended attend attends belong belongs face faces faced expect expects hope
    hopes lay lies lie lain sit sits sat include includes included involve involves involved cost costs earn earns
    earned join joined joins agree agreed agrees arrived arrive arrives arriving ended end ends opened closed close
    closes stay stayed stays turned turn turns according compared making taking using going living working"""
)
# Verbs that are as often nouns, so that they can head a counted phrase: "22 shots", "two strikes".
NOUNISH = word_set(
    """cuts hits deals votes strikes wins runs calls needs hopes moves leads shows uses works lies ends costs rises
    falls turns stands builds breaks lives drives holds stays flies faces shots puts sets fights slides attends"""
)
# Singular nouns that are verbs too: "three-week strike", "12-point lead".
VERBLIKE_NOUNS = word_set(
    """cut hit deal vote strike win run call need hope move lead show use work lie end cost rise fall turn stand build
    break drive hold stay face shot put set fight slide shift share stop offer return record report visit visa"""
)
# Plurals that stand before the plural they describe.
_ATTRIBUTIVE = word_set(
    """sales sports arms savings goods customs women men drugs weapons games jobs rights veterans communications parks
    works operations electronics services systems forces earnings securities metals hearts"""
)
# Behind a singular noun these tell what became of it: "one man dead".
_STATES = word_set("dead injured wounded missing hurt homeless unemployed detained free safe alive")
_BRIDGES = frozenset({"and", "or"})
# Heads that take their "of": "11 counts of fraud", "three layers of plaster".
_CONTAINERS = word_set(
    """count pair set group kind type piece layer ton tonne litre liter gallon cup bag box bottle case copy item acre
    hectare barrel part sheet bar bucket truckload load round block square metre meter foot pound kilogram gram
    ounce share seat member line page number team unit year month week day hour minute decade mile kilometer
    kilometre yard crate container tank sample sort form category source volume charge ticket dose shipment package
    packet pack roll stack pile row column strip slice sack keg batch stretch stage step degree act"""
)
_DETERMINERS = word_set("the its their his her our my all those these a an such this that your")
_NOUNS_IN_LY = word_set(
    "family assembly supply ally anomaly monopoly daily weekly monthly quarterly yearly hourly early elderly only "
    "jelly rally belly bully"
)
PRONOUNS = frozenset({"them", "it", "us", "you", "which", "whom"})
_MAX_WORDS = 6


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """tokens[start:end] with its words in lower case, the head last; `of` is the phrase after "of", if any."""

    start: int
    end: int
    words: tuple[str, ...]
    of: NounPhrase | None = None

    @property
    def noun(self) -> str:
        return " ".join((*self.words[:-1], singular(self.words[-1])))

    @property
    def named(self) -> str | None:
        """The noun, or None for "of them"."""
        return None if self.words[-1] in PRONOUNS else self.noun

    @property
    def head(self) -> str:
        return singular(self.words[-1])


def read_noun(tokens: Sequence[Token], i: int, singular_head: bool = False, strict: bool = False) -> NounPhrase | None:
    """The counted noun phrase at tokens[i:]. `singular_head`: the number is one, or hyphened ("12-point gap").

    `strict`: a verb in the singular may follow the plural ("one in five pupils walks").
    """
    words, ends = _collect(tokens, i)
    place = _last_noun(words) if singular_head else _plural_head(words, strict)
    return NounPhrase(i, ends[place], tuple(words[: place + 1])) if place is not None else None


def read_of(tokens: Sequence[Token], i: int) -> NounPhrase | None:
    """The phrase after an "of" at tokens[i]: "of the town's homes", "of rain", "of them". It starts at the "of"."""
    if at(tokens, i) != "of":
        return None
    j = i + 1
    while at(tokens, j) in _DETERMINERS:
        j += 1
    if at(tokens, j) in PRONOUNS:
        return NounPhrase(i, j + 1, (at(tokens, j),))
    words, ends = _collect(tokens, j)
    place = _mass_or_plural(words)
    return NounPhrase(i, ends[place], tuple(words[: place + 1])) if place is not None else None


def with_of(tokens: Sequence[Token], phrase: NounPhrase) -> NounPhrase:
    """As in "counts" with "of fraud", "layers" with "of plaster": only where the head is of a kind that takes one."""
    of = read_of(tokens, phrase.end) if phrase.head in _CONTAINERS else None
    return NounPhrase(phrase.start, of.end, phrase.words, of) if of is not None else phrase


def _collect(tokens: Sequence[Token], i: int) -> tuple[list[str], list[int]]:
    """Words that could be in the phrase, hyphenated ones joined, and the token index behind each."""
    words: list[str] = []
    ends: list[int] = []
    j = i
    while j < len(tokens) and len(words) < _MAX_WORDS:
        token = tokens[j]
        if token.lower in _BRIDGES and words and _bridges(tokens, j):
            end = j + 1
        elif token.kind == "number":
            if not _in_a_name(tokens, j):
                break
            end = j + 1
        elif token.kind == "mark" or token.lower in STOP or _spelled_number(tokens, i, j):
            break
        else:
            end = _hyphenated(tokens, j + 1)
            if (
                at(tokens, end) in {"'", "’"}
                and token.lower.endswith("s")
                and tokens[end].glued
                and _word_behind(tokens, end)
            ):
                end += 1  # "Jones' voters"
        words.append("".join(t.lower for t in tokens[j:end]).removesuffix("'s").rstrip("'’"))
        ends.append(end)
        j = end
    while words and words[-1] in _BRIDGES:
        words.pop()
        ends.pop()
    return words, ends


def _hyphenated(tokens: Sequence[Token], end: int) -> int:
    """The index behind "gas-only", "three-year-old"."""
    while (
        end + 1 < len(tokens)
        and tokens[end].lower in HYPHENS
        and tokens[end].glued
        and tokens[end + 1].glued
        and tokens[end + 1].kind != "mark"
    ):
        end += 2
    return end


def _word_behind(tokens: Sequence[Token], i: int) -> bool:
    return i + 1 < len(tokens) and tokens[i + 1].kind == "word" and not tokens[i + 1].glued


def _spelled_number(tokens: Sequence[Token], i: int, j: int) -> bool:
    word = tokens[j].lower
    return (word in UNITS or word in TENS or word in SCALES) and not (j > i and at(tokens, j - 1) in HYPHENS)


def _in_a_name(tokens: Sequence[Token], j: int) -> bool:
    """As in "737 Max jets": a figure that a name goes on behind."""
    return j + 1 < len(tokens) and tokens[j + 1].kind == "word" and tokens[j + 1].capital and tokens[j].text.isdecimal()


def _bridges(tokens: Sequence[Token], j: int) -> bool:
    """As in "digital and physical sales": an "and" between two modifiers of one head."""
    previous, following = at(tokens, j - 1), at(tokens, j + 1)
    if is_plural(previous) or following in STOP or following in UNITS or previous in VERBS or is_plural(following):
        return False
    if stands_out(tokens, j + 2):
        return False
    return is_plural(at(tokens, j + 2)) or (not stands_out(tokens, j + 3) and is_plural(at(tokens, j + 3)))


def stands_out(tokens: Sequence[Token], i: int) -> bool:
    """Can tokens[i] be no part of a noun phrase?"""
    return i >= len(tokens) or tokens[i].kind != "word" or tokens[i].lower in STOP


def _tail(word: str) -> str:
    return word.rpartition("-")[2]


def _plural_head(words: list[str], strict: bool) -> int | None:
    place = next((n for n in range(len(words)) if _can_head(words, n)), None)
    if place is None:
        return None
    # "sales calls", "women doctors"; but "pupils | walks"
    while place + 1 < len(words) and _can_head(words, place + 1):
        if words[place] not in _ATTRIBUTIVE and (strict or words[place + 1] in VERBS | INVARIANT):
            break
        place += 1
    return place


def _can_head(words: list[str], n: int) -> bool:
    word = _tail(words[n])
    if word in INVARIANT:
        # "two dead whales", "50 staff members": the head only where no plural follows it closely
        return not any(is_plural(_tail(w)) and w not in VERBS for w in words[n + 1 : n + 3])
    if word in VERBS and word not in NOUNISH and word not in IRREGULAR:
        return False
    return is_plural(word)


def _reads_as_verb(word: str, last: bool) -> bool:
    return (word in VERBS and word not in NOUNISH) or (last and word.endswith("ed") and len(word) > 4)


def _last_noun(words: list[str]) -> int | None:
    """The head of a singular phrase: the last word before a verb or an adverb."""
    place = None
    for n, word in enumerate(words):
        if word in _BRIDGES or (n and (word in _STATES or word in VERBS or _reads_as_verb(word, n + 1 == len(words)))):
            break
        if word.endswith("ly") and word not in _NOUNS_IN_LY:
            if place is not None:
                break
            continue
        place = n
    return place


def _mass_or_plural(words: list[str]) -> int | None:
    """The head after "of": the first plural, or else the last word before a verb."""
    place = None
    for n, word in enumerate(words):
        if word in _BRIDGES:
            continue
        if n and (_reads_as_verb(word, last=True) or (word in VERBS and words[n - 1] in INVARIANT)):
            break
        place = n
        following = words[n + 1] if n + 1 < len(words) else ""
        if (
            is_plural(_tail(word))
            and _tail(word) not in INVARIANT
            and not (word in _ATTRIBUTIVE and is_plural(following))
        ):
            break
    return place
