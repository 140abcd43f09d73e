"""A text to its claims: numbers, quotes and attributions, in text order, each with its speaker."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from claimcheck.extract import attributions, quotes, tagged, transcripts
from claimcheck.extract.attributions import Statement, Tagger
from claimcheck.extract.numbers import extract_numbers
from claimcheck.extract.quotes import Quote
from claimcheck.extract.reading import Reading, read
from claimcheck.extract.speakers import Speakers
from claimcheck.extract.transcripts import Turn
from claimcheck.records import Article, Attribution, Claim, Sentence, Span

_WORDS = re.compile(r"\w+")


def extract(article: Article, sentences: Sequence[Sentence], tagger: Tagger | None = None) -> list[Claim]:
    """Return the claims of `article`, in text order; `sentences` are those of its text.

    `claim.text == article.text[claim.start:claim.end]`. Ids stay the same when text is added elsewhere:
    they are made of the kind, the words of claim and sentence, and which occurrence of these it is.
    """
    turns = transcripts.turns(article.text, article.title)
    own = [s for s in sentences if transcripts.inside(s, turns) is None] if turns else sentences
    _, found, spoken = _read(article.text, own, tagger)
    claims = [*_quote_claims(article.text, spoken), *_attribution_claims(article.text, found, spoken)]
    claims += _number_claims(article, own, found, spoken)
    if turns:
        claims += _turn_claims(article.text, sentences, turns)
    order = {"attribution": 0, "quote": 1, "number": 2}
    claims.sort(key=lambda c: (c.start, order[c.kind], -c.end))
    return _with_ids(claims)


def extract_attributions(text: str, sentences: Sequence[Sentence], tagger: Tagger | None = None) -> list[Attribution]:
    """Return who is reported to have said what: the tagger's spans where there is one, else the rules'."""
    if tagger is not None:
        return tagger.tag(text, sentences)
    _, found, _ = _read(text, sentences, None)
    return attributions.to_attributions(found)


def _read(
    text: str, sentences: Sequence[Sentence], tagger: Tagger | None
) -> tuple[Reading, list[Statement], list[Quote]]:
    reading = read(text, sentences)
    speakers = Speakers(text, reading.cast, [(u.start, u.end) for u in reading.units])
    found = attributions.statements(reading, speakers)
    if tagger is not None:
        found = tagged.add(reading, speakers, found, tagger.tag(text, sentences))
    return reading, found, quotes.find(reading, found, speakers)


# --- quotes and attributions ----------------------------------------------------------------------------------------


def _quote_claims(text: str, spoken: Sequence[Quote]) -> list[Claim]:
    claims = []
    for quote in spoken:
        start, end = quote.mark.inner
        speaker, statement = quote.speaker, quote.statement
        details: dict[str, Any] = {
            "speaker": speaker.name if speaker else None,
            "speaker_role": speaker.role if speaker else None,
            "speaker_span": list(speaker.span) if speaker and speaker.span else None,
            "cue": text[slice(*statement.cue_span)] if statement else None,
            "cue_span": list(statement.cue_span) if statement else None,
        }
        claims.append(Claim("quote", text[start:end], start, end, quote.unit.sentence, details))
    return claims


def _attribution_claims(text: str, found: Sequence[Statement], spoken: Sequence[Quote]) -> list[Claim]:
    quoted = frozenset(q.mark.outer[0] for q in spoken)
    claims = []
    seen: set[Span] = set()
    for statement in found:
        if statement.cue.takes("v") or statement.unit.sentence.role == "headline":
            continue
        for spans in attributions.pieces(statement, quoted):
            start, end = spans[0][0], spans[-1][1]
            if (start, end) in seen or not any(c.isalpha() for c in text[start:end]):
                continue
            seen.add((start, end))
            speaker = statement.speaker
            details: dict[str, Any] = {
                "speaker": speaker.name,
                "speaker_role": speaker.role,
                "speaker_span": list(statement.source_span) if statement.source_span else None,
                "cue": text[slice(*statement.cue_span)],
                "cue_span": list(statement.cue_span),
                "content_spans": [list(s) for s in spans],
                "polarity": statement.cue.polarity,
            }
            claims.append(Claim("attribution", text[start:end], start, end, statement.unit.sentence, details))
    return claims


def _turn_claims(text: str, sentences: Sequence[Sentence], turns: Sequence[Turn]) -> list[Claim]:
    """In a transcript every sentence of a turn is a quote of whoever has the floor."""
    claims = []
    for sentence in sentences:
        turn = transcripts.inside(sentence, turns)
        if turn is None or sentence.role == "furniture":
            continue
        start = max(sentence.start, turn.start)
        while start < sentence.end and text[start].isspace():
            start += 1
        if not any(c.isalpha() for c in text[start : sentence.end]) or (
            text[start] == "(" and text[sentence.end - 1] == ")"
        ):
            continue  # "(Applause.)"
        details: dict[str, Any] = {
            "speaker": turn.speaker,
            "speaker_role": turn.role,
            "speaker_span": list(turn.label) if turn.label else None,
            "cue": None,
            "cue_span": None,
        }
        claims.append(Claim("quote", text[start : sentence.end], start, sentence.end, sentence, details))
    return claims


# --- numbers --------------------------------------------------------------------------------------------------------


def _number_claims(
    article: Article, sentences: Sequence[Sentence], found: Sequence[Statement], spoken: Sequence[Quote]
) -> list[Claim]:
    """Numbers outside quotation marks, with who gave them; those of a headline only if the body has them not."""
    inside = [q.mark.outer for q in spoken]
    numbers = []
    for sentence in sentences:
        if sentence.role == "furniture":
            continue
        for span in extract_numbers(sentence, article.published):
            if not any(a < span.end and span.start < b for a, b in inside):
                details = {**span.details, **_giver(span.start, span.end, found)}
                numbers.append(Claim("number", span.text, span.start, span.end, sentence, details))
    body = {_figure(c) for c in numbers if c.sentence.role == "body"}
    return [c for c in numbers if c.sentence.role == "body" or _figure(c) not in body]


def _figure(claim: Claim) -> tuple[Any, Any]:
    return claim.details.get("value"), claim.details.get("upper")


def _giver(start: int, end: int, found: Sequence[Statement]) -> dict[str, Any]:
    """Who gave a figure: the source of the statement it is in, or that its sentence goes on with.

    "Prices rose 2.4 percent in May, the statistics office said, down from 2.9 percent in April."
    """
    at = bisect_right(found, start, key=lambda s: s.unit.start)
    for statement in found[max(0, at - 12) : at]:
        if any(a <= start and end <= b for a, b in statement.content):
            return {"speaker": statement.speaker.name, "speaker_role": statement.speaker.role}
    here = [s for s in found[max(0, at - 2) : at] if s.unit.start <= start and end <= s.unit.end]
    if len(here) == 1 and here[0].placement == "before" and here[0].cue_span[1] <= start:
        return {"speaker": here[0].speaker.name, "speaker_role": here[0].speaker.role}
    return {"speaker": None, "speaker_role": None}


# --- ids ------------------------------------------------------------------------------------------------------------


def _with_ids(claims: Iterable[Claim]) -> list[Claim]:
    counts: Counter[str] = Counter()
    done = []
    sentences: dict[Span, str] = {}
    for claim in claims:
        at = (claim.sentence.start, claim.sentence.end)
        if at not in sentences:
            sentences[at] = _normal(claim.sentence.text)
        key = "\n".join([claim.kind, _normal(claim.text), sentences[at]])
        counts[key] += 1
        digest = hashlib.sha256(f"{key}\n{counts[key]}".encode()).hexdigest()[:12]
        done.append(replace(claim, id=digest))
    return done


def _normal(text: str) -> str:
    return " ".join(_WORDS.findall(text.lower()))
