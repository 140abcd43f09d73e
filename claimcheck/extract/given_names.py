"""Given names that tell he from she: common ones of many countries; endings decide for the rest."""

from __future__ import annotations

from typing import Literal

Gender = Literal["m", "f"]

MALE = frozenset(
    """aaron abdul abraham adam ahmed aidan alan albert alejandro alex alexander alexei alfred ali allan alvin amir
    anatoly anders andre andreas andrew andriy andrii andy angus anthony antonio antony archie arjun arthur ashok
    barack barry ben benjamin bernard bernie bill billy bob boris brad bradley brendan brett brian bruce bruno bryan
    callum calvin cameron carl carlos cedric cesar charles charlie chris christian christopher clarence clark claude
    clement clive colin colm connor conor craig cyril daniel darren dave david dean declan dennis denis derek
    desmond diego dieter dimitri dmitri dmitry dominic don donald doug douglas duncan dylan eamon ed eddie edgar
    edmund eduardo edward edwin eli elias elliot emil emmanuel enrique eric erik ernest ethan eugene evan felix
    fernando fergus francis francisco franco frank franz fred frederick gareth gary gavin geoff geoffrey george
    gerald gerard giorgio giovanni glenn gordon graham grant greg gregory guillermo gunter gustav guy hamid hans
    harold harry harvey hassan hector helmut henrik henry herbert herman howard hugh hugo hussein ian ibrahim idris
    igor imran isaac ivan ivor jack jacob jacques jake jamal james jamie jan jared jason javier jay jean jeff
    jeffrey jeremy jerome jerry jesus jim jimmy joachim joe joel johan johann john johnny jonas jonathan jordan
    jorge jose joseph josh joshua juan julian julio jurgen justin kamal karim karl keith ken kenneth kevin khalid
    klaus kurt kyle lance lars laurence lawrence lee len leo leon leonard leonid leroy lewis liam lloyd lorenzo
    louis lucas luigi luis luka lukas luke magnus malcolm manuel marc marcel marco marcus marek mario mark markus
    marshall martin marvin mateo mathias matt matteo matthew maurice max maxim michael miguel mike mikhail milan
    mitch mohamed mohammad mohammed morgan moses muhammad mustafa nathan nathaniel neil nelson niall nicholas nick
    nicolas nigel nikolai noah noel norman oleg olaf oliver omar oscar otto owen pablo paolo pascal patrick paul
    pavel pedro per pete peter petr phil philip philippe phillip pierre piotr qasim rafael raj rajesh ralph ramon
    randy raul ravi ray raymond rene ricardo richard rick rob robert roberto robin rod rodney roger roland roman ron
    ronald rory ross roy rupert russell ryan sam samir samuel santiago scott sean sebastian sergei sergey sergio
    seth shane shaun sidney silvio simon stan stanley stefan stephen steve steven stewart stuart sven tariq ted
    terence terry theo theodore thomas tim timothy tobias toby todd tom tomas tommy tony travis trevor tyler tymur
    vadim vernon victor viktor vince vincent vladimir volodymyr walter warren wayne werner wilhelm will william
    winston wolfgang xavier yuri yusuf zachary zlatan""".split()
)
FEMALE = frozenset(
    """abigail ada adele agnes aisha alexandra alice alicia alison allison amanda amber amelia amina amy ana andrea
    angela angelina anita ann anna anne annette annie antonia april ariana astrid audrey barbara beatrice becky
    bella bernadette beth betty beverly birgit bonnie brenda bridget brigitte camilla carla carmen carol carole
    caroline carolyn catherine cathy cecilia celia charlotte chelsea cheryl chloe christina christine ciara cindy
    claire clara claudia colette colleen connie cynthia daisy dana daphne dawn deborah debbie deirdre denise diana
    diane dolores donna dora doris dorothy edith eileen elaine eleanor elena elisabeth elise elizabeth ella ellen
    elsa emily emma erica erin esther ethel eva eve evelyn faith fatima felicity fiona florence frances francesca
    frieda gabriela gabrielle gail gemma georgia georgina gerda gertrude gillian gina giulia gloria grace greta gwen
    hannah harriet hazel heather heidi helen helena helene hilary hilda hillary holly ida ilse imogen inés ines
    ingrid irene iris irina isabel isabella isla ivana ivy jacqueline jan jane janet janice jasmine jean jenna
    jennifer jenny jessica jill jo joan joanna joanne josephine joy joyce juanita judith judy julia juliana julie
    june karen karin kate katherine kathleen kathryn kathy katie katrina kay kelly kerry kim kimberly kirsten
    kristin lara laura lauren leah leila lena leslie leticia lillian lily linda lisa liz lois lorna lorraine louise
    lucia lucy lydia lynn mabel maeve maggie maja mandy margaret margarita margot marguerite maria marian marianne
    marie marilyn marina marion marjorie martha mary maureen maya megan melanie melissa mercedes michelle mildred
    miranda miriam moira molly mona monica monika muriel nadia nadine nancy naomi natalia natalie natasha nell
    nellie nicola nicole nina nora norah olga olive olivia paige pam pamela patricia paula pauline peggy penelope
    penny petra philippa phoebe phyllis polly priya priyanka rachel ramona rebecca regina rena renata rhea rhonda
    rita roberta robyn rosa rosalind rose rosemary roxanne ruby ruth sabine sabrina sally samantha sandra sara sarah
    shannon sharon sheila shelley shirley sienna sigrid simone sinead siobhan sofia sonia sonja sophia sophie stacey
    stella stephanie sue sunita susan susanna susanne suzanne svetlana sylvia tamara tamsin tania tanya tara tatiana
    teresa tessa theresa tina toni tracy trudy ulrike una ursula valentina valerie vanessa vera veronica vicky
    victoria viola violet virginia vivian wanda wendy whitney wilma winifred winnie yasmin yolanda yvette yvonne
    zara zoe""".split()
)
_MALE_ENDING_IN_A = frozenset(
    "joshua luca luka mustafa nikita noah elijah ezra andrea sasha ilya misha kolya abdalla costa dana akira"
    " kenya".split()
)


def gender_of(given: str) -> Gender | None:
    """He or she, as far as the given name tells; None where it does not."""
    name = given.lower()
    if name in MALE:
        return None if name in FEMALE else "m"
    if name in FEMALE:
        return "f"
    if len(name) > 3 and name.endswith("a") and name not in _MALE_ENDING_IN_A:
        return "f"
    return None
