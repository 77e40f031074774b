"""Starts senders as processes of their own, quickly: Django is loaded once, each sender is a fork that opens its own
connections. Reads `email` or `telegram` a line, answers with the number of the process that now sends."""

import os
import sys

import django


def warm_up() -> None:
    """Load what the first letter would load, so that a kill hits a sender in its work."""
    from django.core.mail import DNS_NAME
    from django.template.loader import get_template
    from django.urls import reverse
    from django.utils.translation import override

    from ifi.outgoing import calling

    calling.client(timeout=1).close()
    str(DNS_NAME)  # looks the machine's own name up
    reverse("notices:mine")  # reads every room's addresses
    for form in ("txt", "html"):
        with override("kk"):
            get_template(f"notices/mail/letter.{form}").render({"items": [{}], "off": "x", "manage": "x"})


def main() -> None:
    django.setup()
    from django.db import connection
    from django.test.utils import override_settings

    from ifi.notices import sending
    from ifi.notices.catalogue import Channel
    from tests.notices.conftest import register_for_tests

    register_for_tests()
    warm_up()
    sending.BATCH = int(os.environ["TESTS_BATCH"])
    settings = {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": int(os.environ["TESTS_SMTP_PORT"]),
        "EMAIL_USE_TLS": False,
        "TELEGRAM_TOKEN": "1:token",
        "TELEGRAM_API": os.environ["TESTS_TELEGRAM_API"],
        "PUBLIC_ADDRESS": "https://ifi.test",
        "OUTGOING_LOOPBACK": True,
    }
    with override_settings(**settings):
        for line in sys.stdin:
            process = os.fork()
            if process == 0:
                connection.ensure_connection()
                os.write(sys.stdout.fileno(), f"{os.getpid()}\n".encode())  # ready: from here on it sends
                while sending.send(Channel(line.strip())):
                    pass
                os._exit(0)
            os.waitpid(process, 0)
            sys.stdout.write("ended\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
