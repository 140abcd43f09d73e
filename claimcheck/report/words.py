"""The plain words that people read in place of the report's codes."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from claimcheck.report.base import ClaimDict, EvidenceDict
from claimcheck.wording import day_in_words

KINDS = {"number": "number", "quote": "quote", "attribution": "reported statement"}
VERDICTS = {
    "conflict": "conflict",
    "disputed": "disputed",
    "consistent": "consistent",
    "unverified": "unverified",
}
STANCES = {"supports": "says the same", "refutes": "says otherwise", "neutral": "related, does not settle it"}
COMPARATORS = {
    "number": "numbers",
    "quote": "words",
    "speaker": "speakers",
    "meaning": "meaning",
    "rating": "rating",
}
DECISIONS = {
    "fix": "fix the article",
    "stands": "the article stands",
    "reference": "the reference is wrong",
    "open": "left open",
}
UNVERIFIED = {
    "nothing": "nothing on file",
    "other": "only another event on file",
    "weak": "something on file, not clear enough",
}
CONSISTENT = {
    "same": "matches {source}",
    "rounded": "matches {source}, rounded",
    "converted": "matches {source}, in another unit",
    "derived": "matches {source}, worked out",
    "updated": "matches the later count, {source}",
}
CLEAR, LIKELY = 0.85, 0.65  # confidence from which a verdict is called so

# Control characters could drive the terminal that shows them, and bidirectional ones could reorder a line.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]"
)


def safe(text: str) -> str:
    """Text with its lines and spaces as they are, without the characters that could drive what shows it."""
    return _UNSAFE.sub("", text)


def clean(text: str | None) -> str:
    """One line of text that is safe to show: control characters dropped, white space made single spaces."""
    return re.sub(r"\s+", " ", _UNSAFE.sub("", text or ""))


def confidence(value: float) -> str:
    """`clear`, `likely` or `look`.

    >>> confidence(0.93), confidence(0.7), confidence(0.5)
    ('clear', 'likely', 'look')
    """
    if value >= CLEAR:
        return "clear"
    return "likely" if value >= LIKELY else "look"


def date(iso: str | None, beside: str | None = None) -> str:
    """An ISO date in words; its year is left out where it is the year of `beside`.

    >>> date("2025-07-01"), date("2025-07-01T09:30:00+03:00", beside="2025-07-04")
    ('1 July 2025', '1 July')
    """
    return clean(day_in_words(iso, beside))


def source(evidence: EvidenceDict, beside: str | None = None) -> str:
    """Who says it and when: `Wire One, 1 July`."""
    if evidence.get("origin") == "article":
        return "the article itself"
    who = clean(evidence.get("publisher") or evidence.get("title") or evidence.get("reference"))
    when = date(evidence.get("published"), beside)
    return f"{who}, {when}" if when else who


def verdict(claim: ClaimDict, beside: str | None = None) -> str:
    """The verdict of a claim as an editor would say it: `differs from Wire One, 1 July`."""
    label, code = claim["verdict"], claim["reason"]["code"]
    if by := claim["details"].get("added_by"):
        return f"added by {clean(by)}, not checked"
    if label == "disputed":
        return "our sources disagree"
    if label == "unverified":
        return UNVERIFIED.get(code, UNVERIFIED["nothing"])
    deciding = [e for e in claim["evidence"] if e["stance"] == ("refutes" if label == "conflict" else "supports")]
    if label == "conflict":
        if not deciding:
            return "differs from what is on file"
        if deciding[0].get("origin") == "article":
            return "the article contradicts itself"
        return f"differs from {source(deciding[0], beside)}"
    if not deciding:
        return "matches what is on file"
    return CONSISTENT.get(code, CONSISTENT["same"]).format(source=source(deciding[0], beside))


def speaker(claim: ClaimDict) -> str:
    """Who is reported. A statement comes with its cue, without which a denial reads as its opposite.

    `said by Petra Holm (minister)`, `Nordkyst Line: “denied that”`, `figure given by Ilse Brandvold`.
    """
    details = claim["details"]
    name, role, cue = (clean(details.get(key)).strip() for key in ("speaker", "speaker_role", "cue"))
    who = f"{name} ({role})" if name and role and role.lower() not in name.lower() else name or role
    if claim["kind"] == "attribution":
        return f"{who}: “{cue}”" if who and cue else who or (f"“{cue}”" if cue else "")
    if not who:
        return ""
    return f"said by {who}" if claim["kind"] == "quote" else f"figure given by {who}"


def copies(evidence: EvidenceDict) -> str:
    """`with 2 near copies`, which count as one source with it; or nothing."""
    count = (evidence.get("copies") or 1) - 1
    return f"with {count} near {'copy' if count == 1 else 'copies'}" if count > 0 else ""


def timecode(evidence: EvidenceDict) -> str:
    """Where in a recording it is said: `at 1:02:05`; or nothing.

    >>> timecode({"timecode": {"start": 125.4, "end": 128.0}})
    'at 2:05'
    """
    found = evidence.get("timecode")
    return f"at {clock(found['start'])}" if found else ""


def clock(seconds: float) -> str:
    """Seconds as players show them.

    >>> clock(5.9), clock(3725)
    ('0:05', '1:02:05')
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def embargo(until: str | None, now: str) -> str:
    """`under embargo until 5 March 2026, 09:00 (UTC+01:00)`; nothing once it is over. A time without a zone is UTC.

    >>> embargo("2026-03-05T09:00:00+01:00", "2026-03-05T07:59:00Z")
    'under embargo until 5 March 2026, 09:00 (UTC+01:00)'
    >>> embargo("2026-03-05T09:00:00+01:00", "2026-03-05T08:00:00Z")
    ''
    """
    try:
        end, at = (datetime.fromisoformat(moment) for moment in (until or "", now))
    except ValueError:
        return ""
    end, at = (moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in (end, at))
    if at >= end:
        return ""
    hour = f", {end:%H:%M} ({end.tzname()})" if until and len(until) > 10 else ""
    return f"under embargo until {date(until)}{hour}"


def notes(evidence: EvidenceDict, now: str) -> list[str]:
    """What is to be known of a piece of evidence besides its source: time code, near copies, embargo."""
    told = (timecode(evidence), copies(evidence), embargo(evidence.get("embargo"), now))
    return [note for note in told if note]


def safe_url(url: str | None) -> str | None:
    """The URL, if it is one that a reader may safely follow: of the web, and with nothing hidden in it."""
    if not url or _UNSAFE.search(url):
        return None
    try:
        return url if urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def quoted(said: str) -> str:
    """A passage in quotation marks, unless it brings its own."""
    return said if said[:1] in ("“", '"', "«", "„") else f"“{said}”"


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 claim`, `2 claims`, `1,204 claims`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def settled(decision: dict[str, object] | None) -> str:
    """A decision in words: `fix the article, decided by Ana on 4 March 2026`."""
    if not decision or not decision.get("decision"):
        return ""
    words = DECISIONS.get(str(decision["decision"]), str(decision["decision"]))
    who = clean(str(decision.get("reviewer") or ""))
    when = date(str(decision["at"])) if decision.get("at") else ""
    by = " ".join(part for part in (f"by {who}" if who else "", f"on {when}" if when else "") if part)
    return f"{words}, decided {by}" if by else words


def decided(claim: ClaimDict) -> str:
    """What a reviewer decided, with the note and the source: `the article stands, decided by Ana on 4 March 2026:
    she said so herself (phoned her, 14:05)`; or why it is asked again; or nothing."""
    if why := clean(claim.get("asked_again")):
        return f"asked again. {why}"
    decision = claim.get("decision")
    said = settled(decision)
    if not decision or not said:
        return ""
    note, source = (clean(decision.get(name)).strip() for name in ("note", "source"))
    return f"{said}{': ' + note if note else ''}{f' ({source})' if source else ''}"


def minute(at: str | None) -> str:
    """`2026-03-04T11:02:03+00:00` as `4 March 2026, 11:02 UTC`."""
    if not at:
        return ""
    return f"{date(at)}, {at[11:16]} UTC" if len(at) > 15 else date(at)


def record(found: dict[str, Any]) -> str:
    """One record of a claim's history: `4 March 2026, 11:02 UTC, Ana: fix the article, “the wire is right”`."""
    if found.get("undoes"):
        did = "taken back"
    elif found.get("decision"):
        did = DECISIONS[found["decision"]]
    else:
        did = "claim added" if found["match"].get("added") else "noted"
    who = ", ".join(filter(None, (minute(found["at"]), clean(found.get("reviewer")))))
    note, source = clean(found.get("note")), clean(found.get("source"))
    return f"{who}: {did}{f', “{note}”' if note else ''}{f' ({source})' if source else ''}"
