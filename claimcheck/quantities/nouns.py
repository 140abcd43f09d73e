"""Nouns without a tagger: singular and plural, which words can be counted, and how near two nouns are."""

from __future__ import annotations

import re
from functools import lru_cache

from claimcheck.quantities.tokens import word_set

IRREGULAR = dict(
    pair.split("=")
    for pair in word_set(
        """
    people=person persons=person men=man women=woman children=child feet=foot teeth=tooth geese=goose mice=mouse
    oxen=ox lives=life wives=wife knives=knife wolves=wolf leaves=leaf halves=half shelves=shelf thieves=thief
    loaves=loaf calves=calf selves=self criteria=criterion phenomena=phenomenon bacteria=bacterium data=data
    media=media indices=index crises=crisis analyses=analysis bases=base theses=thesis diagnoses=diagnosis
    axes=axis alumni=alumnus fungi=fungus cacti=cactus nuclei=nucleus policemen=policeman firemen=fireman
    potatoes=potato tomatoes=tomato heroes=hero vetoes=veto echoes=echo torpedoes=torpedo tornadoes=tornado
    volcanoes=volcano mosquitoes=mosquito cargoes=cargo embargoes=embargo movies=movie cookies=cookie pies=pie
    ties=tie lies=lie dies=die zombies=zombie calories=calorie rookies=rookie selfies=selfie series=series
    species=species means=means news=news headquarters=headquarters crossroads=crossroads barracks=barracks
    buses=bus gases=gas viruses=virus bonuses=bonus campuses=campus censuses=census lenses=lens
    passersby=passerby houses=house horses=horse nurses=nurse cases=case causes=cause courses=course roses=rose
    purchases=purchase releases=release licenses=license licences=licence expenses=expense caches=cache
    aches=ache axles=axle shoes=shoe toes=toe canoes=canoe foes=foe hooves=hoof scarves=scarf dwarves=dwarf
    beliefs=belief chiefs=chief attorneys-general=attorney-general"""
    )
)
# Same form for one and many.
INVARIANT = word_set(
    """
    aircraft arrested baht bison cattle cavalry cod crew dead deer detained euro fish folk hertz homeless
    horsepower hovercraft hurt infantry injured killed livestock military missing moose no offspring personnel
    police poultry rand salmon series sheep shrimp spacecraft species squid staff swine troops trout tuna
    unemployed won wounded yen yes youth yuan"""
)
NOT_PLURAL = word_set(
    """
    access across address afterwards alas always analysis angeles as athletics atlas basis besides bonus boss
    brussels bus business campus canvas census chaos charles christmas class congress crisis cross does
    downstairs dress economics focus gas glass grass hamas has hers his illness indoors is its james jones
    kansas las lens less los loss mars mass mathematics mess news ours outdoors overseas paris pass perhaps
    physics plus politics press process sometimes status success tennis texas thames theirs this thus towards
    unless upstairs us vegas versus virus wales was whereas williams witness yes yours"""
)
_NOT_MEN = word_set("specimen regimen abdomen acumen stamen bitumen albumen")
_NOT_PLURAL_ENDING = ("ss", "ous", "us", "is", "'s")


@lru_cache(maxsize=20_000)
def is_plural(word: str) -> bool:
    """Could the lower-case word be a plural noun?"""
    if word in IRREGULAR or word in INVARIANT:
        return True
    if word.endswith("men") and len(word) > 5 and word not in _NOT_MEN:
        return True
    if word in NOT_PLURAL or not word.endswith("s") or len(word) < 3:
        return False
    return not word.endswith(_NOT_PLURAL_ENDING)


@lru_cache(maxsize=20_000)
def singular(word: str) -> str:
    """As in "missiles" -> "missile", "counties" -> "county", "boxes" -> "box"; others as they are."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("men") and len(word) > 5 and word not in _NOT_MEN:
        return word[:-2] + "an"
    if not is_plural(word) or word in INVARIANT:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "xes", "zzes")) or (word.endswith("ches") and not word.endswith("aches")):
        return word[:-2]
    return word[:-1]


def singular_phrase(words: list[str]) -> str:
    """The last word in the singular: ["heart", "transplants"] -> "heart transplant"."""
    return " ".join([*words[:-1], singular(words[-1])]) if words else ""


# Small sets of words that newsrooms use of the same counted thing. General vocabulary only.
_SYNONYMS = """
person people individual human man woman adult soul
resident inhabitant citizen villager local townspeople
participant volunteer subject
visitor guest tourist
crowd attendee spectator fan attendance
supporter backer
protester demonstrator
congregation worshipper
member participant
dead death killed fatality toll died victim casualty life body fatally
injured wounded hurt injury casualty wound
missile rocket projectile
drone uav
bomb munition explosive
location site place spot address
home house household dwelling residence property
apartment flat
building structure block
employee worker staff job position role workforce post hire
job post role position
student pupil
child kid minor youngster
soldier troop serviceman
police officer policeman constable
shop store outlet branch
company firm business
car vehicle automobile
lorry truck
plane aircraft jet aeroplane airplane
ship vessel boat
vote ballot
seat member
district ward area neighbourhood neighborhood
euro eur
dollar usd
pound gbp sterling
share stock
profit earnings income
revenue sales turnover
goal strike
shot attempt effort
match game fixture
crowd attendance spectator
win victory
defeat loss
transfer payment transaction
count charge
term sentence
strike walkout stoppage
study trial
patient case
infection case
test exam
earthquake quake tremor
blaze fire
flood flooding
layer coat
volunteer helper
donation gift
ticket seat admission
decline drop fall decrease reduction cut
rise increase gain growth jump
arrest detention arrested detained
detainee prisoner captive hostage inmate
judge justice
lawmaker legislator mp deputy parliamentarian
gate sluice floodgate
rain rainfall precipitation
aid assistance
loan credit
fine penalty
meter metre
hospital clinic
"""
# Whom "people" can stand for.
_SOMEBODY_WORDS = word_set(
    """
    resident inhabitant citizen villager local civilian participant volunteer visitor guest tourist crowd
    attendee spectator fan supporter protester demonstrator worshipper member passenger patient student pupil
    employee worker staff soldier troop officer victim casualty child driver player voter customer migrant
    refugee prisoner detainee hostage teacher nurse doctor lawmaker delegate dead death killed injured wounded
    hurt arrested missing detained displaced evacuated job other"""
)
_GROUPS: dict[str, set[int]] = {}
_ANYBODY: set[str] = set()
_SOMEBODY: set[str] = set()


def _load_synonyms() -> None:
    _ANYBODY.update(stem(w) for w in ("person", "people", "individual", "man", "woman", "adult", "soul"))
    _SOMEBODY.update(stem(w) for w in _SOMEBODY_WORDS)
    for n, line in enumerate(_SYNONYMS.strip().splitlines()):
        for word in line.split():
            _GROUPS.setdefault(stem(word), set()).add(n)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """A light stem: the singular, without the commonest endings, so that "transfers" meets "transferred"."""
    word = singular(re.sub(r"'s?$", "", word.lower()))
    for ending in ("ing", "ed", "er", "or", "ion", "ment", "al", "ly"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def synonyms(a: str, b: str) -> bool:
    return bool(_GROUPS.get(stem(a), set()) & _GROUPS.get(stem(b), set()))


def same_noun(a: str | None, b: str | None) -> float:
    """How surely two noun phrases count the same kind of thing: 1 the same head, 0.8 a synonym, 0.5 unknown, 0 other
    heads.

    The last word is the head; a shared modifier adds, two different ones ("ballistic", "cruise") take away.
    """
    if not a or not b:
        return 0.5
    first, second = a.lower().split(), b.lower().split()
    head_a, head_b = first[-1], second[-1]
    rest_a, rest_b = {stem(w) for w in first[:-1]}, {stem(w) for w in second[:-1]}
    if stem(head_a) == stem(head_b):
        if rest_a and rest_b:
            return 1.0 if rest_a & rest_b else 0.7
        return 1.0 if rest_a == rest_b else 0.85
    if synonyms(head_a, head_b):
        return 0.85 if rest_a & rest_b else 0.75
    general = {stem(head_a) in _ANYBODY, stem(head_b) in _ANYBODY}
    if True in general and (general == {True} or {stem(head_a), stem(head_b)} & _SOMEBODY):
        return 0.6  # "900 people" may be the 900 volunteers, "17 dead" the 17 people
    shared = {stem(w) for w in first} & {stem(w) for w in second}
    return 0.4 if shared else 0.1


_load_synonyms()
