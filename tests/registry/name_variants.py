"""Names written in other ways than the registry's, made without the registry's own folding.

Each scheme is a table of its own: how a Russian clerk, a passport, an English map, and the Kazakh Latin draft of 2021
would write the same name.
"""

KAZAKH_NAMES = (
    "Қаратау Кен", "Жаңаөзен Мұнай", "Теңіз Барлау", "Өскемен Мыс", "Ұлытау Уран", "Үстірт Энергия", "Көкшетау Алтын",
    "Әйтеке Би Хром", "Шұбарсай Фосфор", "Бөгенбай Темір", "Ақжайық Газ", "Қызылқия Көмір", "Сарыөзек Цемент",
    "Жезқазған Түсті Металл", "Мойынқұм Инжиниринг", "Шалқия Қорғасын", "Ырғыз Барит", "Индер Бор", "Қосшоқы Көмір",
    "Еңбекші Өндіріс", "Хантау Марганец", "Һибат Ресурс", "Іле Жерасты Сулары", "Тұзкөл Калий", "Күмісті Кеніш",
    "Ащысай Полиметалл", "Юбилейное Золото", "Яйсан Гравий", "Семёновка Уголь", "Щербакты Известняк", "Эмба Терең",
    "Бозшакөл Байыту", "Қарағайлы Кен Байыту", "Доңғызтау Мұнайгаз", "Қаламқас Теңіз", "Жетібай Сервис",
    "Құмкөл Транс", "Арыс Фосфат", "Мыңбұлақ Кварц", "Түйетас Гранит", "Шиелі Тұз", "Жолымбет Руда", "Васильков Кеніш",
    "Кеңқияқ Өндіру", "Қожасай Ұңғыма", "Прорва Бұрғылау", "Аққұдық Құм", "Сарыарқа Саз", "Бақырчик Тау",
    "Ворошилов Кен",
)  # fmt: skip

_RUSSIAN = str.maketrans("әөұүқғңһіӘӨҰҮҚҒҢҺІ", "аоуукгнхиАОУУКГНХИ")
_COMMON = dict(zip("абвдезклмнопрстуф", "abvdezklmnoprstuf", strict=True)) | {"ь": "", "ъ": ""}
_OTHERS = "гжийхцчшщыэюяёәғқңөұүһі"


def _table(written: str) -> dict[str, str]:
    return _COMMON | dict(zip(_OTHERS, written.split(), strict=True))


_PASSPORT = _table("g zh i i kh ts ch sh shch y e iu ia e a g k n o u u h i")
_MAP = _table("g zh i y kh ts ch sh shch y e yu ya yo a gh q ng o u u h i")
_DRAFT = _table("g j i i h ts ch ş ş y e iu ia io ä ğ q ñ ö ū ü h ı")


def _latin(name: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in name.lower()).title()


def variants(name: str) -> tuple[str, ...]:
    """Nine ways to write the name, with forms, quotes and case as they come."""
    russian = name.translate(_RUSSIAN)
    return (
        f"«{name}» жауапкершілігі шектеулі серіктестігі",
        f'"{name.upper()}" ЖШС',
        f"ТОО «{russian}»",
        f"товарищество с ограниченной ответственностью {russian.lower()}",
        f"{_latin(name, _PASSPORT)} LLP",
        f"TOO {_latin(russian, _PASSPORT).upper()}",
        _latin(name, _MAP),
        f"«{_latin(name, _DRAFT)}» JŞS",
        " ".join(reversed(russian.split(" "))),
    )


def with_a_slip(name: str) -> str:
    """The Russian spelling with the fifth letter left out."""
    russian = name.translate(_RUSSIAN)
    return russian[:4] + russian[5:]
