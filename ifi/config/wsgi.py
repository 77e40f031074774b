"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from ifi.config.codings import readable
from ifi.config.database import serve_the_web

serve_the_web()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ifi.config.settings")
application = readable(get_wsgi_application())
