"""Columns of the register of rights, with their headings in three languages. Data table."""

from ifi.intake.kinds import CellType, Choice, Column
from ifi.registry.classifiers import LANGUAGES, Entry, classifier


def _choices(name: str) -> tuple[Choice, ...]:
    """The classifier's entries; short and former names are read in every language."""
    return tuple(
        Choice(entry.code, {language: (entry.names[language], *_other_words(entry)) for language in LANGUAGES})
        for entry in classifier(name).entries
    )


def _other_words(entry: Entry) -> tuple[str, ...]:
    return (*entry.also, *(name for past in entry.former for name in past.names.values()))


def _text(name: str, kk: str, ru: str, en: str, *, also: tuple[str, ...] = (), **options: object) -> Column:
    return _column(name, CellType.TEXT, kk, ru, en, also=also, **options)


def _column(
    name: str, type: CellType, kk: str, ru: str, en: str, *, also: tuple[str, ...] = (), **options: object
) -> Column:
    headings = {"kk": (kk, *also), "ru": (ru, *also), "en": (en, *also)}
    return Column(name, headings, type, required=False, **options)  # type: ignore[arg-type]


COLUMNS: tuple[Column, ...] = (
    _text("registry_id", "Тізілімдегі нөмірі", "Номер в реестре", "Register number", also=("ID", "Registry id"),
          longest=20, example="30001683"),
    _column("kind", CellType.CHOICE, "Құқық түрі", "Вид права", "Kind of right", choices=_choices("right_kinds"),
            also=("Вид", "Түрі", "Kind")),
    _text("number", "Келісімшарт (лицензия) нөмірі", "Номер контракта (лицензии)", "Number of contract or licence",
          also=("Номер", "Нөмірі", "Number", "Номер контракта", "Номер лицензии"), longest=100, example="1734"),
    _text("concluded", "Күні", "Дата", "Date", longest=100, example="05.05.2005",
          also=("Дата контракта", "Келісімшарт күні", "Дата заключения", "Жасалған күні", "Date of contract")),
    _text("name", "Кен орны (учаске)", "Месторождение (участок)", "Deposit or area", longest=300,
          also=("Месторождение", "Участок", "Кен орны", "Deposit")),
    _column("bin", CellType.BIN, "БСН", "БИН", "BIN", example="940140000385",
            also=("БСН/ЖСН", "БИН/ИИН", "БИН недропользователя", "Жер қойнауын пайдаланушының БСН")),
    _text("holder_kk", "Жер қойнауын пайдаланушы (қаз.)", "Недропользователь (каз.)", "Holder (Kazakh)",
          also=("Атауы (қаз.)", "Наименование (каз.)", "Жер қойнауын пайдаланушы")),
    _text("holder_ru", "Жер қойнауын пайдаланушы (орыс.)", "Недропользователь (рус.)", "Holder (Russian)",
          also=("Атауы (орыс.)", "Наименование (рус.)", "Недропользователь", "Наименование")),
    _text("holder_en", "Жер қойнауын пайдаланушы (ағыл.)", "Недропользователь (англ.)", "Holder (English)",
          also=("Атауы (ағыл.)", "Наименование (англ.)", "Holder")),
    _column("share", CellType.DECIMAL, "Үлесі", "Доля", "Share", example="100 %"),
    _column("holder_since", CellType.DATE, "Иеленген күні", "Владеет с", "Holder since",
            also=("Дата перехода права", "Құқық ауысқан күн")),
    _column("regime", CellType.CHOICE, "Режим", "Режим", "Regime", choices=_choices("regimes")),
    _column("regime_since", CellType.DATE, "Режим басталған күн", "Режим с", "Regime since"),
    _text("minerals", "Пайдалы қазбалар", "Полезные ископаемые", "Minerals", example="мұнай; газ",
          also=("Полезное ископаемое", "Пайдалы қазба", "Вид полезного ископаемого", "Mineral")),
    _text("region", "Облыс", "Область", "Region", example="Атырау облысы", also=("Регион", "Өңір", "КАТО", "KATO")),
    _column("authority", CellType.CHOICE, "Құзыретті орган", "Компетентный орган", "Competent authority",
            choices=_choices("authorities"), also=("Authority",)),
    _column("details_since", CellType.DATE, "Қазбалар, облыс, орган, босату осы күннен",
            "Ископаемые, область, орган, освобождение с", "Minerals, region, authority, exemption since",
            also=("Өзгерген күні", "Сведения действуют с", "Details since")),
    _column("starts_on", CellType.DATE, "Өндіру (лицензия) басталған күн", "Начало добычи (лицензии)",
            "Start of production or licence", also=("Начало", "Басталуы", "Start")),
    _column("ends_on", CellType.DATE, "Аяқталған күні", "Окончание", "End",
            also=("Срок действия", "Срок окончания", "Қолданылу мерзімі", "Valid until")),
    _text("obligations_text", "Міндеттемелер", "Обязательства", "Obligations", longest=20_000,
          also=("Обязательства недропользователя", "Текст обязательств")),
    _column("exempt_ground", CellType.CHOICE, "Босату негізі", "Основание освобождения", "Ground of exemption",
            choices=_choices("exemption_grounds")),
    _text("source", "Дереккөз", "Источник", "Source", longest=200),
)  # fmt: skip
