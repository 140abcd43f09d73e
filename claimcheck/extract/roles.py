"""Words for what people are, and for what bodies are: by these a phrase is known to be able to speak."""

from __future__ import annotations

from claimcheck.extract.words import bare

ROLE_HEADS = frozenset(
    """accountant activist actor actress adviser advisor advocate aide ambassador analyst archbishop architect artist
    astronaut attorney author baker banker barrister bishop boss broker builder campaigner candidate captain
    cardinal caretaker cashier chair chairman chairperson chairwoman chancellor chef chief cleaner clerk climber
    coach columnist commander commissioner comptroller conductor congressman congresswoman constable consultant
    contractor coordinator coroner correspondent councillor councilman councilor councilwoman counsel counselor
    critic curator dean defender delegate democrat dentist deputy designer detective developer diplomat director
    doctor driver economist editor electrician employee engineer entrepreneur envoy executive expert farmer father
    fighter firefighter fisherman forecaster forester foreman founder gardener general geologist goalkeeper governor
    guard head headmaster headteacher historian hydrologist inspector instructor investigator investor journalist
    judge justice king lawmaker lawyer leader lecturer legislator librarian lieutenant lord magistrate manager
    marshal mayor mechanic meteorologist midwife minister miner monitor mother musician negotiator neurologist nurse
    officer official ombudsman operator organiser organizer owner painter partner pastor pathologist photographer
    physician physicist pilot player playwright plumber poet policeman politician pollster porter postmaster premier
    president priest prince princess principal producer professor programmer prosecutor provost psychologist
    publisher pupil queen rabbi ranger realtor receptionist rector referee registrar reporter representative
    republican researcher resident rescuer runner sailor salesman scholar scientist screenwriter secretary senator
    sergeant shareholder sheriff shopkeeper singer skipper solicitor soldier speaker specialist spokesman
    spokesperson spokeswoman steward strategist striker student superintendent surgeon surveyor surveillance teacher
    technician tenant trader trainer treasurer trustee tutor undersecretary veterinarian vicar victim volunteer
    warden widow witness worker writer inmate prisoner parishioner shopper villager migrant refugee hostage suspect
    defendant commuter tourist caller viewer customer guest mourner midfielder winger coach-driver whistleblower
    husband wife son daughter brother sister mother uncle aunt cousin friend colleague grandson granddaughter
    grandmother grandfather mum mom dad chief-executive bus-driver ceo cfo coo mp mep eyewitness neighbour neighbor
    passenger patient pensioner retiree survivor mechanic""".split()
)
ORG_HEADS = frozenset(
    """agency airline association authority bank body broadcaster brewer builder carmaker chain charity club college
    company consultancy consultants council cooperative department developer distributor firm foundation fund giant
    group hospital institute insurer lender maker manufacturer ministry newspaper operator organisation organization
    paper party pollster producer publisher regulator retailer school service startup start-up supermarket supplier
    tribunal union university utility watchdog website think-tank""".split()
)
ORG_WORDS = frozenset(
    """academy agency airlines lines gazette chronicle herald tribune courier mercury observer bugle echo argus airways
    alliance army association authority authorities bank bbc board brigade bureau business campaign center centre
    chamber charity church city club co college commission committee community company conference confederation
    congress consortium cooperative corp corporation council court department directorate district dynamics electric
    energy enterprises establishment exchange federation fc financial firm foods force forces forum foundation
    friends fund gallery games group guard holdings hospital house hydro inc industries initiative institute
    institution international journal laboratory laboratories league legion ltd media ministry motors mission
    monitor movement museum navy network news newspaper observatory office opera organisation organization
    parliament partners party plc police post press programme project railways reform registry research rovers
    school secretariat senate service services society star station store studio studios syndicate systems team
    technologies telegraph times today trust union united university watch water works world capital commonwealth
    constabulary treasury union""".split()
)
# Plurals and bodies that news has speak without a name.
COLLECTIVES = frozenset(
    """officials authorities police prosecutors researchers scientists analysts residents witnesses experts economists
    lawyers doctors campaigners critics supporters organisers organizers rescuers investigators ministers lawmakers
    diplomats sources people neighbours neighbors economists doctors firefighters forecasters teachers unions
    government ministry court military army navy tribunal spokespeople aides advisers activists detectives engineers
    executives traders farmers voters management state kremlin pentagon""".split()
)
_AGENT_ENDINGS = ("ologist", "ist", "ian", "eer", "woman", "person", "man", "ator", "itor", "ctor")


def is_role(word: str, apposed: bool = False) -> bool:
    """Whether the word names what somebody is. In apposition ("Ada Holm, the conservator") its ending will do."""
    word = bare(word)
    if word in ROLE_HEADS or word.removesuffix("s") in ROLE_HEADS:
        return True
    return apposed and len(word) > 4 and word.endswith((*_AGENT_ENDINGS, "er", "or", "ant", "ent"))


def can_speak(words: frozenset[str]) -> bool:
    """Whether one of the (bare) words is a role, a body or people."""
    return any(
        w in ROLE_HEADS or w in ORG_HEADS or w in ORG_WORDS or w in COLLECTIVES or w.removesuffix("s") in ROLE_HEADS
        for w in words
    )
