"""Sealed fields: ciphertext in the database, a mask in every answer (ROLES section 5).

A token is `v1.<keyid>.<hint>.<base64 of nonce + ciphertext + tag>`. The record's uid and the
field's name are bound in as associated data, so that a token moved to another row or field does
not open. The hint holds the digits that the mask shows.
"""

import base64
import hmac
import os
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import FieldError
from django.db import models

MASKS: dict[str, Callable[[str], str]] = {
    "phone": lambda text: f"{text[:3]}****{text[-4:]}",
    "identity": lambda text: f"{text[:6]}{'*' * 8}{text[-4:]}",
    "account": lambda text: f"****{text[-4:]}",
    "name": lambda text: f"{text[:1]}**",
    "text": lambda _: "****",
}


class WrongKey(Exception):
    """The token does not open: wrong key, moved token, or damage."""


class Sealed:
    """A sealed value. It prints masked; `backend.audit.services.reveal` alone opens it."""

    __slots__ = ("_bound_to", "token")

    def __init__(self, token: str, bound_to: str) -> None:
        self.token = token
        self._bound_to = bound_to

    def __str__(self) -> str:
        hint = self.token.split(".")[2]
        return base64.urlsafe_b64decode(hint).decode() if hint else "****"

    __repr__ = __str__

    def matches(self, plain: str) -> bool:
        """Whether this is that text; nothing is shown, so nothing is revealed."""
        return hmac.compare_digest(self.open().encode(), plain.encode())

    def index(self) -> str:
        """Its blind index, to tell equals apart; nothing is shown, so nothing is revealed."""
        return blind_index(self.open())

    def passes(self, test: Callable[[str], bool]) -> bool:
        """Whether a rule holds of it; the text stays inside and one yes or no comes out."""
        return bool(test(self.open()))

    def open(self) -> str:
        """Plain text. Only `audit.services.reveal` may call this: it leaves an AccessEvent."""
        _, key_id, _, body = self.token.split(".")
        raw = base64.urlsafe_b64decode(body)
        try:
            key = bytes.fromhex(settings.FIELD_KEYS[key_id])
            return AESGCM(key).decrypt(raw[:12], raw[12:], self._bound_to.encode()).decode()
        except Exception as error:
            raise WrongKey("sealed value does not open") from error


def seal(plain: str, *, bound_to: str, mask: str) -> str:
    """The token of `plain`, sealed with the first key of the ring."""
    key_id, key = next(iter(settings.FIELD_KEYS.items()))
    nonce = os.urandom(12)
    body = nonce + AESGCM(bytes.fromhex(key)).encrypt(nonce, plain.encode(), bound_to.encode())
    hint = base64.urlsafe_b64encode(MASKS[mask](plain).encode()).decode()
    return f"v1.{key_id}.{hint}.{base64.urlsafe_b64encode(body).decode()}"


def blind_index(plain: str) -> str:
    """Keyed HMAC-SHA256 of the normalised value, for equality search and uniqueness."""
    value = "".join(plain.split()).upper()
    return hmac.new(settings.BLIND_INDEX_KEY.encode(), value.encode(), sha256).hexdigest()


class _Token(str):
    """Ciphertext that came from the database; what a person types never becomes one."""

    __slots__ = ()


class _SealedAttribute:
    def __init__(self, field: "SealedField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type) -> Any:
        if instance is None:
            return self
        if self.field.attname not in instance.__dict__:
            # With the uid: the value is bound to it.
            instance.refresh_from_db(fields=["uid", self.field.attname])
        token = instance.__dict__.get(self.field.attname)
        return Sealed(token, self.field.bound_to(instance)) if token else None

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, Sealed):
            value = value.token
        elif isinstance(value, _Token):
            value = str(value)
        elif isinstance(value, str) and value:
            bound_to = self.field.bound_to(instance)
            value = seal(value, bound_to=bound_to, mask=self.field.mask)
        instance.__dict__[self.field.attname] = value or ""


class SealedField(models.TextField):  # type: ignore[type-arg]
    """Seals on assignment. The model must be a UidModel: the uid is set before this field."""

    def __init__(self, *args: Any, mask: str = "text", **kwargs: Any) -> None:
        self.mask = mask
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def bound_to(self, instance: models.Model) -> str:
        return f"{instance._meta.label_lower}.{self.name}:{instance.uid}"  # type: ignore[attr-defined]

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"mask": self.mask}

    def contribute_to_class(self, cls: type[models.Model], name: str, **kwargs: Any) -> None:  # type: ignore[override]
        super().contribute_to_class(cls, name, **kwargs)
        setattr(cls, name, _SealedAttribute(self))

    def from_db_value(self, value: str | None, *_: Any) -> _Token | None:
        return None if value is None else _Token(value)

    def get_prep_value(self, value: Any) -> Any:
        return value.token if isinstance(value, Sealed) else (value or "")

    def value_from_object(self, obj: models.Model) -> Any:
        return getattr(obj, self.attname)

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name != "isnull":
            raise FieldError(f"{self.name} is sealed: search its blind index instead")
        return super().get_lookup(lookup_name)
