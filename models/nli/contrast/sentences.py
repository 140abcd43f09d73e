"""The texts that pairs are made from: sentences of the training data, and claims that are known to follow."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from claimcheck.lexicon import looks_english
from claimcheck.segment import segment

# Sources with whole sentences of encyclopaedias, reports and news; the others are captions, talk, or made by rule.
_PREMISES = frozenset(
    "fever_dev fever_symmetric_dev sufficient_facts_fever sufficient_facts_hover sufficient_facts_vitaminc"
    " climate_fever semiauto_base_wiki semiauto_sim_wiki semiauto_translate_wiki rte wice_dev pawsx_dev_en"
    " begin_wow check_covid fm2_dev taxinli_mnli".split()
)
_HYPOTHESES = frozenset(
    "fever_dev fever_symmetric_dev sufficient_facts_fever sufficient_facts_vitaminc fm2_dev semiauto_base_wiki"
    " semiauto_translate_wiki check_covid infotabs".split()
)
_TITLE = re.compile(r"(?<![\w.])(?:[A-Z0-9][^:.]{2,60}): (?=[A-Z])")
_WORDS = range(6, 46)


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence. `topic` is what it shares with its neighbours (an article, a page); train and dev part by it."""

    text: str
    topic: str
    before: str = ""
    after: str = ""
    news: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claim that follows from its premise, by the label of the training data."""

    premise: str
    text: str
    topic: str


def read_articles(path: Path) -> Iterator[Stated]:
    """The sentences of `attribution/train.jsonl`, each with those around it."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            body = [s for s in segment(article["text"]) if s.role == "body"]
            texts = [" ".join(s.text.split()) for s in body]
            for k, text in enumerate(texts):
                if usable(text):
                    before = texts[k - 1] if k and usable(texts[k - 1]) else ""
                    after = texts[k + 1] if k + 1 < len(texts) and usable(texts[k + 1]) else ""
                    yield Stated(text, article["id"], before, after, news=True)


def read_premises(path: Path) -> Iterator[Stated]:
    """The sentences of the premises of `nli/train.jsonl`, each once; page titles before a colon are left off."""
    seen = set()
    for row in _rows(path):
        if row["source"] not in _PREMISES:
            continue
        topic, premise = topic_of(row), _TITLE.sub("", row["premise"])
        for sentence in segment(premise):
            text = " ".join(sentence.text.split())
            if text not in seen and usable(text):
                seen.add(text)
                yield Stated(text, topic)


def read_claims(path: Path) -> Iterator[Claimed]:
    """The entailed hypotheses of `nli/train.jsonl` with their premises."""
    for row in _rows(path):
        if row["source"] in _HYPOTHESES and row["label"] == "entailment" and len(row["premise"]) <= 700:
            text = " ".join(row["hypothesis"].split())
            if usable(text, shortest=4) and text != row["premise"]:
                yield Claimed(row["premise"], text, topic_of(row))


def topic_of(row: dict[str, str]) -> str:
    """The page's title where the premise names it, else the premise's first words."""
    title = _TITLE.match(row["premise"])
    return title.group().rstrip(": ") if title else " ".join(row["premise"].split()[:4])


def usable(text: str, shortest: int = _WORDS.start) -> bool:
    """A whole plain sentence: a capital at its start, a full stop at its end, marks that pair up."""
    count = len(text.split())
    return (
        shortest <= count < _WORDS.stop
        and text[0].isascii()
        and (text[0].isupper() or text[0] in '“"')
        and re.search(r"[a-z0-9)%][.]$|[.]”$", text) is not None
        and re.search(r"https?:|www\.|[@#*|_=<>\[\]{}\\]|\.\.|…|--|\?|!", text) is None
        and text.count("“") == text.count("”")
        and text.count('"') % 2 == 0
        and text.count("(") == text.count(")")
        and looks_english(text)
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
