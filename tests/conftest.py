"""What every test gets."""

import pytest
from django.test.utils import override_settings


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
