"""Legal forms as people write them in Kazakh, Russian and English, in full and in short.

Forms of words are listed, not derived: «қоғам» and «қоғамы» are both written. Data table.
"""

from enum import StrEnum


class LegalForm(StrEnum):
    """What a legal entity is by its constitution."""

    LLP = "llp"  # ТОО, ЖШС
    ADDITIONAL_LIABILITY = "additional_liability"  # ТДО, ҚЖС
    JSC = "jsc"  # АО, АҚ
    NON_PROFIT_JSC = "non_profit_jsc"  # НАО, КЕАҚ
    STATE_ENTERPRISE = "state_enterprise"  # РГП, ГКП, РМК, МКК …
    STATE_INSTITUTION = "state_institution"  # ГУ, РГУ, ММ, РММ …
    ENTREPRENEUR = "entrepreneur"  # ИП, ЖК
    FARM = "farm"  # КХ, ШҚ
    COOPERATIVE = "cooperative"  # ПК, ӨК
    UNION_OF_ENTITIES = "union_of_entities"  # ОЮЛ, ЗТБ
    FOREIGN_COMPANY = "foreign_company"  # ООО, GmbH, B.V. …


WRITTEN: dict[LegalForm, tuple[str, ...]] = {
    LegalForm.LLP: (
        "ТОО",
        "ЖШС",
        "LLP",
        "товарищество с ограниченной ответственностью",
        "жауапкершілігі шектеулі серіктестік",
        "жауапкершілігі шектеулі серіктестігі",
        "limited liability partnership",
        "limited partnership",
    ),
    LegalForm.ADDITIONAL_LIABILITY: (
        "ТДО",
        "ҚЖС",
        "товарищество с дополнительной ответственностью",
        "қосымша жауапкершілігі бар серіктестік",
        "қосымша жауапкершілігі бар серіктестігі",
        "additional liability partnership",
    ),
    LegalForm.NON_PROFIT_JSC: (
        "НАО",
        "КЕАҚ",
        "КеАҚ",
        "NJSC",
        "NPJSC",
        "NCJSC",
        "некоммерческое акционерное общество",
        "коммерциялық емес акционерлік қоғам",
        "коммерциялық емес акционерлік қоғамы",
        "non profit joint stock company",
        "non commercial joint stock company",
    ),
    LegalForm.JSC: (
        "АО",
        "АҚ",
        "ОАО",
        "ЗАО",
        "ПАО",
        "ААҚ",
        "ЖАҚ",
        "JSC",
        "OJSC",
        "CJSC",
        "PLC",
        "акционерное общество",
        "открытое акционерное общество",
        "закрытое акционерное общество",
        "акционерлік қоғам",
        "акционерлік қоғамы",
        "joint stock company",
        "public limited company",
    ),
    LegalForm.STATE_ENTERPRISE: (
        "ГП",
        "РГП",
        "РГКП",
        "ГКП",
        "КГП",
        "ГККП",
        "КГКП",
        "РМК",
        "РМҚК",
        "МКК",
        "КМК",
        "МКҚК",
        "КМҚК",
        "RSE",
        "RSOE",
        "SOE",
        "республиканское государственное предприятие",
        "республиканское государственное казенное предприятие",
        "государственное коммунальное предприятие",
        "коммунальное государственное предприятие",
        "государственное коммунальное казенное предприятие",
        "коммунальное государственное казенное предприятие",
        "республикалық мемлекеттік кәсіпорын",
        "республикалық мемлекеттік кәсіпорны",
        "республикалық мемлекеттік қазыналық кәсіпорын",
        "республикалық мемлекеттік қазыналық кәсіпорны",
        "мемлекеттік коммуналдық кәсіпорын",
        "мемлекеттік коммуналдық кәсіпорны",
        "коммуналдық мемлекеттік кәсіпорын",
        "коммуналдық мемлекеттік кәсіпорны",
        "мемлекеттік коммуналдық қазыналық кәсіпорын",
        "мемлекеттік коммуналдық қазыналық кәсіпорны",
        "republican state enterprise",
        "republican state owned enterprise",
        "municipal state enterprise",
        "state enterprise",
    ),
    LegalForm.STATE_INSTITUTION: (
        "ГУ",
        "РГУ",
        "КГУ",
        "ММ",
        "РММ",
        "КММ",
        "государственное учреждение",
        "республиканское государственное учреждение",
        "коммунальное государственное учреждение",
        "мемлекеттік мекеме",
        "мемлекеттік мекемесі",
        "республикалық мемлекеттік мекеме",
        "республикалық мемлекеттік мекемесі",
        "коммуналдық мемлекеттік мекеме",
        "коммуналдық мемлекеттік мекемесі",
        "state institution",
        "republican state institution",
    ),
    LegalForm.ENTREPRENEUR: (
        "ИП",
        "ЖК",
        "индивидуальный предприниматель",
        "жеке кәсіпкер",
        "individual entrepreneur",
        "sole proprietor",
    ),
    LegalForm.FARM: ("КХ", "ШҚ", "крестьянское хозяйство", "шаруа қожалығы", "peasant farm"),
    LegalForm.COOPERATIVE: (
        "ПК",
        "ӨК",
        "производственный кооператив",
        "өндірістік кооператив",
        "өндірістік кооперативі",
        "production cooperative",
    ),
    LegalForm.UNION_OF_ENTITIES: (
        "ОЮЛ",
        "ЗТБ",
        "объединение юридических лиц",
        "заңды тұлғалар бірлестігі",
        "association of legal entities",
    ),
    LegalForm.FOREIGN_COMPANY: (
        "ООО",
        "GmbH",
        "BV",
        "NV",
        "SA",
        "SpA",
        "SRL",
        "Ltd",
        "Limited",
        "LLC",
        "Inc",
        "Corp",
        "limited liability company",
        "общество с ограниченной ответственностью",
        "жауапкершілігі шектеулі қоғам",
        "жауапкершілігі шектеулі қоғамы",
    ),
}

# Words beside the form that do not tell one organisation from another: joint venture, national company, and the right
# on which a state enterprise holds its property.
STATUS_WORDS: tuple[str, ...] = (
    "СП",
    "БК",
    "JV",
    "совместное предприятие",
    "бірлескен кәсіпорын",
    "бірлескен кәсіпорны",
    "joint venture",
    "НК",
    "ҰК",
    "NC",
    "национальная компания",
    "ұлттық компания",
    "ұлттық компаниясы",
    "national company",
    "НАК",
    "ҰАК",
    "NAC",
    "национальная атомная компания",
    "ұлттық атом компаниясы",
    "national atomic company",
    "на ПХВ",
    "на праве хозяйственного ведения",
    "ШЖҚ",
    "шаруашылық жүргізу құқығындағы",
    "on the right of economic management",
)

# Short forms that are also ordinary first words of names («Ақ алтын», «Ск…»): taken for a form at the end only.
ONLY_AT_THE_END: frozenset[str] = frozenset({"АҚ", "ШҚ", "ӨК", "БК", "ҰК", "ЖК", "SA", "NV", "BV", "Inc", "Corp"})
