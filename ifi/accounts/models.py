"""People who sign in."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext

from ifi.accounts.acting import Acting, organisation_roles
from ifi.accounts.rights import ORGANISATION_ROLES, ROLES, ROLES_NEEDING_SECOND_FACTOR, Permission, Role
from ifi.accounts.rules import LinkPurpose

ERASED_DOMAIN = "erased.invalid"  # reserved: no letter ever reaches it


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person. `roles` are those of the system; roles in organisations come from memberships. `authority` narrows an
    officer to the rights of that authority; empty = all."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    authority = models.CharField(max_length=20, blank=True, default="")
    language = models.CharField(max_length=2, default="kk")
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    consented_at = models.DateTimeField(null=True)  # to the processing of personal data, by those who asked for it
    consent_due = models.BooleanField(default=False)  # the account came to be unasked, and nothing opens before

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(roles__contained_by=[role.value for role in Role]), name="user_roles_known"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> "User":
        """An erased person has no name; whoever reads meets «erased person» and the number, in their own language."""
        person = super().from_db(db, field_names, values)
        if "email" in field_names and "name" in field_names and person.is_erased:
            person.name = gettext("erased person %(number)s") % {"number": person.pk}
        return person

    @property
    def is_erased(self) -> bool:
        return self.email.endswith(f"@{ERASED_DOMAIN}")

    # set for one request by whoever knows the memberships; a person who was just read acts only for themselves
    acting: Acting | None = None

    @property
    def acting_organisation_id(self) -> int | None:
        return self.acting.organisation_id if self.acting else None

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the roles allow, with those in the organisation one acts for; nothing to a disabled person."""
        if not self.is_active:
            return frozenset()
        allowed = [ROLES[Role(code)] for code in self.roles]
        lent = [ORGANISATION_ROLES[role] for role in self.acting.roles] if self.acting else []
        return frozenset[Permission]().union(*allowed, *lent)

    @property
    def needs_second_factor(self) -> bool:
        """Whether any role, of the system or in any organisation, calls for more than a password."""
        held = {Role(code) for code in self.roles} | organisation_roles(self.pk)
        return bool(held & ROLES_NEEDING_SECOND_FACTOR)


class SignInFailure(models.Model):
    """Wrong guesses of one kind. `key` is a digest of what they are counted by, so that none of it is kept."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.IntegerField(default=0)
    last_at = models.DateTimeField()


class Device(models.Model):
    """A browser that a person signed in with. `key` is the digest of a secret that its cookie holds."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices")
    key = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="device_of_a_person_once")]


class EmailLink(models.Model):
    """A link sent by e-mail, good once and until `ends_at`. `key` is the digest of the secret in its address.

    `user` is whom it concerns, empty where an account is still to be made; `email` is where it was sent.
    """

    key = models.CharField(max_length=64, primary_key=True)
    purpose = models.CharField(max_length=12)
    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True)
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(purpose__in=[purpose.value for purpose in LinkPurpose]),
                name="email_link_purpose_known",
            ),
            models.CheckConstraint(
                condition=models.Q(user__isnull=True, purpose=LinkPurpose.SIGN_UP.value)
                | models.Q(user__isnull=False) & ~models.Q(purpose=LinkPurpose.SIGN_UP.value),
                name="email_link_has_its_person",
            ),
        ]
