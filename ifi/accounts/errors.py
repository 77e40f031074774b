"""What can go wrong with people and signing in."""

from ifi.core.errors import IfiError


class SignInRefused(IfiError):
    """The address or the password is wrong; which one is not told."""

    code = "sign_in.refused"


class SignInTooOften(IfiError):
    """Too many wrong passwords. Parameters: seconds."""

    code = "sign_in.too_often"


class PersonUnknown(IfiError):
    """Nobody has this address. Parameters: email."""

    code = "person.unknown"


class EmailTaken(IfiError):
    """Somebody has this address already. Parameters: email."""

    code = "person.email_taken"


class PasswordWeak(IfiError):
    """The password is too short or too common."""

    code = "password.weak"
