"""The account that a person signs in with."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Accounts(BaseUserManager):
    """Makes accounts and finds them by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **given: Any) -> Account:
        """A new account; without a password it is set by a link."""
        account = self.model(email=self.normalize_email(email).lower(), **given)
        account.set_password(password)
        account.save(using=self._db)
        account.vouch()
        return account

    def get_by_natural_key(self, email: str) -> Account:
        """The account with that e-mail address."""
        return self.get(email=email.lower())


class Account(AbstractBaseUser):
    """What a person signs in with. It says which department; everything else about the person is the member's."""

    email = models.EmailField(unique=True)
    department = models.ForeignKey("people.Department", null=True, on_delete=models.CASCADE, related_name="+")
    member = models.OneToOneField(
        "people.Member", null=True, blank=True, on_delete=models.CASCADE, related_name="account"
    )
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(auto_now_add=True)
    last_seen = models.DateTimeField(null=True, blank=True)
    disabled_because = models.CharField(max_length=200, blank=True)

    objects = Accounts()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.email

    def vouch(self) -> None:
        """Takes the address as proved: it is the roster's, and the first password came through it."""
        from allauth.account.models import EmailAddress

        EmailAddress.objects.filter(user=self).exclude(email=self.email).delete()
        EmailAddress.objects.update_or_create(user=self, email=self.email, defaults={"verified": True, "primary": True})


class Attempts(models.Model):
    """The last failed sign-ins with one address (kept as a keyed hash): `times` in seconds since 1970, oldest first."""

    key = models.CharField(max_length=64, primary_key=True)
    times = models.JSONField(default=list)
    last = models.DateTimeField(null=True, db_index=True)
