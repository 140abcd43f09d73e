"""Reported speech: who said it, said or denied it, and the order of the words around it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from models.nli.contrast.edits import Edit, Label, contrary, put, same

_AFTER = re.compile(
    r"^(?P<what>[A-Z“][^“”\";]{20,220}?),(?P<mark>”?) "
    r"(?P<who>(?:[A-Z][\w.’'-]+ ){0,4}[A-Z][\w.’'-]+|he|she|the (?:\w+ )?\w+) "
    r"(?P<cue>said|says)(?P<when>(?: on)? [A-Z]\w+day)?\.$"
)
_WHO_FIRST = re.compile(
    r"^(?P<who>(?:[A-Z][\w.’'-]+ ){1,4})(?P<cue>said|says|denied|confirmed|admitted|claimed)(?P<that> that)? (?=[a-z])"
)
ASIDE = re.compile(r"^(?:But|And|So|Still|However|Meanwhile|Also|Then|Instead|Yet|Now|In|On|At|For|By|With|As)\b")
_OPENERS = re.compile(
    r"^(?:The|A|An|He|She|It|They|His|Her|Its|Their|There|This|These|Those|Many|Some|Several|All|Most|Police|One)\b"
)
_SPEECH = re.compile(r"\b(?:said|says|told|according|asked|added|denied)\b|[“”\"]|\b(?:I|we|We|my|our|us|you|You)\b")


def report_edits(text: str, rng: random.Random) -> Iterator[Edit]:
    """Of sentences that report: the speaker first, and a denial for a statement."""
    m = _AFTER.match(text)
    if m and not (m["mark"] and not m["what"].startswith("“")) and not ASIDE.match(m["what"]):
        who, when = m["who"][0].upper() + m["who"][1:], m["when"] or ""
        if m["mark"]:
            yield same(f"{who} {m['cue']}{when}: {m['what']}.”", "said_order")
        elif "“" not in m["what"]:
            inner = lowered(m["what"])
            if inner:
                yield same(f"{who} {m['cue']}{when} that {inner}.", "said_order")
                yield contrary(f"{who} denied{when} that {inner}.", "said_denied")
    m = _WHO_FIRST.match(text)
    if m and not re.search(
        r"[“\"]|\bnot\b|n[’']t\b|\b(?:his|her|its|their|the|any|an?) ", text[m.end() - 1 : m.end() + 5]
    ):
        start, end = m.span("cue")
        if m["cue"] in ("said", "says", "confirmed", "admitted") and not re.search(r"\bno\b|\bnever\b", text):
            denied = text[:start] + "denied that" + (text[m.end("that") :] if m["that"] else text[end:])
            yield contrary(denied, "said_denied")
        elif m["cue"] == "denied" and m["that"]:
            yield contrary(put(text, start, end, rng.choice(("said", "confirmed"))), "said_denied")


def lowered(text: str) -> str | None:
    """A sentence as it stands after "that"; None where its first word may be a name."""
    if _OPENERS.match(text):
        return text[0].lower() + text[1:]
    return (
        text
        if re.match(r"(?:[A-Z][a-z]+ ){2}(?:is|was|has|had|will|won|did)\b|[A-Z][\w.]* [A-Z][\w.]*", text)
        else None
    )


def framable(text: str) -> str | None:
    """The sentence without its full stop, to stand after "said that"; None where it reports or quotes itself."""
    if _SPEECH.search(text) or ":" in text or len(text.split()) > 26 or ASIDE.match(text) or not text.endswith("."):
        return None
    return lowered(text[:-1])


_SAYS = (
    "{who} said that {what}.",
    "According to {who}, {what}.",
    "{who} told reporters that {what}.",
    "{who} stated that {what}.",
)
_PAST_SAYS = ("{who} said that {what}.", "{who} stated that {what}.")
_DENIES = (
    "{who} denied that {what}.",
    "{who} dismissed claims that {what}.",
    "{who} said it was not true that {what}.",
)
_ASKS = ("{who} asked whether {what}.", "{who} will decide whether {what}.", "{who} declined to say whether {what}.")
_DOUBTS = ("{who} doubted that {what}.", "{who} said it was unlikely that {what}.")


def framed(
    one: str, other: str, label: Label, names: list[str], rng: random.Random
) -> Iterator[tuple[str, str, str, Label]]:
    """(premise, hypothesis, rule, label) of what somebody says of `one` and of `other`, which stand as `label` says."""
    premise, hypothesis = framable(one), framable(other)
    if premise is None or hypothesis is None:
        return
    who, else_ = rng.sample(names, 2)

    def words(forms: tuple[str, ...], what: str, by: str = who) -> str:
        return rng.choice(forms).format(who=by, what=what)

    yield words(_SAYS, premise), words(_PAST_SAYS, hypothesis), "said_same", label
    if label == "entailment":
        kind = rng.randrange(5)
        if kind == 0:
            yield words(_SAYS, premise), words(_DENIES + _DOUBTS, hypothesis), "said_denied", "contradiction"
        elif kind == 1:
            yield words(_DENIES + _DOUBTS, premise), words(_PAST_SAYS, hypothesis), "said_denied", "contradiction"
        elif kind == 2:
            yield words(_SAYS, premise), words(_PAST_SAYS, hypothesis, else_), "said_by_another", "neutral"
        elif kind == 3:
            yield words(_ASKS, premise), words(_PAST_SAYS, hypothesis), "said_asked", "neutral"
        else:
            yield words(_DENIES, premise), words(_DENIES, hypothesis), "said_same", "entailment"
