"""Words of obligations in Kazakh, Russian and English, as patterns. Data table."""

from decimal import Decimal
from enum import StrEnum


class ObligationKind(StrEnum):
    """Kinds of the state register: НИОКР, Обучение, СЭРР, Местное содержание, Другое; the liquidation fund apart."""

    RESEARCH = "research"
    TRAINING = "training"
    REGION = "region"
    LOCAL_CONTENT = "local_content"
    LIQUIDATION_FUND = "liquidation_fund"
    OTHER = "other"


class Bound(StrEnum):
    EXACTLY = "exactly"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"


class AmountUnit(StrEnum):
    TENGE = "tenge"
    US_DOLLAR = "us_dollar"
    MONTHLY_INDEX = "monthly_index"  # МРП, АЕК


class ObligationBase(StrEnum):
    """What a share is of. The first three are the bases of the research duty (`ifi.law.facts.BaseType`)."""

    AGGREGATE_ANNUAL_INCOME = "aggregate_annual_income"
    PRODUCTION_COST = "production_cost"
    MINING_COST = "mining_cost"
    INVESTMENTS = "investments"
    CONTRACT_VALUE = "contract_value"


KINDS: dict[ObligationKind, str] = {
    ObligationKind.RESEARCH: (
        r"\bНИОКР|\bНИР\b|\bОКР\b|научно-исследовательск|опытно-конструкторск|научно-технич|\bПИТ\b|цифровизаци"
        r"|\bҒЗТКЖ|\bҒЗЖ\b|ғылыми-зерттеу|тәжірибелік-конструкторлық|цифрландыру"
        r"|\bR\s?&\s?D\b|\bresearch|\bPIT\b|digitali[sz]ation"
    ),
    ObligationKind.TRAINING: (
        r"\bобучени|подготовк\w+ (?:казахстанских |персонал|кадр|специалист)|повышени\w+ квалификаци|переподготовк"
        r"|\bоқыту|кадрлар(?:ды|ын)? даярла|мамандар(?:ды|ын)? даярла|біліктілі\w+ арттыр|\btraining\b|\btrain\b"
    ),
    ObligationKind.REGION: (
        r"\bСЭРР?\b|социально-экономическ|развити\w+ (?:региона|инфраструктуры|города|г\. )|местн\w+ бюджет"
        r"|\bӨӘЭД|\bӘЭД|әлеуметтік-экономикалық|өңір\w* дамыт|жергілікті бюджет"
        r"|socio-economic|social and economic|development of the region|local budget|\bАстан[аыу]\b|\bAstana\b"
    ),
    ObligationKind.LOCAL_CONTENT: (
        r"местн\w+ содержани|казахстанск\w+ содержани|внутристранов\w+ ценност|\bв (?:товарах|работах|услугах)\b"
        r"|жергілікті (?:қамту|үлес)|қазақстандық (?:қамту|үлес)|елішілік құндылық|local content|in-country value"
    ),
    ObligationKind.LIQUIDATION_FUND: (
        r"ликвидационн\w+ фонд|фонд\w* ликвидаци|ликвидаци\w+ последствий|жою қоры|тарату қоры|салдар\w+ жою"
        r"|liquidation fund|abandonment fund"
    ),
}

BASES: dict[ObligationBase, str] = {
    ObligationBase.AGGREGATE_ANNUAL_INCOME: (
        r"\bСГД\b|совокупн\w+ годов\w+ доход|годов\w+ совокупн\w+ доход|\bЖЖ[ТК]\b|жылдық жиынтық (?:табыс|кіріс)"
        r"|жиынтық жылдық (?:табыс|кіріс)|\bAAI\b|aggregate annual income"
    ),
    ObligationBase.PRODUCTION_COST: (
        r"затрат\w*(?: \w+){0,2} (?:на|по) добыч|затрат\w* добычи|эксплуатационн\w+ затрат|өндіру\w*(?: \w+){0,2} шығын"
        r"|production costs?|costs? of production"
    ),
    ObligationBase.MINING_COST: (
        r"расход\w*(?: \w+){0,2} (?:на|по) добыч|өндіру\w*(?: \w+){0,2} шығыс|mining (?:expenses|expenditures?|costs?)"
    ),
    ObligationBase.INVESTMENTS: r"инвестици|капитальн\w+ вложени|\binvestments?\b",
    ObligationBase.CONTRACT_VALUE: r"стоимост\w+ контракта|суммы контракта|келісімшарт\w* құны|contract value",
}

PERCENT = r"процент\w*|пайыз\w*|per ?cent\b|проц\."
PREVIOUS_YEAR = (
    r"предыдущ|предшествующ|прошл\w+ год|истекш|алдыңғы жыл|өткен жыл|previous year|preceding year|prior year"
)

AT_LEAST_BEFORE = r"не менее|не ниже|не меньше|минимум|кемінде|ең аз|at least|not less than|no less than|minimum|>=|≥|>"
AT_MOST_BEFORE = r"не более|не выше|не свыше|максимум|\bдо|ең көп|not more than|no more than|at most|up to|<=|≤|<"
AT_LEAST_AFTER = r"кем емес|төмен емес|аз емес|и более|и выше|or more"
AT_MOST_AFTER = r"артық емес|аспай|көп емес|дейін|or less"

# Order matters: the first that fits the whole word is its value.
NUMBER_WORDS: dict[str, Decimal] = {
    r"пол": Decimal("0.5"),
    r"половин\w+": Decimal("0.5"),
    r"жарты": Decimal("0.5"),
    r"half(?: of)?(?: an?| one)?": Decimal("0.5"),
    r"полтор\w+": Decimal("1.5"),
    r"бір жарым": Decimal("1.5"),
    r"од(?:ин|ного|ному|ним|на|ной)": Decimal(1),
    r"дв(?:а|ух|умя)": Decimal(2),
    r"тр(?:и|ех|ёх|емя)": Decimal(3),
    r"пят(?:ь|и)": Decimal(5),
    r"десят(?:ь|и)": Decimal(10),
    r"бір": Decimal(1),
    r"екі": Decimal(2),
    r"үш": Decimal(3),
    r"бес": Decimal(5),
    r"он": Decimal(10),
    r"one": Decimal(1),
    r"two": Decimal(2),
    r"three": Decimal(3),
    r"five": Decimal(5),
    r"ten": Decimal(10),
}

SCALES: dict[str, int] = {
    r"тыс(?:яч\w*)?": 1_000,
    r"мың": 1_000,
    r"thousand": 1_000,
    r"млн": 1_000_000,
    r"миллион\w*": 1_000_000,
    r"million|mln": 1_000_000,
    r"млрд": 1_000_000_000,
    r"миллиард\w*": 1_000_000_000,
    r"billion|bn": 1_000_000_000,
}

UNITS: dict[AmountUnit, str] = {
    AmountUnit.MONTHLY_INDEX: (
        r"МРП\b|АЕК\b|MCI\b|месячн\w+ расч[её]тн\w+ показател\w*|айлық есептік көрсеткіш\w*|monthly calculation ind\w+"
    ),
    AmountUnit.US_DOLLAR: (r"долл(?:ар\w*|\.)?\s*США|АҚШ\s*долл?ар\w*|US\s?\$|USD\b|\$|US dollars?"),
    AmountUnit.TENGE: r"тенге\b|теңге\w*|тг\b\.?|₸|KZT\b|tenge\b",
}

ABBREVIATIONS = (
    "долл",
    "млн",
    "млрд",
    "тыс",
    "г",
    "гг",
    "ст",
    "п",
    "пп",
    "т",
    "д",
    "др",
    "обл",
    "см",
    "проц",
    "тг",
    "ж",
    "жж",
)
