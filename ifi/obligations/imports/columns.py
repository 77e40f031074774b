"""Columns of the three kinds, with their headings in three languages. Data table."""

from django.utils.translation import gettext_lazy as _

from ifi.intake.kinds import CellType, Choice, Column
from ifi.law.facts import BaseType, Channel

RIGHT = Column(
    "right_number",
    {
        "kk": ("Келісімшарттың немесе лицензияның нөмірі", "Келісімшарт нөмірі", "Лицензия нөмірі", "Құқық нөмірі"),
        "ru": ("Номер контракта или лицензии", "Номер контракта", "Номер лицензии", "Контракт", "Номер права"),
        "en": ("Contract or licence number", "Contract number", "Licence number", "Right", "Right number"),
    },
    CellType.TEXT,
    example="1234-УВС",
    hint=_("The number of the subsoil right as it is registered."),
    longest=100,
)
RIGHT_DATE = Column(
    "right_date",
    {
        "kk": ("Келісімшарттың немесе лицензияның күні", "Келісімшарт күні", "Құқық күні"),
        "ru": ("Дата контракта или лицензии", "Дата контракта", "Дата права"),
        "en": ("Contract or licence date", "Contract date", "Right date"),
    },
    CellType.DATE,
    required=False,
    example="14.05.2019",
    hint=_("Needed only where several rights have the same number."),
)
YEAR = Column(
    "year",
    {
        "kk": ("Міндеттеме жылы", "Жылы"),
        "ru": ("Год обязательства", "Год", "За год"),
        "en": ("Year of the duty", "Year", "Duty year"),
    },
    CellType.YEAR,
    example="2025",
    hint=_("The calendar year whose obligation it is about."),
)
BASE_YEAR = Column(
    "base_year",
    {
        "kk": ("Есептеу базасының жылы", "База жылы"),
        "ru": ("Год базы расчёта", "Год базы", "База за год"),
        "en": ("Year of the base", "Base year"),
    },
    CellType.YEAR,
    example="2024",
    hint=_("The year in which the costs or the income arose: the year before the obligation's."),
)
BASE_TYPE = Column(
    "base_type",
    {
        "kk": ("Есептеу базасының түрі", "База түрі"),
        "ru": ("Вид базы расчёта", "Вид базы", "База"),
        "en": ("Type of the base", "Base type", "Base"),
    },
    CellType.CHOICE,
    hint=_("What the rate is applied to."),
    choices=(
        Choice(
            BaseType.PRODUCTION_COST,
            {
                "kk": ("Өндіруге арналған шығындар",),
                "ru": ("Затраты на добычу (углеводороды, уран)", "Затраты на добычу УВС", "Затраты на добычу урана"),
                "en": ("Production costs",),
            },
        ),
        Choice(
            BaseType.MINING_COST,
            {
                "kk": ("Тау-кен өндірісіне арналған шығындар",),
                "ru": ("Затраты на добычу твёрдых полезных ископаемых", "Затраты на добычу ТПИ", "Затраты на добычу"),
                "en": ("Mining costs",),
            },
        ),
        Choice(
            BaseType.AGGREGATE_ANNUAL_INCOME,
            {
                "kk": ("Жиынтық жылдық табыс", "ЖЖТ"),
                "ru": ("Совокупный годовой доход", "СГД"),
                "en": ("Aggregate annual income", "AAI"),
            },
        ),
    ),
)
BASE_AMOUNT = Column(
    "amount",
    {
        "kk": ("База сомасы, теңге", "Сомасы, теңге", "Сома", "Сомасы"),
        "ru": ("Сумма базы, тенге", "Сумма, тенге", "Сумма"),
        "en": ("Amount of the base, tenge", "Amount, tenge", "Amount"),
    },
    CellType.AMOUNT,
    example="12 450 000 000,00",
    hint=_("In tenge, with up to two decimals."),
)
DECLARED_ON = Column(
    "declared_on",
    {
        "kk": ("Мәлімделген күні", "Мәлімдеу күні"),
        "ru": ("Дата декларирования", "Заявлено", "Дата отчёта"),
        "en": ("Declared on", "Date of the report"),
    },
    CellType.DATE,
    required=False,
    example="25.02.2025",
    hint=_("The day of the report; today where it is empty."),
)
CHANNEL = Column(
    "channel",
    {
        "kk": ("Орындау тәсілі", "Тәсіл"),
        "ru": ("Способ исполнения", "Способ"),
        "en": ("Channel", "Way of performance"),
    },
    CellType.CHOICE,
    hint=_("How the obligation was performed."),
    choices=(
        Choice(
            Channel.OWN_RESEARCH,
            {"kk": ("Меншікті ҒЗТКЖ",), "ru": ("Собственные НИОКР",), "en": ("Own research and development",)},
        ),
        Choice(
            Channel.KZ_PERFORMER,
            {
                "kk": ("Қазақстандық орындаушы",),
                "ru": ("Казахстанский исполнитель",),
                "en": ("Kazakhstani performer",),
            },
        ),
        Choice(
            Channel.CLUSTER_PROJECT,
            {
                "kk": ("Инновациялық кластер жобасы",),
                "ru": ("Проект инновационного кластера",),
                "en": ("Project of an innovation cluster",),
            },
        ),
        Choice(
            Channel.DIGITALISATION,
            {"kk": ("Цифрландыру",), "ru": ("Цифровизация",), "en": ("Digitalisation",)},
        ),
        Choice(
            Channel.STATE_BUDGET,
            {
                "kk": ("Мемлекеттік бюджетке төлем", "Мемлекеттік бюджет"),
                "ru": ("Платёж в государственный бюджет", "Государственный бюджет"),
                "en": ("Payment to the state budget", "State budget"),
            },
        ),
        Choice(
            Channel.FOREIGN_WITH_PERMISSION,
            {
                "kk": ("Рұқсаты бар шетелдік орындаушы",),
                "ru": ("Иностранный исполнитель с разрешения",),
                "en": ("Foreign performer with permission",),
            },
        ),
    ),
)
TITLE = Column(
    "title",
    {
        "kk": ("Жұмыстың атауы", "Атауы"),
        "ru": ("Наименование работы", "Наименование", "Тема"),
        "en": ("Title of the work", "Title"),
    },
    CellType.TEXT,
    required=False,
    hint=_("What was done."),
)
PERFORMER = Column(
    "performer_bin",
    {
        "kk": ("Орындаушының БСН", "Орындаушы БСН"),
        "ru": ("БИН исполнителя",),
        "en": ("BIN of the performer", "Performer BIN"),
    },
    CellType.BIN,
    required=False,
    hint=_("Twelve digits; empty for own research."),
)
PERFORMED_AMOUNT = Column(
    "amount",
    {
        "kk": ("Сомасы, теңге", "Сома", "Сомасы"),
        "ru": ("Сумма, тенге", "Сумма"),
        "en": ("Amount, tenge", "Amount"),
    },
    CellType.AMOUNT,
    zero_allowed=False,
    example="85 000 000,00",
    hint=_("In tenge, with up to two decimals."),
)
PAID_ON = Column(
    "paid_on",
    {
        "kk": ("Төлем күні", "Төленген күні"),
        "ru": ("Дата платежа", "Дата оплаты", "Дата"),
        "en": ("Date of payment", "Paid on", "Date"),
    },
    CellType.DATE,
    example="14.10.2025",
    hint=_("The day of the payment."),
)
PAID_ON_OR_PLANNED = Column(
    "paid_on",
    PAID_ON.headings,
    CellType.DATE,
    required=False,
    example=PAID_ON.example,
    hint=_("The day of the payment; empty for what is only planned."),
)
PAYMENT_ORDER = Column(
    "payment_order",
    {
        "kk": ("Төлем тапсырмасының нөмірі", "Төлем тапсырмасы"),
        "ru": ("Номер платёжного поручения", "Платёжное поручение", "№ платёжного поручения", "ПП"),
        "en": ("Payment order number", "Payment order"),
    },
    CellType.TEXT,
    longest=60,
    example="000417",
    hint=_("As in the payment order, with its leading zeros."),
)
PAYMENT_ORDER_IF_ANY = Column(
    "payment_order",
    PAYMENT_ORDER.headings,
    CellType.TEXT,
    required=False,
    longest=60,
    example=PAYMENT_ORDER.example,
    hint=PAYMENT_ORDER.hint,
)
KBK = Column(
    "kbk",
    {
        "kk": ("БСК", "Бюджеттік сыныптама коды"),
        "ru": ("КБК", "Код бюджетной классификации"),
        "en": ("KBK", "Budget classification code"),
    },
    CellType.TEXT,
    required=False,
    longest=6,
    hint=_("Six digits; for payments to the budget."),
)
PAYER = Column(
    "payer_bin",
    {
        "kk": ("Төлеушінің БСН", "Төлеуші БСН", "БСН"),
        "ru": ("БИН плательщика", "БИН"),
        "en": ("BIN of the payer", "Payer BIN", "BIN"),
    },
    CellType.BIN,
    hint=_("Twelve digits."),
)
DOCUMENT = Column(
    "document",
    {
        "kk": ("Құжат түрі", "Құжат"),
        "ru": ("Вид документа", "Документ"),
        "en": ("Type of document", "Document"),
    },
    CellType.CHOICE,
    required=False,
    hint=_("The document that confirms the cost, if it is entered here."),
    choices=(
        Choice("contract", {"kk": ("Шарт",), "ru": ("Договор",), "en": ("Contract",)}),
        Choice("act", {"kk": ("Акт",), "ru": ("Акт",), "en": ("Act",)}),
        Choice("invoice", {"kk": ("Шот-фактура",), "ru": ("Счёт-фактура",), "en": ("Invoice",)}),
        Choice(
            "payment_order", {"kk": ("Төлем тапсырмасы",), "ru": ("Платёжное поручение",), "en": ("Payment order",)}
        ),
    ),
)
DOCUMENT_NUMBER = Column(
    "document_number",
    {"kk": ("Құжат нөмірі",), "ru": ("Номер документа",), "en": ("Document number",)},
    CellType.TEXT,
    required=False,
    longest=100,
)
DOCUMENT_DATE = Column(
    "document_date",
    {"kk": ("Құжат күні",), "ru": ("Дата документа",), "en": ("Document date",)},
    CellType.DATE,
    required=False,
)
DOCUMENT_AMOUNT = Column(
    "document_amount",
    {
        "kk": ("Құжат бойынша сома, теңге", "Құжат сомасы"),
        "ru": ("Сумма по документу, тенге", "Сумма документа"),
        "en": ("Amount of the document, tenge", "Document amount"),
    },
    CellType.AMOUNT,
    required=False,
    zero_allowed=False,
    hint=_("The whole cost that the document confirms, even where several rights claim it."),
)
