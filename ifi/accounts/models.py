"""People who sign in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ifi.accounts.acting import Acting, organisation_roles
from ifi.accounts.rights import ORGANISATION_ROLES, ROLES, ROLES_NEEDING_SECOND_FACTOR, Permission, Role


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
    """Wrong passwords for one account from one address. `key` is a digest: neither of them is kept."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.IntegerField(default=0)
    last_at = models.DateTimeField()
