"""One key for a name, whatever script, spelling, legal form or quotes it was written with.

Folded pairs: Ә/А, Ө/О, Ұ/У/Ү, Қ/К, Ғ/Г, Ң/Н, Һ/Х, І/И, Ё/Е, Й/И. Latin: passport form after ICAO Doc 9303 (Х→KH,
Щ→SHCH, Ю→IU, Я→IA), the spelling of English maps (ya, yu, zh), and the drafts of the Kazakh Latin alphabet (2018 and
2021).
The key is for comparing only; it is never shown and a Latin name is never made from it.
"""

import re
import unicodedata

from ifi.registry.rules.legal_forms import ONLY_AT_THE_END, STATUS_WORDS, WRITTEN, LegalForm


def _pairs(written: str) -> dict[str, str]:
    """`ж=j ъ=` → {"ж": "j", "ъ": ""}."""
    return {sign: folded for sign, _, folded in (pair.partition("=") for pair in written.split())}


_LETTERS = str.maketrans(
    _pairs("а=a б=b в=v г=g д=d е=e ё=e ж=j з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=h ц=ts ч=ch")
    | _pairs("ш=sh щ=sh ъ= ы=i ь= э=e ю=iu я=ia ә=a ө=o ұ=u ү=u қ=k ғ=g ң=n һ=h і=i")
    | _pairs("ş=sh š=sh ŝ=sh ç=ch č=ch ž=j ý=u â=ia û=iu ı=i æ=ae ø=o ə=a ɵ=o ŋ=n ł=l đ=d")
)

# Longest first; applied until nothing changes, so that folding a folded key leaves it as it is.
_REWRITES = _pairs("shch=sh sch=sh dzh=j zh=j kh=h gh=g dj=j ck=k tz=ts yo=e ie=e ng=n y=i w=u q=k x=ks")
_REWRITE = re.compile("|".join(sorted(_REWRITES, key=len, reverse=True)) + r"|c(?!h)")
_DOUBLED = re.compile(r"(\w)\1+")
_APOSTROPHES = re.compile("['’‘ʼ`´ʹ′]")
_NOT_WORD = re.compile(r"[\W_]+")
_FORM_BEFORE_QUOTE = re.compile('^[\\s(]*(АҚ|ШҚ|ӨК|БК|ҰК|ЖК)\\s*["«“„]')


def fold_letters(word: str) -> str:
    """A word of letters and digits in small Latin letters, the same for every spelling; empty for ъ and ь alone."""
    text = _plain_latin(word)
    while (folded := _rewrite(_DOUBLED.sub(r"\1", text))) != text:
        text = folded
    return text


def _plain_latin(word: str) -> str:
    """The same with doubled letters left as they are: ММ and М, ТОО and ТО stay apart."""
    text = unicodedata.normalize("NFC", word).casefold()
    text = unicodedata.normalize("NFC", text).translate(_LETTERS)
    text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return _rewrite(text)


def _rewrite(text: str) -> str:
    while (folded := _REWRITE.sub(lambda match: _REWRITES.get(match[0], "k"), text)) != text:
        text = folded
    return text


def _words(text: str) -> tuple[str, ...]:
    parts = _NOT_WORD.split(_APOSTROPHES.sub("", text))
    return tuple(plain for part in parts if (plain := _plain_latin(part)))


_FORMS: dict[tuple[str, ...], LegalForm | None] = {
    **{_words(written): None for written in STATUS_WORDS},
    **{_words(written): form for form, list_ in WRITTEN.items() for written in list_},
}
_LONGEST = max(map(len, _FORMS))
_AT_THE_END = frozenset(_words(written) for written in ONLY_AT_THE_END)


def fold_name(name: str) -> str:
    """The key by which names are compared: folded words between single spaces, without the legal form.

    A name that is nothing but a legal form keeps it; an empty key means that the name holds no letter or digit.
    """
    return " ".join(fold_letters(word) for word in _split(name)[0])


def name_key(name: str) -> str:
    """The key without spaces, for telling whether two names are the same («Тау-Кен», «Тау Кен», «ТауКен»)."""
    return fold_name(name).replace(" ", "")


def folded_names(*names: str) -> str:
    """What search compares: the keys of all names of one organisation, with and without spaces, each once."""
    keys = {key: None for name in names for key in (fold_name(name), name_key(name)) if key}
    return " | ".join(keys)


def legal_form(name: str) -> LegalForm | None:
    """The legal form that the name carries at its beginning or end, None where it carries none."""
    return _split(name)[1]


def _split(name: str) -> tuple[tuple[str, ...], LegalForm | None]:
    """Words of the name without the form, and the form; forms are taken off both ends while a word remains."""
    words = _words(name)
    found: LegalForm | None = None
    front_is_form = bool(_FORM_BEFORE_QUOTE.match(name))
    while True:
        front = _form_length(words, at_the_end=False, any_form=front_is_form)
        back = 0 if front else _form_length(words, at_the_end=True, any_form=True)
        if not front and not back:
            return words, found
        taken, words = (words[:front], words[front:]) if front else (words[-back:], words[:-back])
        front_is_form = False
        found = found or _FORMS[taken]


def _form_length(words: tuple[str, ...], *, at_the_end: bool, any_form: bool) -> int:
    """How many words at that end are a form; 0 where none is or nothing would remain."""
    for length in range(min(_LONGEST, len(words) - 1), 0, -1):
        part = words[-length:] if at_the_end else words[:length]
        if part in _FORMS and (any_form or part not in _AT_THE_END):
            return length
    return 0
