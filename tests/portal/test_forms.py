"""Fields that read what people type, and the markup that every form gets."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation

from ifi.pages.forms import AsOfForm, BinField, DayField, MoneyField

TODAY = date(2026, 11, 24)


class PaymentForm(forms.Form):
    amount = MoneyField(label="Amount", help_text="tenge")
    paid_on = DayField(label="Paid on")
    channel = forms.ChoiceField(label="Channel", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


@pytest.mark.parametrize(
    "typed", ["1234567.89", "1234567,89", "1 234 567,89", "1\u202f234\u202f567,89", "1,234,567.89", " 1234567.89 "]
)
def test_an_amount_is_read_as_people_write_it(typed):
    assert MoneyField().clean(typed) == Decimal("1234567.89")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("abc", "amount.unreadable"),
        ("1e9", "amount.unreadable"),
        ("1.234", "amount.too_precise"),
        ("1,234", "amount.ambiguous"),
        ("-5", "amount.negative"),
        ("", "required"),
        ("   ", "required"),
    ],
)
def test_a_wrong_amount_is_refused_by_name(typed, code):
    with pytest.raises(ValidationError) as refusal:
        MoneyField().clean(typed)
    assert refusal.value.error_list[0].code == code


def test_an_amount_may_be_negative_where_the_form_says_so():
    assert MoneyField(may_be_negative=True).clean("−5,00") == Decimal("-5.00")


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("typed", ["24.11.2026", "2026-11-24"])
def test_a_day_is_read_in_both_orders_in_every_language(language, typed):
    with translation.override(language):
        assert DayField().clean(typed) == TODAY


@pytest.mark.parametrize("typed", ["31.02.2026", "11/24/2026", "24.11", "tomorrow"])
def test_a_day_that_does_not_exist_is_refused(typed):
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_a_bin_is_read_with_spaces_and_its_check_digit_is_checked():
    assert BinField().clean("07034 000 5043") == "070340005043"
    with pytest.raises(ValidationError):
        BinField().clean("070340005042")


def test_the_error_beside_a_field_is_described_by_its_id_and_what_was_typed_is_kept():
    with translation.override("ru"):
        html = str(PaymentForm({"amount": "1,234", "paid_on": "", "channel": ""}))
    assert '<p id="id_amount_error" class="govuk-error-message">' in html
    assert 'aria-describedby="id_amount_helptext id_amount_error"' in html
    assert 'value="1,234"' in html
    assert 'class="govuk-input govuk-input--error govuk-input--width-20"' in html
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_channel_error">' in html
    assert html.count("govuk-form-group--error") == 3


def test_an_amount_from_the_database_is_shown_grouped():
    with translation.override("kk"):
        assert 'value="1\u202f234\u202f567,89"' in str(PaymentForm(initial={"amount": Decimal("1234567.89")}))


def test_the_two_dates_are_today_unless_chosen():
    assert (AsOfForm({}, today=TODAY).on_day, AsOfForm({}, today=TODAY).known_day) == (TODAY, TODAY)
    chosen = AsOfForm({"on": "01.02.2025", "known": "2026-01-31"}, today=TODAY)
    assert (chosen.on_day, chosen.known_day) == (date(2025, 2, 1), date(2026, 1, 31))


def test_a_date_that_does_not_exist_is_an_error_and_today_is_shown():
    form = AsOfForm({"on": "31.02.2026"}, today=TODAY)
    assert form.on_day == TODAY
    assert "on" in form.errors
