"""Names: one key whatever script, spelling, form or quotes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifi.registry.rules import LegalForm, fold_letters, fold_name, folded_names, legal_form, name_key

KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя"
LATIN = "aäbcçdeéfgğǵhıijklmnñńoöópqrsşštuüūúvwxyýzž"


@pytest.mark.parametrize(
    "names",
    [
        ("ТОО «Тау-Кен Алтын»", '"Тау-Кен Алтын" ЖШС', "Tau-Ken Altyn LLP", 'TOO "TAU-KEN ALTYN"', "Тау Кен Алтын"),
        ("АО «НК «КазМунайГаз»", "«ҚазМұнайГаз» ҰК» АҚ", "QazMunaiGaz UK AQ", "NC KazMunaiGaz JSC"),
        ("Товарищество с ограниченной ответственностью «Тенгиз»", "Теңіз жауапкершілігі шектеулі серіктестігі"),
        ("Маңғыстау", "Мангистау", "Mañğystau", "Mangghystau", "Mangistau"),
        ("Жаңаөзен", "Жанаозен", "Zhanaozen", "Jañaözen", "Dzhanaozen"),
        ("Щучинск", "Shchuchinsk", "Schuchinsk"),
        ("Юбилейное", "Yubileynoye", "Iubileinoe", "Jubileinoe".replace("J", "I")),
        ("Семёновское", "Семеновское", "Semyonovskoe", "Semenovskoye"),
        ("РГП на ПХВ «Институт»", "«Институт» ШЖҚ РМК", "Republican State Enterprise Institut"),
        ("ИП Ахметов", "Ахметов ЖК", "Akhmetov individual entrepreneur"),
        ("Химпром", "Khimprom", "Himprom"),
    ],
)
def test_one_organisation_has_one_key(names):
    assert len({name_key(name) for name in names}) == 1, [name_key(name) for name in names]


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("ТОО «Арман»", "ТОО «Арман М»"),
        ("ТОО «Алтын»", "ТОО «Ақ алтын»"),
        ("Инкай", "Инкай-2"),
        ("Каражанбас", "Каражал"),
        ("АО «ТО»", "АО «ТТО-1»"),
    ],
)
def test_different_organisations_keep_different_keys(one, another):
    assert name_key(one) != name_key(another)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("ТОО «Алмаз»", LegalForm.LLP),
        ("«Алмаз» жауапкершілігі шектеулі серіктестігі", LegalForm.LLP),
        ("Almaz LLP", LegalForm.LLP),
        ("АҚ «Алмаз»", LegalForm.JSC),
        ("Almaz Joint-Stock Company", LegalForm.JSC),
        ("НАО «Алмаз»", LegalForm.NON_PROFIT_JSC),
        ("«Алмаз» коммерциялық емес акционерлік қоғамы", LegalForm.NON_PROFIT_JSC),
        ("«Алмаз» ШЖҚ РМК", LegalForm.STATE_ENTERPRISE),
        ("ГУ «Алмаз»", LegalForm.STATE_INSTITUTION),
        ("Almaz B.V.", None),
        ("Алмаз", None),
        ("Ақ Алмаз", None),
        ("ТОО", None),
        ("", None),
    ],
)
def test_the_legal_form_is_read_in_three_languages(name, form):
    assert legal_form(name) == form


def test_a_name_of_nothing_but_signs_has_an_empty_key():
    assert fold_name("«—»") == ""


def test_what_search_compares_holds_every_name_once_with_and_without_spaces():
    assert folded_names("«Тау Кен» ЖШС", "ТОО «Тау-Кен»", "Tau Mining LLP", "") == (
        "tau ken | tauken | tau minin | tauminin"
    )


@given(st.text(alphabet=KAZAKH + LATIN + KAZAKH.upper() + LATIN.upper() + "0123456789", max_size=30))
def test_folding_is_total_and_final(text):
    folded = fold_letters(text)
    assert set(folded) <= set("abcdefghijklmnoprstuvz0123456789")
    assert fold_letters(folded) == folded
    assert bool(folded) == bool(set(text.lower()) - set("ъь"))


@given(
    st.text(alphabet=KAZAKH, max_size=20),
    st.sampled_from(
        [
            ("ә", "а"),
            ("ө", "о"),
            ("ұ", "у"),
            ("ү", "у"),
            ("қ", "к"),
            ("ғ", "г"),
            ("ң", "н"),
            ("һ", "х"),
            ("і", "и"),
            ("ё", "е"),
            ("й", "и"),
        ]
    ),
)
def test_pairs_of_kazakh_and_russian_letters_fold_together(text, pair):
    assert fold_letters(text.replace(pair[0], pair[1])) == fold_letters(text)


@given(st.text(max_size=60))
def test_case_and_quotes_never_matter(text):
    assert fold_name(f"«{text}»") == fold_name(f'"{text.strip()}"')
