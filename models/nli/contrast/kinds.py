"""What the rules change, in a few words: many rules make pairs of one kind."""

from __future__ import annotations

KINDS = {  # how the names of their rules begin
    "numbers": ("number",),
    "dates": ("date",),
    "names, roles, places": ("person", "place", "role", "sides", "title"),
    "negations": ("negation", "not_opposite", "beside"),
    "modals": ("modal", "synonym_modal"),
    "quotes, speakers": ("quote", "said"),
    "opposites, synonyms": ("opposite", "synonym_verb", "synonym_phrase", "synonym_word"),
    "shortened or turned": ("left_out", "clause", "contraction", "turned"),
    "same topic": ("topic",),
    "another day": ("another_day",),
}


def kind_of(source: str) -> str:
    """The kind of a pair by its `source`, which is `contrast_` and the rule, that of a claim `contrast_claim_`.

    Example: kind_of("contrast_claim_number_rounded") -> "numbers"
    Raises ValueError for a rule that is of none: a new one has to be put among `KINDS`.
    """
    rule = source.removeprefix("contrast_").removeprefix("claim_")
    for kind, names in KINDS.items():
        if rule.startswith(names):
            return kind
    raise ValueError(f"{source} is of none of the kinds {', '.join(KINDS)}")
