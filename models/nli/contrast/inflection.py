"""The forms of the verbs that the rules put for one another."""

from __future__ import annotations

SLOTS = ("past", "participle", "base", "s", "ing")
_IRREGULAR = {
    "rise": ("rose", "risen"), "fall": ("fell", "fallen"), "cut": ("cut", "cut"), "win": ("won", "won"),
    "lose": ("lost", "lost"), "leave": ("left", "left"), "quit": ("quit", "quit"), "buy": ("bought", "bought"),
    "sell": ("sold", "sold"), "forbid": ("forbade", "forbidden"), "begin": ("began", "begun"),
    "shrink": ("shrank", "shrunk"), "forget": ("forgot", "forgotten"), "keep": ("kept", "kept"),
    "pay": ("paid", "paid"), "overturn": ("overturned", "overturned"), "uphold": ("upheld", "upheld"),
    "become": ("became", "become"), "take": ("took", "taken"), "give": ("gave", "given"), "make": ("made", "made"),
    "meet": ("met", "met"), "write": ("wrote", "written"), "lead": ("led", "led"), "know": ("knew", "known"),
    "get": ("got", "gotten"), "go": ("went", "gone"), "see": ("saw", "seen"), "speak": ("spoke", "spoken"),
    "run": ("ran", "run"), "beat": ("beat", "beaten"), "hold": ("held", "held"), "bring": ("brought", "brought"),
    "build": ("built", "built"), "find": ("found", "found"), "spend": ("spent", "spent"), "send": ("sent", "sent"),
    "fight": ("fought", "fought"), "choose": ("chose", "chosen"), "break": ("broke", "broken"),
    "withdraw": ("withdrew", "withdrawn"), "come": ("came", "come"), "grow": ("grew", "grown"), "die": ("died", "died"),
    "serve": ("served", "served"), "seek": ("sought", "sought"), "teach": ("taught", "taught"),
    "sing": ("sang", "sung"), "drive": ("drove", "driven"), "steal": ("stole", "stolen"), "shoot": ("shot", "shot"),
}  # fmt: skip
_DOUBLED = frozenset("drop ban omit permit acquit commit admit".split())
_REGULAR = """
climb increase drop decline decrease raise lower reduce accept reject approve support back endorse oppose confirm deny
join purchase acquire allow permit ban prohibit acquit clear convict release free detain imprison jail praise applaud
criticize condemn denounce include exclude omit succeed fail strengthen weaken undermine improve worsen expand start end
finish conclude open close arrive depart attack defend gain extend lengthen shorten create destroy hire fire dismiss
pass adopt defeat legalize outlaw remember exceed surpass miss encourage urge discourage welcome impose lift widen
narrow comply remain stay retain abandon owe
attend announce visit play direct publish receive return appear star marry work move study graduate resign agree refuse
sign kill found produce perform record launch retire compete finish introduce reach complete testify apologize admit
donate promise endorse earn score
"""


def _forms(verb: str) -> tuple[str, str, str, str, str]:
    """past, participle, base, s, ing: "rose", "risen", "rise", "rises", "rising"."""
    stem = verb + verb[-1] if verb in _DOUBLED else verb
    softened = verb[:-1] if verb.endswith("e") else stem
    to_y = verb.endswith("y") and verb[-2] not in "aeiou"
    regular = verb[:-1] + "ied" if to_y else softened + "ed"
    past, participle = _IRREGULAR.get(verb, (regular, regular))
    third = verb[:-1] + "ies" if to_y else verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "go")) else "s")
    ing = {"cut": "cutting", "win": "winning", "quit": "quitting", "forget": "forgetting", "begin": "beginning"}
    ing |= {"get": "getting", "run": "running", "forbid": "forbidding", "die": "dying"}
    return past, participle, verb, third, ing.get(verb, softened + "ing")


FORMS = {verb: _forms(verb) for verb in dict.fromkeys([*_REGULAR.split(), *_IRREGULAR])}
PASTS = {forms[0]: verb for verb, forms in FORMS.items()}  # "rose" -> "rise"


def inflect(verb: str, slot: str) -> str:
    return FORMS[verb][SLOTS.index(slot)]


def slot_of(verb: str, form: str) -> set[str]:
    """What a form can be: "cut" is past, participle and base."""
    return {slot for slot, written in zip(SLOTS, FORMS[verb], strict=True) if written == form}
