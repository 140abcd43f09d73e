"""Yes and no, and what is only planned, alleged or thought possible."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

from models.nli.contrast.edits import SUBJECT, Edit, contrary, deniable, finite_at, put, same
from models.nli.contrast.inflection import PASTS

_AUXILIARY = re.compile(r"\b(is|are|was|were|will|has been|have been|had been|has|have|had)(?= (?!not\b|n[’']t)[a-z])")
_SUBORDINATE = re.compile(
    r"[,;:“\"(]|\b(?:who|which|that|when|where|while|because|since|after|before|as|although|though|until|what|how|why"
    r"|said|says)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(is|are|was|were|will|has|have|had|did|does|do) not\b")
_SHORT = {"will": "won’t"}
# What is said to be so, where the first was only planned, alleged or possible.
_HEDGES = (
    (r"\ballegedly |\breportedly |\bpossibly |\bprobably |\bsupposedly |\bperhaps |\bpresumably ", ""),
    (r"\b(?:is|are) (?:widely )?(?:expected|likely|scheduled|due|poised|set) to\b", "will"),
    (r"\b(?:plans?|hopes?|wants?|intends?|aims?|expects?) to\b(?! be\b)", "will"),
    (r"\bmay have been\b|\bmight have been\b|\bcould have been\b", "was"),
    (r"\b(?:may|might|could) be\b(?! \w+(?:ed|n)\b)", "is"),
    (
        r"\b(?:may|might|could)\b(?= [a-z]+ (?:the|a|his|her|its|their|in|on|to)\b)"
        r"(?! (?:have|be|not|also|only|never)\b)",
        "will",
    ),
    (r"\b(?:was|were) (?:accused|suspected) of\b", "was found guilty of"),
    (r"\b(?:accused|suspected) of\b", "convicted of"),
    (r"\bcharged with\b", "convicted of"),
    (r"\barrested on suspicion of\b", "jailed for"),
    (r"\b(?:planned|hoped|wanted|attempted|tried) to\b", "managed to"),
    (r"\b(?:considered|is considering|was considering)(?= [a-z]+ing\b)", "decided on"),
    (r"\bproposed(?= (?:a|an|the) (?:law|bill|tax|plan|ban|measure)\b)", "enacted"),
    (r"\b(?:nominated for)(?= (?:a|an|the|two|three|four|five|six)\b)", "the winner of"),
    (r"\bis thought to have\b|\bis believed to have\b|\bis said to have\b", "has"),
    (r"\b(?:is|are) (?:thought|believed|said|alleged|rumou?red) to be\b", "is"),
    (r"\bsome experts (?:think|believe|say)\b", "it has been proved"),
    (r"\b(?:suggested|speculated|hinted|feared|suspected) that\b", "proved that"),
)  # fmt: skip
_ALIKE = """
may: might  plans to: intends to  plan to: intend to  wants to: would like to  hopes to: is hoping to
tried to: attempted to  is likely to: will probably  allegedly: supposedly  probably: in all likelihood
is expected to: is forecast to  are expected to: are forecast to  possibly: perhaps  reportedly: according to reports
has to: must  was forced to: had to  was supposed to: was meant to  is believed to: is thought to
is due to: is scheduled to
"""
_ALIKE_PAIRS = [tuple(pair) for pair in re.findall(r"([a-z ]+?): ([a-z ]+?)(?:  |\n)", _ALIKE)]


def denial_edits(text: str, rng: random.Random) -> Iterator[Edit]:
    yield from _negated(text)
    yield from _not_done(text)
    yield from _contracted(text)
    yield from _affirmed(text)
    yield from _unhedged(text)
    yield from _alike(text)


def _negated(text: str) -> Iterator[Edit]:
    """A "not" after the first auxiliary of the main clause."""
    m = _AUXILIARY.search(text)
    if m is None or not deniable(text) or _SUBORDINATE.search(text[: m.start()]):
        return
    first = m[1].split()[0]
    end = m.start() + len(first)
    if first in ("has", "have", "had") and not re.match(r" (?:been|\w+(?:ed|en|wn))\b", text[end:]):
        return
    if re.match(r" (?:expected|likely|to)\b", text[end:]) or text[: m.start()].rstrip().endswith((" and", " but")):
        return
    yield contrary(text[:end] + " not" + text[end:], "negation")


def _not_done(text: str) -> Iterator[Edit]:
    """Won: did not win. Only a finite verb after a subject that stands alone."""
    if not deniable(text):
        return
    for m in re.finditer(r"\b[a-z]+\b", text[:90]):
        if m.group() in PASTS and SUBJECT.search(text[: m.start()]) and finite_at(text, m.start()):
            relative = re.search(r"\w (?:he|she|it|they|we|who) $", text[: m.start()])
            if not relative and not _SUBORDINATE.search(text[: m.start()]) and not re.match(r" by\b", text[m.end() :]):
                yield contrary(put(text, m.start(), m.end(), f"did not {PASTS[m.group()]}"), "negation")
            return


def _affirmed(text: str) -> Iterator[Edit]:
    """The only "not" of a sentence taken out."""
    found = list(_NEGATED.finditer(text))
    rest = text[: found[0].start()] + text[found[0].end() :] if found else ""
    if len(found) != 1 or not deniable(rest) or _SUBORDINATE.search(text[: found[0].start()]):
        return
    m = found[0]
    if re.match(r" (?:only|just|until|because|necessarily|be\b|have to|to\b|the first|always)", text[m.end() :]):
        return
    if m[1] not in ("did", "does", "do"):
        yield contrary(text[: m.start()] + m[1] + text[m.end() :], "negation")
        return
    verb = re.match(r" ([a-z]+)\b", text[m.end() :])
    past = next((p for p, base in PASTS.items() if verb and base == verb[1]), None)
    if m[1] == "did" and past and verb:
        yield contrary(text[: m.start()] + past + text[m.end() + verb.end() :], "negation")


def _contracted(text: str) -> Iterator[Edit]:
    """Did not: didn't, so that a "not" is no sign of a contradiction."""
    m = _NEGATED.search(text)
    if m:
        mark = "'" if "'" in text else "’"
        short = _SHORT.get(m[1], f"{m[1]}n’t").replace("’", mark)
        yield same(text[: m.start()] + short + text[m.end() :], "contraction")
    m = re.search(r"\b(is|are|was|were|has|have|had|did|does|do|wo|ca)n[’']t\b", text)
    if m:
        long = {"wo": "will not", "ca": "cannot"}.get(m[1], f"{m[1]} not")
        yield same(text[: m.start()] + long + text[m.end() :], "contraction")


def _unhedged(text: str) -> Iterator[Edit]:
    for pattern, sure in _HEDGES:
        m = re.search(pattern, text)
        if m is None or re.search(
            r"\b(?:no|an?|the|his|her|their|its|any|of|these|those|such|tax) $", text[: m.start()]
        ):
            continue
        if re.search(r"\b(?:not|never|n[’']t|if|if they|if he)\b", text):
            continue
        plural = re.search(r"\b(?:[Tt]hey|[Ww]e|[Tt]hese|[Tt]hose|\w+[^s’'u]s) $", text[: m.start()])
        word = {"is": "are", "was": "were", "has": "have"}.get(sure, sure) if plural else sure
        if plural and sure.startswith("was "):
            word = "were" + sure[3:]
        yield Edit(put(text, m.start(), m.end(), word), "modal", "neutral", None)
        return


def _alike(text: str) -> Iterator[Edit]:
    for pair in _ALIKE_PAIRS:
        for old, new in (pair, pair[::-1]):
            m = re.search(rf"(?<![-\w]){old}(?![-\w])", text)
            if m and not (old in ("may", "might", "must") and re.match(r" \d|[.,]", text[m.end() :])):
                yield same(put(text, m.start(), m.end(), new), "synonym_modal")
                return
