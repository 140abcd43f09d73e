"""Words as the comparators count them: stop words, light stems, content words, names, periods."""

from __future__ import annotations

import re
from functools import lru_cache

CACHED = 4096  # texts whose words are remembered: every passage is asked for several times in a check

FEW_WORDS = 15
ENGLISH_SHARE = 0.15  # news has 0.35 to 0.5 in English, under 0.08 in German, French, Spanish or Polish

STOP_WORDS = frozenset(
    """a about above after again against all also although am among an and any are around as at be because been
    before being below between both but by can could did do does doing down during each even ever every few for
    from further had has have having he her here hers herself him himself his how i if in into is it its itself
    just last later less like many may me might more most mr mrs ms much must my near nor not now of off on once
    one only or other our out over own per said same say says she should since so some still such than that the
    their them then there these they this those though through to told too under until up upon us very was we
    were what when where which while who whom whose why will with within without would yet you your yes no""".split()
)

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
NAME = re.compile(r"\b[A-Z][\w’'-]*\w\b")
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sep", "sept"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
QUARTER = re.compile(r"\b(first|second|third|fourth|final|last|previous)[\s-](quarter|half|season|year|month|week)\b")
YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
CLAUSE_MARKS = r";|—|(?<!\d)[:,]|[:,](?!\d)"  # where a clause may end; not within 480,000 or 9:30
SUFFIXES = (
    "ations",
    "ation",
    "ingly",
    "ments",
    "ment",
    "ings",
    "ness",
    "ers",
    "ing",
    "ies",
    "ed",
    "er",
    "ly",
    "es",
    "s",
)

# Past forms that share no stem with their verb, among those that news reports use most.
_IRREGULAR = """
arise arose arisen  begin began begun  blow blew blown  break broke broken  bring brought  build built
buy bought  catch caught  choose chose chosen  come came  deal dealt  draw drew drawn
drive drove driven  eat ate eaten  fall fell fallen  feel felt  fight fought  find found  flee fled
fly flew flown  forget forgot  freeze froze frozen  get got gotten  give gave given  go went gone
grow grew grown  hang hung  hear heard  hide hid hidden  hold held  keep kept  know knew known  lead led
leave left  lend lent  lose lost  make made  mean meant  meet met  pay paid  ride rode  ring rang rung
rise rose risen  run ran  see saw seen  seek sought  sell sold  send sent  shake shook  shoot shot
shrink shrank shrunk  sing sang  sink sank sunk  sit sat  sleep slept  speak spoke spoken  spend spent
stand stood  steal stole stolen  stick stuck  strike struck  swear swore sworn  sweep swept  swim swam
take took taken  teach taught  tear tore torn  tell told  think thought  throw threw thrown
understand understood  wear wore worn  win won  withdraw withdrew withdrawn  write wrote written
die died dies dying dead  child children  man men  woman women  person people persons  life lives
"""
_BASE = {
    form: forms[0]
    for forms in (entry.split() for entry in re.split(r"\s{2,}|\n", _IRREGULAR.strip()))
    for form in forms[1:]
}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A light stem: enough that "injured" meets "injuries" and "rose" "rises", never shorter than four letters."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    word = _BASE.get(word, word)
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= (3 if suffix in ("ing", "ed") else 4):
            word = word[: -len(suffix)]
            break
    return word.rstrip("ei") if len(word) > 3 else word


def looks_english(text: str) -> bool:
    """Whether enough of the words are those that hold an English text together; a few words tell nothing."""
    found = [w.lower() for w in WORD.findall(text[:20_000])]
    if len(found) < FEW_WORDS:
        return True
    return sum(w in STOP_WORDS for w in found) / len(found) >= ENGLISH_SHARE


def words(text: str) -> list[str]:
    return WORD.findall(text)


@lru_cache(maxsize=CACHED)
def content_stems(text: str) -> frozenset[str]:
    """Stems of the words that carry meaning; figures are left to the number comparator."""
    return frozenset(stem(w) for w in words(text) if w.lower() not in STOP_WORDS and not w[0].isdigit())


@lru_cache(maxsize=CACHED)
def names(text: str) -> frozenset[str]:
    """Capitalised words in lower case, without those that only open a sentence, months and weekdays."""
    found = set()
    for match in NAME.finditer(text):
        word = match.group().removesuffix("’s").removesuffix("'s")
        opens = not text[: match.start()].rstrip(" \"“‘'(").rstrip() or re.search(
            r"[.!?:]\s*[\"“‘'(]*$", text[: match.start()]
        )
        low = word.lower()
        if low in STOP_WORDS or low in WEEKDAYS or low in MONTHS:
            continue
        if opens and len(text) > match.end() and not re.match(r"\s+[A-Z]", text[match.end() :]):
            continue
        found.add(low)
    return frozenset(found)


@lru_cache(maxsize=CACHED)
def years(text: str) -> frozenset[str]:
    return frozenset(YEAR.findall(text))


@lru_cache(maxsize=CACHED)
def months(text: str) -> frozenset[int]:
    return frozenset(
        MONTHS[w.lower()] for w in words(text) if w.lower() in MONTHS and (w[0].isupper()) and w.lower() != "mar"
    )


@lru_cache(maxsize=CACHED)
def weekdays(text: str) -> frozenset[str]:
    return frozenset(w.lower() for w in words(text)) & WEEKDAYS


@lru_cache(maxsize=CACHED)
def periods(text: str) -> frozenset[str]:
    """Quarters, halves, seasons: "first quarter", "last year"."""
    return frozenset(" ".join(m) for m in QUARTER.findall(text.lower()))
