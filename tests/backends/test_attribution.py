"""The bundled attribution model: spans that are slices, whole quotations, linear time on any text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.backends.attribution import OnnxTagger, load_tagger
from claimcheck.backends.attribution_text import one_sided, windows
from claimcheck.errors import ModelError
from claimcheck.records import Attribution, Sentence
from claimcheck.segment import segment
from tests.growth import grows_linearly

PLAIN = "The bridge will stay closed until March, said Ilse Varga, the harbour master of Tarn."


@pytest.fixture(scope="module")
def tagger() -> OnnxTagger:
    return load_tagger()


def tag(tagger: OnnxTagger, text: str) -> list[Attribution]:
    return tagger.tag(text, segment(text))


def words(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def check_spans(text: str, found: list[Attribution]) -> None:
    for attribution in found:
        assert attribution.content_spans
        assert len(attribution.cue_spans) == 1
        for spans in (attribution.source_spans, attribution.cue_spans, attribution.content_spans):
            assert list(spans) == sorted(spans)
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert all(text[start:end].strip() == text[start:end] for start, end in spans)


def test_statement_before_its_speaker(tagger: OnnxTagger) -> None:
    (found,) = tag(tagger, PLAIN)
    assert words(PLAIN, found.cue_spans) == ["said"]
    assert words(PLAIN, found.content_spans) == ["The bridge will stay closed until March"]
    assert words(PLAIN, found.source_spans)[0].startswith("Ilse Varga")


def test_according_to(tagger: OnnxTagger) -> None:
    text = "According to the water board, levels in the Tarn reservoir fell by a third last month."
    (found,) = tag(tagger, text)
    assert words(text, found.source_spans) == ["the water board"]
    assert words(text, found.cue_spans) == ["According to"]
    assert words(text, found.content_spans) == ["levels in the Tarn reservoir fell by a third last month"]


@pytest.mark.parametrize(("opening", "closing"), [('"', '"'), ("“", "”")])
def test_quotation_split_by_its_speaker_is_one_content_with_its_marks(
    tagger: OnnxTagger, opening: str, closing: str
) -> None:
    text = (
        f"{opening}We have waited for this vote for years,{closing} Varga said. "
        f"{opening}Nobody in Tarn will forget it.{closing}"
    )
    (found,) = tag(tagger, text)
    assert words(text, found.source_spans) == ["Varga"]
    assert words(text, found.content_spans) == [
        f"{opening}We have waited for this vote for years,{closing}",
        f"{opening}Nobody in Tarn will forget it.{closing}",
    ]


def test_two_statements_in_one_sentence_stay_apart(tagger: OnnxTagger) -> None:
    text = "The mayor said the road would reopen on Friday, but the contractor warned that repairs were not finished."
    found = tag(tagger, text)
    assert [(words(text, a.source_spans), words(text, a.cue_spans)) for a in found] == [
        (["The mayor"], ["said"]),
        (["the contractor"], ["warned"]),
    ]


@pytest.mark.parametrize("text", ["", " \n\n ", "…", "12 14 16\n18 20 22\n", "The bridge is 400 metres long."])
def test_nothing_reported_gives_nothing(tagger: OnnxTagger, text: str) -> None:
    assert tag(tagger, text) == []


def test_no_sentences_give_nothing(tagger: OnnxTagger) -> None:
    assert tagger.tag(PLAIN, []) == []


def test_what_is_reported_within_a_statement_is_part_of_it(tagger: OnnxTagger) -> None:
    text = "The mayor said that the contractor had told her that the piers were sound."
    assert [words(text, a.cue_spans) for a in tag(tagger, text)] == [["said"]]


def test_a_long_quotation_is_read_to_its_end(tagger: OnnxTagger) -> None:
    sentences = [f"Lorry number {n} crossed the bridge at dawn." for n in range(18)]
    text = "\n\n".join(["The ferry left."] * 12) + f"\n\nVarga said: “{' '.join(sentences)}”"
    (found,) = [a for a in tag(tagger, text) if text[slice(*a.cue_spans[0])].startswith("said")]
    assert words(text, found.content_spans) == [f"“{' '.join(sentences)}”"]


def test_page_furniture_is_not_read(tagger: OnnxTagger) -> None:
    furniture = Sentence(PLAIN, 0, len(PLAIN), role="furniture")
    assert tagger.tag(PLAIN, [furniture]) == []


def test_offsets_are_code_points(tagger: OnnxTagger) -> None:
    before = "🚧👷🏽‍♀️ Tarn: cafe\u0301 re\u0301ouvert, 桥.\n\n"
    (alone,) = tag(tagger, PLAIN)
    moved = [a for a in tag(tagger, before + PLAIN) if a.cue_spans[0][0] >= len(before)]
    assert [words(before + PLAIN, a.content_spans) for a in moved] == [words(PLAIN, alone.content_spans)]


def test_words_are_never_cut(tagger: OnnxTagger) -> None:
    text = "“Zsófia’s re\u0301sume\u0301 is unimpeachable,” said Ødegård-Nwachukwu."
    for attribution in tag(tagger, text):
        for start, end in (*attribution.source_spans, *attribution.content_spans):
            assert not (start and text[start - 1].isalnum() and text[start].isalnum())
            assert not (end < len(text) and text[end - 1].isalnum() and text[end].isalnum())


def test_every_tagging_is_the_same(tagger: OnnxTagger) -> None:
    text = "\n\n".join([PLAIN] * 16)
    assert tag(tagger, text) == tag(tagger, text)


def test_a_paragraph_is_read_alike_wherever_it_stands(tagger: OnnxTagger) -> None:
    filler = "The ferry runs twice a day. It takes forty minutes and carries sixty cars."
    text = "\n\n".join([filler] * 16 + [PLAIN] + [filler] * 16)
    at = text.index(PLAIN)
    found = [a for a in tag(tagger, text) if at <= a.cue_spans[0][0] < at + len(PLAIN)]
    assert [words(text, a.content_spans) for a in found] == [["The bridge will stay closed until March"]]


@pytest.mark.parametrize(
    "text",
    [
        '"' * 10_000,
        "“" * 1_000 + "”" * 1_000,
        "THE MAYOR SAID THE BRIDGE WOULD STAY CLOSED. " * 20,
        "a" * 20_000,
        "\u0301" * 2_000,
        "قال الوزير إن الجسر مغلق. " * 40,
        "said " * 600,
        "\x00\x07\u200b" * 500,
    ],
    ids=["straight marks", "curly marks", "capitals", "one word", "combining", "right to left", "cues", "control"],
)
def test_odd_texts(tagger: OnnxTagger, text: str) -> None:
    check_spans(text, tag(tagger, text))


def test_time_is_linear_without_a_full_stop(tagger: OnnxTagger) -> None:
    clause = "the mayor said the bridge was closed and the council told reporters that it would open later and "

    def run(size: int) -> None:
        text = clause * (size // len(clause))
        check_spans(text, tag(tagger, text))

    assert grows_linearly(run, 4_000, 16_000)


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=120).map(lambda noise: f"{noise} {PLAIN} {noise}"))
def test_spans_are_slices_of_any_text(text: str) -> None:
    check_spans(text, tag(load_shared(), text))


_shared: list[OnnxTagger] = []


def load_shared() -> OnnxTagger:
    if not _shared:
        _shared.append(load_tagger())
    return _shared[0]


@pytest.mark.parametrize("total", [1, 10, 254, 255, 400, 2000])
def test_windows_cover_every_token_once(total: int) -> None:
    paragraphs = np.repeat(np.arange(1 + total // 37), 37)[:total]
    plan = windows(paragraphs, core=160, room=254)
    assert [t for w in plan for t in range(w.core_start, w.core_end)] == list(range(total))
    assert all(0 <= w.start <= w.core_start < w.core_end <= w.end <= total for w in plan)
    assert all(w.end - w.start <= 254 for w in plan)


def test_a_folder_of_another_model_is_refused(tmp_path) -> None:
    for name, content in {"model.onnx": "", "tokenizer.json": "{}", "config.json": '{"job": "nli"}'}.items():
        (tmp_path / name).write_text(content)
    with pytest.raises(ModelError, match="not an attribution model"):
        load_tagger(tmp_path)


def test_a_window_to_one_side_holds_the_cue_and_as_much_as_there_is_room_for() -> None:
    right = one_sided((500, 502), "right", 2000, 254)
    left = one_sided((500, 502), "left", 2000, 254)
    assert right.start < 500
    assert right.end == right.start + 254
    assert left.end > 502
    assert left.start == left.end - 254
    assert one_sided((3, 4), "left", 2000, 254).start == 0
    assert one_sided((1990, 1991), "right", 2000, 254).end == 2000
