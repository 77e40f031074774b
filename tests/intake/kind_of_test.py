"""A small kind of import that stores organisations, so that the room is tested without the business above it."""

import polars as pl
from django.db import connection

from ifi.accounts.rights import Permission, check_may
from ifi.intake import kinds
from ifi.intake.kinds import CellType, Checked, Choice, Column, Counts, ImportKind


def _check(frame, context):
    twice = pl.col("bin").is_not_null() & pl.col("bin").is_duplicated()
    return Checked(frame, kinds.join(kinds.problems(frame, twice, "test.twice", column="bin")))


def _commit(frame, context):
    check_may(context.by, Permission.REGISTRY_EDIT)
    new = 0
    with connection.cursor() as cursor:
        for number, row in enumerate(frame.iter_rows(named=True), start=1):
            cursor.execute(
                "INSERT INTO registry_organisation (bin, kinds, is_demonstration, source, created_at)"
                " VALUES (%s, '{other}', false, %s, now()) ON CONFLICT (bin) DO NOTHING",
                [row["bin"], row["name"] or ""],
            )
            new += cursor.rowcount
            context.progress(number)
    return Counts(new=new, unchanged=frame.height - new)


KIND = ImportKind(
    name="test",
    title="Test",
    description="Organisations",
    columns=(
        Column("bin", {"kk": ("БСН",), "ru": ("БИН", "БИН плательщика"), "en": ("BIN",)}, CellType.BIN),
        Column("name", {"kk": ("Атауы",), "ru": ("Название",), "en": ("Name",)}, CellType.TEXT, required=False),
        Column("amount", {"kk": ("Сома",), "ru": ("Сумма",), "en": ("Amount",)}, CellType.AMOUNT),
        Column("paid_on", {"kk": ("Күні",), "ru": ("Дата",), "en": ("Date",)}, CellType.DATE, required=False),
        Column(
            "channel",
            {"kk": ("Тәсіл",), "ru": ("Способ",), "en": ("Channel",)},
            CellType.CHOICE,
            required=False,
            choices=(
                Choice("own", {"kk": ("Меншікті",), "ru": ("Собственные",), "en": ("Own",)}),
                Choice("budget", {"kk": ("Бюджет",), "ru": ("Бюджет",), "en": ("Budget",)}),
            ),
        ),
    ),
    permission=Permission.REGISTRY_EDIT,
    check=_check,
    commit=_commit,
)
BINS = ("230140000008", "230140000021", "230140000033", "230140000045")
