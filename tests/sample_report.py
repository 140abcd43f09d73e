"""A report made by hand: every kind, every verdict, a group, near copies, the article against itself."""

from __future__ import annotations

from typing import Any

from claimcheck.records import (
    Article,
    CheckedClaim,
    Claim,
    Comparison,
    Evidence,
    Kind,
    NLIScores,
    Passage,
    Reason,
    Report,
    Sentence,
    Stance,
    StoredReference,
    StoreState,
    Verdict,
    VerdictLabel,
)
from claimcheck.settings import Settings

TEXT = """Ferry fire off Dellmar injures dozens

A fire on the ferry Ostrava Queen injured 42 people on Tuesday night, the port authority said. The blaze started \
shortly before 10 p.m. on the car deck.

Harbour master Ilse Brandvold said that more than 330 passengers had been brought ashore in “less than two hours”.

“We had a fire on board. It was a pretty small fire, and the crew did everything right,” said captain Tomas Vellin.

The ferry line denied that the alarm had failed. It said the ship had been inspected in March 2023 and carried \
nearly 80 cars.

Minister Petra Holm called it “the worst accident on this coast in a generation”. The repair will cost €1.3 billion, \
she said, though the ministry later spoke of €900 million.

Some 42 people were hurt, 12 of them seriously. The line employs 5,200 people.

Share This Article
"""


def _sentence(around: str) -> Sentence:
    start = TEXT.index(around)
    return Sentence(text=around, start=start, end=start + len(around))


S_LEAD = _sentence("A fire on the ferry Ostrava Queen injured 42 people on Tuesday night, the port authority said.")
S_START = _sentence("The blaze started shortly before 10 p.m. on the car deck.")
S_ASHORE = _sentence(
    "Harbour master Ilse Brandvold said that more than 330 passengers had been brought ashore in “less than two hours”."
)
S_QUOTE = _sentence("It was a pretty small fire, and the crew did everything right,” said captain Tomas Vellin.")
S_ALARM = _sentence("The ferry line denied that the alarm had failed.")
S_CARS = _sentence("It said the ship had been inspected in March 2023 and carried nearly 80 cars.")
S_MINISTER = _sentence("Minister Petra Holm called it “the worst accident on this coast in a generation”.")
S_COST = _sentence("The repair will cost €1.3 billion, she said, though the ministry later spoke of €900 million.")
S_HURT = _sentence("Some 42 people were hurt, 12 of them seriously.")
S_STAFF = _sentence("The line employs 5,200 people.")

NUMBER: dict[str, Any] = dict.fromkeys(
    "value upper unit dimension modifier noun part_of change period iso speaker speaker_role".split()
)
QUOTE: dict[str, Any] = dict.fromkeys(("speaker", "speaker_role", "speaker_span", "cue", "cue_span"))


def claim(kind: Kind, words: str, sentence: Sentence, **details: Any) -> Claim:
    start = sentence.start + sentence.text.index(words)
    base = NUMBER if kind == "number" else QUOTE
    if kind == "attribution":
        base = {**QUOTE, "content_spans": [[start, start + len(words)]], "polarity": "asserts"}
    return Claim(kind, words, start, start + len(words), sentence, {**base, **details}, id=f"{kind[0]}{start:04d}")


def reference(id: str, publisher: str, published: str | None, title: str, **more: Any) -> StoredReference:
    return StoredReference(
        id=id,
        version=1,
        title=title,
        publisher=publisher,
        published=published,
        url=more.get("url", f"https://{id}.example.org/harbour/{id}"),
        licence=None,
        tier=more.get("tier", "wire"),
        added="2026-03-04T06:00:00Z",
        sha256="0" * 64,
        origin=id,
        copies=more.get("copies", 1),
    )


WIRE = reference("r1", "Coastal Wire", "2026-03-04T05:10:00+01:00", "Ferry fire: 270 brought ashore", copies=3)
PORT = reference("r2", "Port of Dellmar", "2026-03-03", "Statement on the Ostrava Queen", tier="primary")
DAILY = reference("r3", "Dellmar Daily", "2026-03-04", "Captain: “a small fire”", tier="press")
NASTY = reference("r4", "<script>alert(1)</script>", None, '=HYPERLINK("x")\x1b[2J', url="javascript:alert(1)")
LINE = reference("r5", "Nordkyst Line", "2025-11-20", "Annual report 2025", tier="primary")


def evidence(
    source: StoredReference,
    text: str,
    stance: Stance,
    *comparisons: Comparison,
    nli: tuple[float, float, float] | None = (0.02, 0.09, 0.89),
    **more: Any,
) -> Evidence:
    passage = Passage(
        id=more.get("passage", 17),
        reference=source,
        text=text,
        start=120,
        end=120 + len(text),
        before="The fire was out by midnight.",
        after="An inquiry has begun.",
    )
    return Evidence(
        passage=passage,
        stance=stance,
        confidence=0.9,
        similarity=more.get("similarity", 0.81),
        relation=more.get("relation", "before"),
        nli=NLIScores(*nli) if nli else None,
        comparisons=comparisons,
        origin=more.get("origin", "store"),
    )


def checked(
    of: Claim,
    label: VerdictLabel,
    code: str,
    text: str,
    *found: Evidence,
    confidence: float = 0.93,
    group: str | None = None,
) -> CheckedClaim:
    return CheckedClaim(of, Verdict(label, confidence, Reason(code, text)), tuple(found), group)


def _claims() -> tuple[CheckedClaim, ...]:
    ashore = "Brandvold said 270 passengers had been brought ashore by midnight."
    count = Comparison("number", "refutes", "more than 330 against 270", "number")
    speech = (
        "“We had a fire on board. It was a very small fire, and the crew did almost everything right, thank God,” "
        "said Mr Vellin, the captain."
    )
    hurt_wire = "The port authority put the number of injured at 42."
    hurt_daily = "Doctors at St Olav's said 51 people were hurt in the fire."
    article = reference("article", "", None, "Ferry fire off Dellmar injures dozens", url=None, tier=None)
    agree = Comparison("number", "supports", "42 against 42", "same")
    disagree = Comparison("number", "refutes", "42 against 51", "number")
    yes = (0.94, 0.05, 0.01)
    return (
        checked(
            claim("number", "42 people", S_LEAD, value=42.0, unit="person", dimension="count", noun="person"),
            "disputed",
            "number",
            "Our sources disagree: Port of Dellmar of 3 March has 42, Dellmar Daily of 4 March has 51.",
            evidence(DAILY, hurt_daily, "refutes", disagree, passage=3),
            evidence(PORT, hurt_wire, "supports", agree, nli=yes, passage=4),
            confidence=0.71,
            group="g3",
        ),
        checked(
            claim("number", "shortly before 10 p.m.", S_START, dimension="time", iso="2026-03-03T22:00"),
            "unverified",
            "nothing",
            "The store has nothing about this.",
            confidence=0.8,
        ),
        checked(
            claim(
                "number",
                "more than 330 passengers",
                S_ASHORE,
                value=330.0,
                unit="passenger",
                dimension="count",
                modifier="more than",
                noun="passenger",
                speaker="Ilse Brandvold",
                speaker_role="harbour master",
            ),
            "conflict",
            "number",
            "The article says more than 330 passengers; Coastal Wire of 4 March says 270.",
            evidence(WIRE, ashore, "refutes", count),
            evidence(
                NASTY,
                "<script>alert('x')</script> 270 & not 330 \x1b[31mred.",
                "refutes",
                count,
                relation="unknown",
                passage=5,
            ),
            evidence(LINE, "The line's ships carry up to 900 passengers.", "neutral", nli=(0.1, 0.85, 0.05), passage=6),
            group="g1",
        ),
        checked(
            claim(
                "attribution",
                "more than 330 passengers had been brought ashore in “less than two hours”",
                S_ASHORE,
                speaker="Ilse Brandvold",
                speaker_role="harbour master",
                cue="said that",
                cue_span=[S_ASHORE.start + 31, S_ASHORE.start + 40],
                speaker_span=[S_ASHORE.start + 15, S_ASHORE.start + 30],
            ),
            "conflict",
            "number",
            "The statement holds more than 330 passengers; Coastal Wire of 4 March says 270.",
            evidence(WIRE, ashore, "refutes", count),
            confidence=0.88,
            group="g1",
        ),
        checked(
            claim("quote", "less than two hours", S_ASHORE, speaker="Ilse Brandvold", cue="said"),
            "unverified",
            "other",
            "Only another event is on file.",
            evidence(LINE, "The drill of 2024 took less than two hours.", "neutral", nli=(0.2, 0.7, 0.1), passage=7),
            confidence=0.66,
        ),
        checked(
            claim(
                "quote",
                "It was a pretty small fire, and the crew did everything right,",
                S_QUOTE,
                speaker="Tomas Vellin",
                speaker_role="captain",
                cue="said",
            ),
            "conflict",
            "quote",
            "Words inside the quotation marks differ from Dellmar Daily of 4 March.",
            evidence(
                DAILY,
                speech,
                "refutes",
                Comparison("quote", "refutes", "“pretty small” against “very small”; “almost” is left out", "quote"),
                passage=8,
            ),
            confidence=0.97,
            group="g2",
        ),
        checked(
            claim(
                "attribution",
                "the alarm had failed",
                S_ALARM,
                speaker="Nordkyst Line",
                cue="denied that",
                polarity="denies",
            ),
            "consistent",
            "same",
            "Port of Dellmar of 3 March reports the denial.",
            evidence(PORT, "The line denies any failure of the alarm.", "supports", nli=yes, passage=9),
            confidence=0.86,
        ),
        checked(
            claim("number", "in March 2023", S_CARS, value=2023.0, dimension="date", iso="2023-03"),
            "conflict",
            "date",
            "The article says March 2023; Nordkyst Line of 20 November 2025 says March 2024.",
            evidence(
                LINE,
                "The Ostrava Queen passed her inspection in March 2024.",
                "refutes",
                Comparison("number", "refutes", "March 2023 against March 2024", "date"),
                passage=10,
            ),
            confidence=0.58,
            group="g5",
        ),
        checked(
            claim("number", "nearly 80 cars", S_CARS, value=80.0, modifier="nearly", noun="car", dimension="count"),
            "consistent",
            "rounded",
            "Coastal Wire of 4 March has 78, which “nearly 80” covers.",
            evidence(
                WIRE,
                "There were 78 cars on the deck.",
                "supports",
                Comparison("number", "supports", "nearly 80 against 78", "rounded"),
                nli=yes,
                passage=11,
            ),
        ),
        checked(
            claim(
                "quote",
                "the worst accident on this coast in a generation",
                S_MINISTER,
                speaker="Petra Holm",
                speaker_role="Minister",
                cue="called",
            ),
            "conflict",
            "speaker",
            "Coastal Wire of 4 March gives these words to Ilse Brandvold.",
            evidence(
                WIRE,
                "“This is the worst accident on this coast in a generation,” said Brandvold, the harbour master.",
                "refutes",
                Comparison("speaker", "refutes", "Petra Holm against Ilse Brandvold", "speaker"),
                Comparison("quote", "supports", "the same words", "same"),
                nli=yes,
                passage=12,
            ),
            confidence=0.74,
            group="g4",
        ),
        checked(
            claim("number", "€1.3 billion", S_COST, value=1.3e9, unit="EUR", dimension="money"),
            "conflict",
            "number",
            "The article also says €900 million.",
            evidence(
                article,
                S_COST.text,
                "refutes",
                Comparison("number", "refutes", "€1.3 billion against €900 million", "number"),
                nli=None,
                origin="article",
                relation="same day",
                passage=0,
            ),
            confidence=0.55,
            group="g6",
        ),
        checked(
            claim("number", "Some 42 people", S_HURT, value=42.0, modifier="some", noun="person", dimension="count"),
            "disputed",
            "number",
            "Our sources disagree: Port of Dellmar of 3 March has 42, Dellmar Daily of 4 March has 51.",
            evidence(DAILY, hurt_daily, "refutes", disagree, passage=3),
            evidence(PORT, hurt_wire, "supports", agree, nli=yes, passage=4),
            confidence=0.7,
            group="g3",
        ),
        checked(
            claim("number", "5,200 people", S_STAFF, value=5200.0, noun="person", dimension="count"),
            "unverified",
            "weak",
            "Nordkyst Line of 20 November 2025 may speak of it, but not surely enough.",
            confidence=0.4,
        ),
    )


def make_report(run: str = "01KAS0000000000000000000R1", created: str = "2026-03-04T10:00:00Z") -> Report:
    article = Article(
        TEXT, "Ferry fire off Dellmar injures dozens", "2026-03-04T09:30:00+01:00", "drafts/ferry.txt", "en"
    )
    return Report(
        run=run,
        created=created,
        article=article,
        store=StoreState("refs.db", 120, 2400, "f" * 16, ({"reference": "r9", "why": "same url"},)),
        models={"encoder": "bundled:encoder", "nli": "bundled:nli", "attribution": "bundled:attribution"},
        settings=Settings().to_dict(),
        claims=_claims(),
        timings={"read": 0.01, "extract": 0.03, "retrieve": 0.2, "compare": 0.6},
    )


def many_claims(count: int) -> dict[str, Any]:
    """A report on an article of `count` claims, as many flagged ones among them as in the sample, which it repeats."""
    report = make_report().to_dict()
    repeats = -(-count // len(report["claims"]))
    claims = []
    for number in range(repeats):
        shift = number * len(TEXT)
        for claim in report["claims"]:
            sentence = claim["sentence"]
            moved = {**sentence, "start": sentence["start"] + shift, "end": sentence["end"] + shift}
            group = f"{claim['group']}-{number}" if claim["group"] else None
            claims.append(
                {
                    **claim,
                    "id": f"{claim['id']}-{number}",
                    "group": group,
                    "start": claim["start"] + shift,
                    "end": claim["end"] + shift,
                    "sentence": moved,
                }
            )
    report["article"] = {**report["article"], "text": TEXT * repeats}
    return {**report, "claims": claims}
