from claimcheck.grouping import group
from claimcheck.records import CheckedClaim, Claim, Evidence, Passage, Reason, Sentence, StoredReference, Verdict

SENTENCE = Sentence("The mayor said 40 boats and 12 cranes were lost.", 0, 48)
REFERENCE = StoredReference("r1", 1, None, "Wire", None, None, None, None, "", "", "r1")
EVIDENCE = Evidence(Passage(1, REFERENCE, "text", 0, 4), "refutes", 0.9, 0.5, "before", None, ())


def claim(kind, start, end, **details):
    return Claim(kind, SENTENCE.text[start:end], start, end, SENTENCE, details)


def checked(item, label="conflict", code="number", verdict=None):
    return CheckedClaim(item, verdict or Verdict(label, 0.9, Reason(code, "")), (EVIDENCE,))


def test_a_statement_shares_the_group_of_the_number_that_flags_it_and_of_no_other():
    boats, cranes = checked(claim("number", 15, 23)), checked(claim("number", 28, 37))
    statement = checked(claim("attribution", 15, 47), verdict=cranes.verdict)
    groups = [c.group for c in group([statement, boats, cranes])]
    assert groups[0] == groups[2] != groups[1]


def test_what_is_not_flagged_has_no_group():
    assert group([checked(claim("number", 15, 23), label="consistent")])[0].group is None


def test_quotes_given_to_the_same_wrong_speaker_by_one_reference_are_one_mistake():
    quotes = [checked(claim("quote", s, s + 5, speaker="Ada Brook"), code="speaker") for s in (0, 10)]
    assert len({c.group for c in group(quotes)}) == 1


def test_two_altered_quotes_are_two_mistakes():
    quotes = [checked(claim("quote", s, s + 5, speaker="Ada Brook"), code="quote") for s in (0, 10)]
    assert len({c.group for c in group(quotes)}) == 2


def test_groups_are_named_in_text_order():
    assert [c.group for c in group([checked(claim("number", 15, 23)), checked(claim("number", 28, 37))])] == [
        "g1",
        "g2",
    ]
