"""An act that fails after any of its statements leaves the database as it was before: never between."""

from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from ifi.accounts.rights import OrganisationRole, Permission, Program
from ifi.audit.models import Record
from ifi.members import services as members
from ifi.members.services import Applied
from ifi.news.services import make_ready, publish_news, write_news
from ifi.registry.services import Names, rename_organisation
from tests.members.scene import PDF, a_person, an_organisation, member_of
from tests.news.conftest import content as news_content
from tests.obligations.portfolio import OFFICE, Office, a_right

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TABLES = sorted({model._meta.db_table for model in apps.get_models() if model._meta.managed})
EVERYTHING = " UNION ALL ".join(
    f"SELECT '{table}', md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), '')) FROM {table} AS t"
    for table in TABLES
)
EDITOR = Program("editor", Permission.NEWS_EDIT)


class Fault(Exception):
    """What nobody foresaw."""


@contextmanager
def fault_after(statements: int):
    """The statement is carried out, and what follows never comes."""
    seen = []

    def fail(execute, sql, parameters, many, context):
        result = execute(sql, parameters, many, context)
        seen.append(sql)
        if len(seen) > statements:
            raise Fault(sql)
        return result

    with connection.execute_wrapper(fail):
        yield


def everything():
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING)
        return dict(cursor.fetchall())


def an_office():
    return Office(a_right("kz.solid_minerals")).open(2024)


def declare():
    office = an_office()
    return lambda: office.declare(2024, "100 000 000.00")


def accept():
    office = an_office()
    office.declare(2024, "100 000 000.00")
    offered = office.offer(2024, "500 000.10")
    return lambda: office.accept(offered, "500 000.10")


def close():
    office = an_office()
    office.declare(2024, "100 000 000.00")
    return lambda: office.close(2024)


def approve():
    organisation, officer, on = an_organisation(), a_person("Officer", "officer"), timezone.localdate()
    sent = members.apply_by_letter(applied=Applied(organisation.bin), letter=[PDF], by=a_person(), on=on)
    return lambda: members.approve_application(application_id=sent.pk, by=officer, on=on)


def invite():
    organisation, on = an_organisation(), timezone.localdate()
    admin = member_of(organisation, OrganisationRole.ADMIN, on=on)
    given = {"email": "new@example.kz", "roles": [OrganisationRole.VIEWER], "language": "en"}
    return lambda: members.invite(organisation_id=organisation.pk, by=admin, on=on, **given)


def publish():
    on = timezone.localdate()
    item = write_news(content=news_content(), by=EDITOR, on=on)
    make_ready(number=item.pk, by=EDITOR, on=on)
    return lambda: publish_news(number=item.pk, by=EDITOR, on=on)


def rename():
    organisation, on = an_organisation(), timezone.localdate()
    names = Names(kk="Жаңа атау", ru="Новое имя", en="New name")
    return lambda: rename_organisation(organisation_id=organisation.pk, names=names, on=on, by=OFFICE)


@pytest.mark.parametrize("prepare", [declare, accept, close, approve, invite, publish, rename])
def test_whatever_statement_an_act_fails_after_nothing_of_it_is_left(prepare, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    act = prepare()
    before, statements = everything(), 0
    while True:
        try:
            with fault_after(statements):
                act()
            break
        except Fault as fault:
            failed_at = str(fault)
        after = everything()
        assert [table for table in before if after[table] != before[table]] == [], failed_at
        statements += 1
    assert statements >= 3, "else nothing was tried"
    changed = {table for table, digest in everything().items() if digest != before[table]}
    assert Record._meta.db_table in changed, "the act is done once nothing fails"
