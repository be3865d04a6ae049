"""The English words that carry a fact: quantities, negations, opposites, units; and those that are surely no names.

Data for `facts`, one text block a list. An axis is a line of rivals divided by `|`; words between the bars say the same.
A word marked `~`, and every word of a member that begins with one, is too common to count by itself: only its
exchange for a rival is a change of a fact.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

_AXES = """
not no none | ~yes
never | always ever | sometimes occasionally | ~often frequently usually | rarely seldom
nobody noone | somebody someone | anybody anyone | everybody everyone
nothing | something | anything | everything
nowhere | somewhere | anywhere | everywhere
neither nor | either | both
hardly scarcely barely | almost nearly | entirely completely wholly fully | partly partially
without | lack | ~with
except excluding apart | ~including
unless | ~if
only solely merely
antemeridiem | postmeridiem
all every each whole entire | some several | many numerous | few | ~any
more | less fewer
most | least
maximum max maximal | minimum min minimal
at_least | at_most
must need necessary require obligatory mandatory | should ought | ~may might | ~can could able | optional
forbid prohibit ban | allow permit
before prior previously earlier | after afterwards later | ~until till | during
left | right | ~middle
north northern northwards | south southern southwards | east eastern eastwards | west western westwards
above | below beneath underneath
~over | ~under
upper | lower
~up | ~down
~on | ~off
~in into inside | ~out outside
~to | ~from
~for | against
~and | ~or
top | bottom
~front | ~rear back | ~side
inner internal | outer external
forward forwards | backward backwards
clockwise | anticlockwise counterclockwise
horizontal | vertical
next | previous preceding | ~current
~begin began begun start commence onset launch | ~end finish stop cease halt conclude
last final
former | latter
early | late
increase rise rose risen ~raise ~grow ~grew ~grown | decrease ~fall ~fell ~fallen decline reduce shrink shrank diminish ~drop ~dropped
open | close shut
hot | warm | lukewarm | cool | cold chilled
~heat | ~freeze froze frozen
wet damp moist | dry
full | empty
~large big huge great | ~small little tiny
~high tall | ~low
~long | ~short brief
~wide broad | ~narrow
~deep | ~shallow
~thick | ~thin
~heavy | ~light
~dark
~old ancient | ~new modern recent | ~young
~fast quick quickly rapid swift swiftly | ~slow slowly
~good well better best | ~bad badly worse worst poor poorly
~easy simple easily | ~difficult hard complicated
~cheap inexpensive | ~expensive dear costly
~strong | ~weak
~loud loudly | ~quiet quietly
~near close_to | ~far
~soft | ~hard
~same identical | ~different
true | false
correct | wrong incorrect
positive | negative
safe | dangerous unsafe
alive living | dead
healthy | ill sick
male | female
~man men boy gentleman | ~woman women girl lady
~he him his himself | ~she her hers herself
~father | ~mother
~son | ~daughter
~brother | ~sister
~husband | ~wife
~uncle | ~aunt
~king | ~queen
~guilty | ~innocent
acute | chronic
benign | malignant
public | private
~local | ~remote
~input | ~output
~success succeed successful | ~fail failure unsuccessful
accept approve accepted | reject refuse deny denied decline
include | exclude
enable | disable
lock | unlock
~buy bought purchase acquire | ~sell sold sale
~lend lent grant loaned | ~borrow
~give gave given send sent | ~receive get got take took taken
~win won | ~lose lost
~import | ~export
~add insert append | ~remove delete erase subtract
~create make | ~delete destroy
~attach connect join | ~detach disconnect separate
~encrypt encode | ~decrypt decode
~push | ~pull
~ascend climb | ~descend
~arrive arrival enter come came | ~depart departure exit leave go went
~build built construct erect | ~demolish destroy ruin
~agree | ~disagree
~love like | ~hate dislike
~praise thank | ~blame accuse criticise criticize
~confirm | ~cancel revoke
~hire employ engage | ~dismiss fire sack
~damaged broken | ~unharmed intact undamaged
~cause | ~prevent
~protect defend | ~attack
~remember | ~forget forgot forgotten
~credit | ~debit
~income revenue profit gain | ~expense cost loss
deposit | withdraw withdrew withdrawn withdrawal
asset | liability
~now | ~then
~will | ~was were did
~red | ~green | ~blue | ~yellow | ~black | ~white | ~brown | ~orange | ~pink | ~purple | ~grey gray
january jan | february feb | march | april apr | june jun | july jul | august aug | september sept sep | october oct
november nov | december dec
monday | tuesday | wednesday | thursday | friday | saturday | sunday
weekday | weekend
morning | noon midday | afternoon | evening | night | midnight
yesterday | today | tonight | tomorrow
~spring | summer | autumn | winter
seconds secs sec | minute mins | hour hr hrs hourly | day daily | week weekly | fortnight | month monthly | quarterly
year yr yearly annual annually | decade | century
nanometre nanometer | micrometre micrometer | millimetre millimeter mm | centimetre centimeter cm | decimetre
metre meter | kilometre kilometer km | inch inches | foot feet | yard | mile
microgram | milligram mg | gram gramme | kilogram kilogramme kg kilo | tonne ton | ounce oz | lbs lb
microlitre microliter | millilitre milliliter ml | centilitre centiliter cl | decilitre deciliter dl | litre liter | cup
tablespoon tbsp | teaspoon tsp | pint | quart | gallon
volt | millivolt | kilovolt kv | ampere amp | milliampere | watt | milliwatt | kilowatt kw | megawatt | gigawatt
hertz hz | kilohertz khz | megahertz mhz | gigahertz ghz | joule | calorie kcal | pascal | newton | ohm
byte | kilobyte | megabyte | gigabyte | terabyte | megabit | gigabit
degree deg ° | percent % | permille ‰ | celsius | fahrenheit | kelvin
dollar usd $ | euro eur € | sterling gbp £ | pence penny | yen | franc chf
nicht kein keine keinen | nie niemals | ohne | ne pas | jamais | sans | nunca | sin | niet geen
~und | ~oder
"""

_COMMON = """
a about above accept accident according account accounts across act actor actually add adjust after again against agenda ago agree ahead
aim air alarm album all allergens allow almost along already also alter although always among amount an analyse and animal annual another
answer any anyone anything apologies apple apply appointment approve are area argue army around arrange arrive art article artist as ask
assemble assess asset assign assistant assume assure at attach attempt attend author autumn avoid await away back bad bake balance ball
bank barley base bath battery be beach bean bear beat because become bed beef been beer before begin behind being bell below beside best
better between big bike bill bird birds blade blanket blend block blood board boards boat body boil bone book boost both bottle bottom bowl
boy bracket brackets branch bread break brick bridge bring brother brush budget buffer bug build building bus business but butter button
buy by cable cake calculate call came camera can cancel candle capacity capital car care carrot carrots carry case cash casualties cat
category cause ceiling cell centre certain chain chair chairman chairs change chapter charge check cheese chicken child children chill
chisel chlorine choice choir choose chop church cigarette circle circulate city clarify class clean clear client clinic clock clocks close
cloth coat code cold collect college colour column columns combine come comment committee common company compare compile complain complaint
complaints complete compute computer concern condition conduct confirm connect consent conservation consider construct consult consultant
contact contain content continue contract control convert cook cool copy correct cost cough could council count counter country couple
course court cover crack craft crash cream create crew crop crops crowd crowded crush cup current curriculum curtain customer customers cut
cycle daily damage dance dark data date daughter day days dead deal dear debt decided declare decline deep default defence defend define
degree delay delete deliver delivery demand deny depart deposit describe description design desk detach details determine develop diagnosis
diagnostics did diesel digger dilute dinner dip direct director discard disconnect discuss disease dish disinfect dissolve distance
distribute district divide do doctor doctors document documents dog dogs donation done door double down drain draw drawing dress drink drip
drive driver drivers drop drug drum dry duck ducks due during dust duty each ear earlier early earth east easy eat edge egg eggs either
electricity else employ employee employees empty enable enclose encourage encrypt end energy engine engineer engineers english enough
ensure enter entrance entry envelope equal equip equity error escape especially establish estimate evaluate even evening event every
everybody everyone everything exactly examine example except exchange excuse exercise exercises exit expect expense expenses experience
expert experts explain export extend extra extras eye eyes facade face fact failed failure faith fall family far farm farmer farmers fast
fasten father fault favourite features fee feel fees feet fetch fever few field fight figure file fill filter final finally find findings
fine finish fire first fish fisherman fishermen fit fitness fix flag flake flash flight float floor flour flow flower flowers fluid fog
fold follow food foot for force forest forget fork form formal former forty forward found fountain four fraction frame free freeze fresh
friend from front fruit fry fuel full fund funds furniture further furthermore future games garden garlic garnish gas gate gather gear
general generate gentle gentlemen gently get gift girl give glance glass glaze glue go good goods grab grant grass grate gravel grease
great green grind ground group grow guard guards guess guest guests guide guitar habit had half hall hand hands hang happy harbour hard
harm harvest has have he head heart heat heavy height held hello help hence her herb herbs here hide high hill him hip hire his history
hold holiday holidays home hope horse horses hospital hot hotel hour hours house how however huge human hundred hunger hurry husband ice
idea identify if ignore illness image imagine immediately implement import important impose improve in include income increase indeed
influence inform information ingredients initial inject injury input insect insert inside inspect inspector install instead instruction
insulate insurance intake integer intended interest interpret into introduce investigate invite invoice involve iron is issue it item items
its itself job join joint judge juice jump just keep kettle key kick kids kind kiss kitchen knead knife know label labels labour lack
ladder ladies ladle lady lake lamp land large last late later laugh launch law lawyer lay layer lead leaf leak learn least leave leaves
lecture left leftover legal lemon lemons length less let letter letters level library lie life lift light lights like limit line link
liquid list little live local lock logic long look loop loops loss lot low lower lubricate lunch machine magazine main maintenance make man
manager many map marinate market mash mate mates matter maybe mayor me meal mean meanwhile measure meat meatballs mechanic medical medicine
medium meet meeting melt member members memory men mend mention merchants metal meter meters method middle might mile milk mill mince mind
mine mineral minor minute minutes miss mist mix model moisten money monitor monks month months more moreover morning most mother mount
mountain mouse mouth move much mud multiply museum mushrooms music musicians must my nail name nausea near nearby nearly need neither nest
network never new newspaper next nice night nine no nobody noise none nor norm normally nose not note nothing notice now nowhere number
numbers nurse nurses nuts object observe obtain occupy ocean of off offer office often oil old omit on once one onion onions only open
opera operator operators or orange orchestra order organ organise origin ornament other otherwise our out outer outlet output outside oven
over own owner oxygen pack package page paid pain paint painting paints pan panel paper parcel parent parents park parking parse parser
part parts party pass passage passengers password past paste patch path patient patients pause pay payment peel pen pencil people pepper
per perhaps period permit person petrol pharmacy phone photo photograph pianist piano pick pickle picture piece pigs pilot pin pipe pipes
pirates place plain plan plane plant plaster plastic plate plates play please plus poach poem poet poets point police policy poll pool poor
pop pork port portion possible post poster posters pot potato potatoes pound pour power practice practise pray prefer preheat prepare
prescription present preserve president press pressure prevent previous price priest primary prince print prior prison prisoners private
prize probably problem procedure proceed process produce products professor profit program programme project promise proof property propose
protect protest protests prove provide public publish pull pump pumpkin pupils purchase purple push put quality quarterly question quick
quickly quiet quote radio rail rain raise raises ramp range rash rates rather raw reach read readers ready real really rear reason rebuild
receipt receive received recent recently recipe record recovery recycle reduce refer referral reflect refresh refrigerate refund refuse
regional register regular reject relatives relax release remarks remember remind remove renew rent repair repairs repeat repeats replace
reply report reports request require reserve reservoir reset resigned resist resolve resources respond rest restaurant restore restrict
result results resume retain retire retrieve return returns revenue reverse review revise reward rice ride right ring rinse rise river road
roads roast rock rocks roles roll roof room root rope rotate rough round route row rows royal rub rubber ruin rule ruler rumour run rush
rye safe said sailors salad salary sale salt same sample sand sauce save say scatter schedule school science scientists score scrape
scratch scream screen screw screws script scroll sculptor sea seal search season seat seats second secretary section secure see seed seeds
seek seem select sell semolina send sensor sentence separate sequence servants serve server service set settle seven several sew shade
shadow shake shall shape share shares sharpen she sheep sheet shelf shell shield shift shine ship shoes shoot shop short should shoulder
shout show shrink shuffle shut side sieve sift sign signal silence silver simmer simple simply since sing single sink sister sit site six
sixteen size skill skin skip sky sleep slice slide slight slow slowly small smell smile smoke smooth snap snow so soak soap society socks
soft soften software soil sold soldier soldiers solve some somebody someone something sometimes somewhere son song soon sort sorts sound
soup source south space spare sparkle speak special specify spectators speech spell spend spill spin spirit splash split sponge spoon sport
spray spread spring sprinkle square squeeze stack staff stage stain stairs stamp stand star stars start starter state statement station
statue steam steamers steel steep step stew stick still sting stir stitch stock stomach stone stop storage store stored storm story
straight strain stranger street streets strength stretch strict strike strip strong structure student students study stuff style subject
submit subscription subtract such suddenly sugar suggest sum summer sun sunlight supper suppliers supply support sure surface surgeon
surgery surround survey suspend swap sweep sweet swelling swim switch symptoms system table tablets tail take taken talk tank tap target
task tax taxes tea teacher team tear tears technical technician telephone tell temperature temporary ten tenant tenants tension test tests
text than thank thanks that the theatre their them then theory there therefore these they thick thin thing think third thirst thirty this
those though thousands thread threat three throat through throughout throw thus ticket tickets tide tie tight tighten tilt time times tin
tip title to toast tobacco today toe together tomato tomatoes tomorrow tone tongue tonight too tool tools tooth top topic toss total touch
tourists toward towards towel tower town toy track trade trader traders traffic trail train transfer translate transmit transport trap
traps travel traverse treasurer treat treatment tree trees tribe trick trim trip trouble truck trucks true trust try tube tuition tune
tunnel turbidity turn twelve twenty twist two type typical tyre tyres uncle uncover undecided under undo unfortunately union unique unit
university unless unlock unpack untie until up update upload upon upper urge urgent us use used user users usually vacuum valid valley
value values valve valves van various vector vegetables vehicle vehicles venue verify verse very vessel veterans victim victims videos view
village vinegar violin virus visit visitor visitors voice volume volunteers vote votes wages wait walk wall want ward warehouse warm
warning wars was wash waste watch water way we weak weapons wear weather web wedding week weekly weigh weight welcome well were wet what
whatever wheel wheels when whenever where whether which while whip whisk whistle white who whoever whole whose why wide wife wild wind
window windows wine wing wings winter wipe wire wish with within without woman women wood wool word words work worker workers workshop
worktop worktops world worn worry would wound wrap wrapped wrist write wrong yard year years yeast yell yellow yes yesterday yet yield you
young your yours youth zone
"""

_ORDINARY_ENDS = (
    "ing",
    "tion",
    "tions",
    "ment",
    "ments",
    "ness",
    "ly",
    "able",
    "ible",
    "ful",
    "less",
    "ous",
    "ship",
    "ance",
    "ence",
    "ure",
)


_SHORT = """
add aim air arm ask bad bag bed big box boy buy cup cut cow day dip dog dry eat egg end eye far fat fit fix fry get hot key law lay lid lip
low map mix new nut old pan pay pen pig pot put rob row rub run saw say sea set sew sip sit tap tax tip try wet win
"""
"""Words of up to three letters that take endings, as longer ones do."""

_INVARIABLE = """
both either from good into last like must over should then under were will with east
"""
"""Longer words that take none, lest `willing` or `shoulder` should say what `will` and `should` do."""


@dataclass(frozen=True, slots=True)
class Concept:
    """What a word says: a member of an axis of rivals. A weak word counts only where a rival takes its place."""

    axis: int
    member: int
    weak: bool


@cache
def _concepts() -> dict[str, Concept]:
    """Every word of the axes in every form of it. A word as it is written goes before a form of another."""
    table: dict[str, Concept] = {}
    for axis, line in enumerate(_AXES.strip().splitlines()):
        for member, words in enumerate(line.split("|")):
            all_weak = words.strip().startswith("~")
            for word in words.split():
                table.setdefault(word.removeprefix("~"), Concept(axis, member, all_weak or word.startswith("~")))
    return {form: said for word, said in table.items() for form in _forms(word)} | table


@cache
def _common() -> frozenset[str]:
    numbers = {*SMALL_NUMBERS, *MULTIPLES, *FRACTIONS}
    return frozenset(form for word in _COMMON.split() for form in _forms(word)) | _concepts().keys() | numbers


_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth "
    "seventeenth eighteenth nineteenth",
)
_TENS = (
    "twenty thirty forty fifty sixty seventy eighty ninety",
    "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth",
)

SMALL_NUMBERS = {word: value for names in _ONES for value, word in enumerate(names.split())}
SMALL_NUMBERS |= {word: 20 + 10 * k for names in _TENS for k, word in enumerate(names.split())}
SMALL_NUMBERS |= {"twice": 2, "double": 2, "thrice": 3, "triple": 3}
MULTIPLES = {"dozen": 12, "dozens": 12, "hundred": 100, "hundreds": 100, "hundredth": 100, "thousand": 1000, "thousands": 1000}
MULTIPLES |= {"million": 10**6, "millions": 10**6, "billion": 10**9, "billions": 10**9}
FRACTIONS = {
    "half": "1/2", "halves": "1/2", "quarter": "1/4", "quarters": "1/4", "½": "1/2", "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3",
    "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8",
}  # fmt: skip
ROMAN = {
    word: value
    for value, word in enumerate("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi".split(), 1)  # noqa: SIM905
    if len(word) > 1
}

UNITS = {
    "g": "gram", "l": "litre", "L": "litre", "m": "metre", "h": "hour", "s": "seconds", "K": "kelvin", "V": "volt", "A": "ampere",
    "W": "watt", "J": "joule", "N": "newton", "Pa": "pascal", "Hz": "hertz", "kHz": "kilohertz", "MHz": "megahertz", "GHz": "gigahertz",
    "mW": "milliwatt", "kW": "kilowatt", "MW": "megawatt", "GW": "gigawatt", "mV": "millivolt", "kV": "kilovolt", "mA": "milliampere",
    "µg": "microgram", "ug": "microgram", "µl": "microlitre", "µm": "micrometre", "nm": "nanometre", "t": "tonne", "ft": "foot",
    "yd": "yard", "a.m": "antemeridiem", "p.m": "postmeridiem", "am": "antemeridiem", "pm": "postmeridiem",
    "B": "byte", "kB": "kilobyte", "KB": "kilobyte", "MB": "megabyte", "GB": "gigabyte", "TB": "terabyte", "Mb": "megabit", "Gb": "gigabit",
}  # fmt: skip
"""Symbols that are units only right after a number, and what they are read as; the case of a letter counts."""


def concept(word: str) -> Concept | None:
    """What a word in small letters says, whatever its ending; None where it carries no fact by itself."""
    return _concepts().get(word)


def is_common(word: str) -> bool:
    """Whether a word in small letters is an ordinary one, so that a capital at a sentence's start makes no name of it."""
    return word in _common() or word.endswith(_ORDINARY_ENDS)


def _forms(word: str) -> list[str]:
    """The word with the endings of verbs, plurals and comparison; some are no words, which does no harm."""
    if (len(word) < 4 and word not in _SHORT.split()) or word in _INVARIABLE.split():
        return [word]
    if word.endswith("e"):
        endings = ["s", "d", "r", "st", "ly"]
        return [word, f"{word[:-1]}ing", *(f"{word}{ending}" for ending in endings)]
    stem = f"{word[:-1]}i" if word.endswith("y") else word
    doubled = f"{word}{word[-1]}"
    forms = [f"{stem}{ending}" for ending in ("es", "ed", "er", "est", "ly")]
    return [word, f"{word}s", f"{word}ing", *forms, *(f"{doubled}{ending}" for ending in ("ed", "er", "est", "ing"))]
