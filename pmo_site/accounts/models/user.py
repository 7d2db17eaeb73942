"""The global identity of somebody who signs in; everything about their work is tenant data elsewhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from pmo_site.kernel.ids import new_id
from pmo_site.tenancy.prepared import Prepared


class UserManager(BaseUserManager["User"]):
    """Makes accounts whose e-mail is folded, so that one address is one account."""

    def create_user(self, email: str, password: str | None = None, **extra: object) -> User:
        """Create an account; without a password it cannot sign in until one is set."""
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get(self, *args: Any, **named: Any) -> User:  # noqa: ANN401  Django's own signature
        """Find an account; by its id, as every request in a session does, with a prepared query."""
        key = named.get("pk")
        if args or set(named) != {"pk"} or not isinstance(key, UUID) or self._db is not None:
            return super().get(*args, **named)
        found = _BY_ID.first(key=key)
        if found is None:
            raise User.DoesNotExist
        return found

    def get_by_natural_key(self, username: str | None) -> User:
        """Find an account by its folded e-mail."""
        return self.get(email=(username or "").strip().lower())


_BY_ID: Prepared[User] = Prepared(lambda key: User._base_manager.filter(pk=key)[:1], key=UUID)


class Theme(models.TextChoices):
    """How bright the pages are."""

    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class User(AbstractBaseUser, PermissionsMixin):
    """An account: an e-mail, a password, preferences. It names no tenant.

    `is_staff` marks an operator of the platform, whose account opens /platform/ and no organization.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(_("operator of the platform"), default=False)
    language = models.CharField(_("language"), max_length=5, default="ja")
    theme = models.CharField(_("theme"), max_length=6, choices=Theme.choices, default=Theme.SYSTEM)
    single_keys = models.BooleanField(_("shortcuts of single keys"), default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    sessions_epoch = models.PositiveIntegerField(default=0, editable=False)
    totp_step = models.BigIntegerField(default=0, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_folded")]

    def __str__(self) -> str:
        return self.email

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Every session dies when the password changes and when the epoch moves on (second factor)."""
        return salted_hmac(
            "pmo_site.accounts.models.User.session",
            f"{self.password}:{self.sessions_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class SignInAttempt(models.Model):
    """Counts attempts by the hash of an account's name or of an address, so that limits hold in parallel."""

    key = models.CharField(max_length=80, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    window_started_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.failures}"
