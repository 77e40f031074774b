"""E-mail by SMTP."""

import smtplib
from contextlib import suppress
from datetime import timedelta

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMultiAlternatives, get_connection

from ifi.notices.catalogue import Channel
from ifi.notices.channels.base import SENT, Answer, Carrier, Letter, Line, Outcome
from ifi.notices.rules import Pace

MOST_LETTERS_A_CONNECTION = 100  # servers close longer ones
_TIMEOUT = timedelta(seconds=30)


def one_line(text: str) -> str:
    """Fit for a header: control characters, line breaks of any alphabet included, become single spaces."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


class Email(Carrier):
    channel = Channel.EMAIL
    pace = Pace(per_second=50)
    parallel = 4

    @property
    def is_configured(self) -> bool:
        return bool(settings.EMAIL_HOST)

    def open(self) -> "EmailLine":
        return EmailLine()


class EmailLine(Line):
    """One connection to the mail server, kept over many letters."""

    def __init__(self) -> None:
        self.connection = get_connection(timeout=settings.EMAIL_TIMEOUT or _TIMEOUT.total_seconds())
        self.letters = 0

    def close(self) -> None:
        with suppress(smtplib.SMTPException, OSError):
            self.connection.close()
        self.letters = 0

    def send(self, letter: Letter) -> Answer:
        try:
            message = compose(letter)
            message.message()  # a header that cannot be written is found before anything is said to the server
        except (BadHeaderError, ValueError):
            return Answer(Outcome.REFUSED, "letter_unwritable")
        if self.letters >= MOST_LETTERS_A_CONNECTION:
            self.close()
        try:
            self.connection.open()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            return Answer(Outcome.DOWN, _problem_of_server(error))
        answer = self._transmit(message)
        self.letters += 1
        if answer.outcome in (Outcome.BROKEN, Outcome.DOWN):
            self.close()
        return answer

    def _transmit(self, message: EmailMultiAlternatives) -> Answer:
        message.connection = self.connection
        try:
            message.send()
        except smtplib.SMTPRecipientsRefused as error:
            return _by_code(next(iter(error.recipients.values()))[0])
        except smtplib.SMTPSenderRefused as error:
            return Answer(Outcome.BROKEN if error.smtp_code < 500 else Outcome.DOWN, "sender_refused")
        except smtplib.SMTPResponseException as error:
            return _by_code(error.smtp_code)
        except (smtplib.SMTPException, OSError) as error:
            return Answer(Outcome.BROKEN, "timed_out" if _is_timeout(error) else "connection_lost")
        return SENT


def compose(letter: Letter) -> EmailMultiAlternatives:
    """The message with its headers, each on one line; the same Message-ID whenever it is made."""
    message = EmailMultiAlternatives(
        subject=one_line(letter.subject),
        body=letter.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[one_line(letter.to)],
        headers={name: one_line(value) for name, value in letter.headers.items()},
    )
    if letter.html:
        message.attach_alternative(letter.html, "text/html")
    return message


def _by_code(code: int) -> Answer:
    """421 is about the server; other 4xx about this letter for now; 5xx about it for good."""
    if code == 421:
        return Answer(Outcome.DOWN, "server_busy")
    return Answer(Outcome.REFUSED if code >= 500 else Outcome.AGAIN, f"smtp_{code}")


def _is_timeout(error: Exception) -> bool:
    """Told as such, or as the reason why smtplib thinks that the server hung up."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _problem_of_server(error: Exception) -> str:
    if _is_timeout(error):
        return "timed_out"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "password_refused"
    if isinstance(error, smtplib.SMTPResponseException):
        return "server_busy"
    return "no_connection"
