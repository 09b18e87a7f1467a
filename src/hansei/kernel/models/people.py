"""Who signs in, and what they may do where."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email=(username or "").strip().lower())


class Account(AbstractBaseUser):
    """A sign-in. Erasure empties it; the row stays, so that events keep their actor."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)  # always in lower case
    name = models.CharField(_("name"), max_length=200)
    person = models.OneToOneField("kernel.Identity", models.PROTECT, null=True, blank=True, related_name="account")
    language = models.CharField(_("language"), max_length=10, blank=True, default="")  # empty: the browser's
    zone = models.CharField(_("time zone"), max_length=64, blank=True, default="")  # empty: the browser's
    theme = models.CharField(_("theme"), max_length=10, default="system")
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    reopened_at = models.DateTimeField(null=True)  # what opened something before opens nothing since

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("account")
        constraints = [models.CheckConstraint(name="account_email_lower", condition=models.Q(email=Lower("email")))]

    def __str__(self) -> str:
        return self.name


class Role(models.Model):
    """A named list of rights."""

    key = models.SlugField(unique=True)
    rights = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.key


class Grant(models.Model):
    """A person or a team holds a role somewhere, from one date until another."""

    class Scope(models.TextChoices):
        EVERYTHING = "everything", _("Everything")
        ORGANISATION = "organisation", _("An organisation")
        SERVICE = "service", _("A service")
        TEAM = "team", _("A team")
        MINE = "mine", _("What is mine")

    account = models.ForeignKey(Account, models.CASCADE, null=True, blank=True, related_name="grants")
    team = models.ForeignKey("kernel.Identity", models.CASCADE, null=True, blank=True, related_name="+")
    role = models.ForeignKey(Role, models.PROTECT)
    scope = models.CharField(max_length=20, choices=Scope)
    scope_object = models.ForeignKey("kernel.Identity", models.CASCADE, null=True, blank=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="grant_to_one_holder",
                condition=models.Q(account__isnull=False, team__isnull=True)
                | models.Q(account__isnull=True, team__isnull=False),
            ),
            models.CheckConstraint(
                name="grant_scope_names_its_object",
                condition=models.Q(scope__in=["everything", "mine"], scope_object__isnull=True)
                | models.Q(scope__in=["organisation", "service", "team"], scope_object__isnull=False),
            ),
        ]


class TeamMember(models.Model):
    """An account belongs to a team between two dates."""

    team = models.ForeignKey("kernel.Identity", models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, models.CASCADE, related_name="memberships")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
