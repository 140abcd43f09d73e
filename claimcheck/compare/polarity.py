"""Yes against no: negations and opposites, which small NLI models miss in long sentences.

Only signs for the gate to weigh: a "not" may belong to another clause, and an opposite to another subject.
"""

from __future__ import annotations

import re
from itertools import pairwise

from claimcheck import lexicon
from claimcheck.records import Claim

NEGATION = re.compile(
    r"\b(?:not|no|never|nobody|none|nothing|neither|nor|without|cannot|\w+n['’]t|"
    r"den(?:y|ies|ied|ying)|reject(?:s|ed|ing)?|refus(?:e|es|ed|ing)|dismiss(?:es|ed|ing)?|ruled? out|rules out)\b",
    re.IGNORECASE,
)
# "not only", "no doubt", "no longer than": said without denying anything
HARMLESS = re.compile(r"\b(?:not only|no doubt|no fewer than|no less than|no wonder|not just)\b", re.IGNORECASE)
PART = re.compile(rf"{lexicon.CLAUSE_MARKS}|\s–\s|\bbut\b|\bwhile\b|\balthough\b|\bthough\b|\bbecause\b|\bwhich\b")

# Pairs that turn a report into its reverse; either side may be in any form of the word.
OPPOSITES = """
accept:reject,refuse,decline,turn down  admit:deny  agree:disagree,refuse  allow:ban,forbid,prohibit,bar
approve:reject,veto,block  add:cut,remove  begin:end,stop  back:oppose,vote against  better:worse
build:demolish  buy:sell  close:open,reopen,reopened  confirm:deny  create:destroy,cut
expand:shrink,cut,contract  extend:shorten,cut  fall:rise,climb,grow,increase,jump  gain:lose
guilty:innocent,acquit  hire:fire,dismiss  higher:lower  improve:worsen
increase:decrease,fall,drop,shrink,decline  join:leave,quit  keep:drop,abandon,scrap,sell,leave
leave:stay,remain  lift:impose,lower  lead:trail  legal:illegal  less:more  longer:shorter  majority:minority
more:fewer,less  optimistic:pessimistic  pass:fail,reject  profit:loss  promising:disappointing
raise:lower,cut,reduce  record:below  rise:fall,drop,decline,shrink,sink  safe:unsafe,dangerous
smaller:larger,bigger  start:end,stop,cancel  stay:leave,resign,quit,step down,go  strengthen:weaken
success:failure  succeed:fail  support:oppose,reject,criticise,criticize  widen:narrow  win:lose  yes:no
before:after  ahead:behind  all:none,few  continue:stop,halt,end,give up  push:delay,postpone
"""


def _table() -> dict[str, frozenset[str]]:
    pairs: dict[str, set[str]] = {}
    for entry in re.findall(r"(\w+):(.+?)(?=\s{2,}|\n|$)", OPPOSITES):
        for other in entry[1].split(","):
            pairs.setdefault(lexicon.stem(entry[0]), set()).add(_phrase(other))
            pairs.setdefault(_phrase(other), set()).add(lexicon.stem(entry[0]))
    return {word: frozenset(others) for word, others in pairs.items()}


def _phrase(words: str) -> str:
    return " ".join(lexicon.stem(w) for w in words.split())


_OPPOSITE_OF = _table()


def polarity_features(claim: Claim, passage: str) -> dict[str, float]:
    """`negated`: one side says no where the other does not. `opposite`: one uses the reverse of the other's word.

    Of the passage only the part that shares most words with the claim is read.
    """
    part = _nearest(claim.text, passage)
    ours = _denials(claim.text) + (claim.details.get("polarity") == "denies")
    theirs = _denials(part)
    one, other = _stems(claim.text), _stems(part)
    opposite = any(
        _OPPOSITE_OF.get(word, frozenset()) & (other - one) for word in (one - other) if word in _OPPOSITE_OF
    )
    return {"negated": float(ours % 2 != theirs % 2), "opposite": float(opposite)}


def _denials(text: str) -> int:
    return len(NEGATION.findall(HARMLESS.sub(" ", text)))


def _stems(text: str) -> frozenset[str]:
    """Stems of all words, and of the two-word phrases that the table knows."""
    stems = [lexicon.stem(w) for w in lexicon.words(text)]
    pairs = (f"{a} {b}" for a, b in pairwise(stems))
    return frozenset(stems) | frozenset(p for p in pairs if p in _OPPOSITE_OF)


def _nearest(claim: str, passage: str) -> str:
    """The part of the passage with most of the claim's words, with the part after it where the words go on."""
    wanted = lexicon.content_stems(claim)
    cuts = [0, *(m.start() for m in PART.finditer(passage)), len(passage)]
    parts = [passage[a:b] for a, b in pairwise(cuts) if passage[a:b].strip()]
    if len(parts) < 2:
        return passage
    shares = [len(wanted & lexicon.content_stems(p)) for p in parts]
    best = max(range(len(parts)), key=lambda i: shares[i])
    kept = [p for p, share in zip(parts, shares, strict=True) if share] if shares[best] else parts
    return " ".join(kept or [parts[best]])
