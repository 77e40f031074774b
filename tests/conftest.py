"""What every test gets."""

import pytest
from django.conf import settings
from django.db.backends.postgresql.operations import DatabaseOperations
from django.test.utils import override_settings

from tests.sign_in import Client


@pytest.fixture
def client() -> Client:
    """Signs people in with their second factor."""
    return Client()


@pytest.fixture(scope="session", autouse=True)
def _plain_static_files():
    """Pages are rendered without collected static files; fast password hashing is not needed: few users are made."""
    with override_settings(
        WHITENOISE_AUTOREFRESH=True,  # looks for a file when it is asked for, so the folder need not exist
        STORAGES={
            "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
        },
    ):
        yield


@pytest.fixture(scope="session", autouse=True)
def _every_page_is_behind_the_wall(tmp_path_factory):
    """Tests prepare and look as the tables' owner; what a page asks for is asked as the web's role."""
    with override_settings(
        MIDDLEWARE=["tests.wall.AsTheWeb", *settings.MIDDLEWARE],
        OUTGOING_LOOPBACK=True,
        AUDIT_FOLDER=tmp_path_factory.mktemp("audit"),  # notes of the tests' own acts stay out of the state folder
    ):
        yield


_TRUNCATE_TRIGGERS = """
DO $$ DECLARE emptied regclass; BEGIN
    FOR emptied IN SELECT tgrelid::regclass FROM pg_trigger WHERE tgname = 'append_only_truncate' LOOP
        EXECUTE format('ALTER TABLE %s {verb} TRIGGER append_only_truncate', emptied);
    END LOOP;
END $$
"""


@pytest.fixture(scope="session", autouse=True)
def _tests_may_empty_append_only_tables():
    """Django empties the tables after a test that commits; the triggers against that rest only for this moment."""
    with pytest.MonkeyPatch.context() as patch:
        flush = DatabaseOperations.execute_sql_flush

        def flush_without_triggers(self, sql_list):
            off, on = (_TRUNCATE_TRIGGERS.format(verb=verb) for verb in ("DISABLE", "ENABLE"))
            flush(self, [off, *sql_list, on])

        patch.setattr(DatabaseOperations, "execute_sql_flush", flush_without_triggers)
        yield
