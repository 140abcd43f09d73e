"""SRT and WebVTT: what is said, as running text with its time codes; a change of speaker begins a paragraph."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import PurePath
from urllib.parse import urlsplit

from claimcheck.errors import ReadError
from claimcheck.read.base import Item
from claimcheck.read.decode import decode
from claimcheck.read.raw import Raw
from claimcheck.records import Cue, Reference

_TIMES = re.compile(r"^\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})\s*-->\s*(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{1,3})")
_VOICE = re.compile(r"<v(?:\.[\w.]+)?\s+([^\s<>][^<>]*)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|\{\\[^{}]*\}")
_SPEAKER = re.compile(r"^(?:>>\s*|-\s+)?([A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3}):\s")

#: Seconds of silence after which a new paragraph begins.
PAUSE = 4.0


def read(raw: Raw) -> Iterator[Item]:
    cues = list(_cues(decode(raw.read(), raw.name)))
    if not cues:
        raise ReadError(
            f"{raw.name} holds no subtitles: no line with times ('00:01:02,000 --> 00:01:04,000') was found"
        )
    yield _transcript(cues, raw)


def _transcript(cues: list[tuple[float, float, str, str]], raw: Raw) -> Reference:
    text, placed = "", []
    ended, speaker = -PAUSE, ""
    for start, end, voice, words in cues:
        named = _SPEAKER.match(words)
        begins = start - ended >= PAUSE or named or words.startswith((">>", "- ")) or (voice and voice != speaker)
        if voice and voice != speaker:
            words = f"{voice}: {words}"
        ended, speaker = end, voice or speaker
        if text and not begins and text.endswith(words):
            continue  # captions that roll repeat their last line
        text += "" if not text else "\n\n" if begins else " "
        placed.append(Cue(len(text), start, end))
        text += words
    return Reference(text=f"{text}\n", title=_title(raw), url=raw.url, cues=tuple(placed))


def _title(raw: Raw) -> str | None:
    """Transcripts carry no title of their own: their file's name is what they are known by."""
    name = PurePath(urlsplit(raw.url).path if raw.url else raw.name)
    return " ".join(re.split(r"[\s_-]+", name.stem)) or None if name.suffix else None


def _cues(text: str) -> Iterator[tuple[float, float, str, str]]:
    """(start and end in seconds, voice, words) of each cue."""
    for block in re.split(r"\r?\n[ \t]*\r?\n", text):
        lines = block.strip().splitlines()
        at = next((i for i, line in enumerate(lines[:3]) if _TIMES.match(line)), None)
        if at is None:
            continue
        times = _TIMES.match(lines[at])
        assert times is not None
        said = " ".join(lines[at + 1 :])
        voice = _VOICE.search(said)
        words = " ".join(html.unescape(_TAG.sub("", _VOICE.sub("", said))).split())
        if words:
            yield _seconds(times.groups()[:4]), _seconds(times.groups()[4:]), voice[1].strip() if voice else "", words


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = (part or "0" for part in parts)
    return int(hours) * 3600 + int(minutes) * 60 + int(seconds) + float(f"0.{fraction}")
