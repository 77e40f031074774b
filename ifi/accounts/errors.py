"""What can go wrong with people and signing in."""

from ifi.core.errors import IfiError


class SignInRefused(IfiError):
    """The address or the password is wrong; which one is not told."""

    code = "sign_in.refused"


class SignInTooOften(IfiError):
    """Too many wrong guesses. Parameters: seconds."""

    code = "sign_in.too_often"


class PersonUnknown(IfiError):
    """Nobody has this address. Parameters: email."""

    code = "person.unknown"


class PersonOneself(IfiError):
    """An administrator wants to do to themselves what another administrator must do."""

    code = "person.oneself"


class EmailTaken(IfiError):
    """Somebody has this address already. Parameters: email."""

    code = "person.email_taken"


class PasswordWeak(IfiError):
    """The password is too short, common, known to others, or holds the name or address."""

    code = "password.weak"


class PasswordWrong(IfiError):
    """The present password was typed wrongly."""

    code = "password.wrong"


class CodeWrong(IfiError):
    """The code of the second factor is wrong, late, or was used before."""

    code = "factor.code_wrong"


class PasskeyRefused(IfiError):
    """What the browser sent does not prove the passkey."""

    code = "factor.passkey_refused"


class FactorKnown(IfiError):
    """There is an authenticator application already."""

    code = "factor.known"


class LastFactor(IfiError):
    """The role demands a second factor, and this is the only one."""

    code = "factor.last"


class LinkSpent(IfiError):
    """The link was used, has run out, or was never made."""

    code = "link.spent"


class ProviderRefused(IfiError):
    """The identity provider's answer does not prove who one is."""

    code = "provider.refused"


class ProviderUnknownPerson(IfiError):
    """The provider knows the person, but no account here is linked to them."""

    code = "provider.unknown_person"


class ProviderOtherAddress(IfiError):
    """The provider did not confirm the address that the account has. Parameters: email."""

    code = "provider.other_address"


class ProviderTaken(IfiError):
    """The person at the provider is linked to another account."""

    code = "provider.taken"
