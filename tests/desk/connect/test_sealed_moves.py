"""What is sealed opens again under another desk's key, when a department moves house; nothing sealed is left out."""

from __future__ import annotations

import secrets

import pytest
from django.apps import apps
from django.db import models
from tests.desk.cast import World
from tests.desk.release.scene import connected, mastodon

from postorders.desk.base import seal
from postorders.desk.connect.models import Connection
from postorders.desk.operate import sealing, tables
from postorders.errors import InputError


def test_every_sealed_column_moves() -> None:
    found = {
        model._meta.db_table
        for model in apps.get_models()
        if any(one.name == "sealed" and isinstance(one, models.BinaryField) for one in model._meta.local_fields)
    }
    assert found == sealing.TABLES


def test_the_keys_to_an_account_are_closed_under_the_new_key(world: World) -> None:
    with mastodon() as server:
        connected(world.bluff, server)
        (token,) = server.tokens
    names = [one.attname for one in tables.columns(Connection)]
    with world.bluff.within():
        row = Connection.objects.values(*names).get()
    new = secrets.token_bytes(32)
    moved = sealing.moved(row, seal.key(), new, "connect_connection")
    assert token.encode() in seal.opened(moved["sealed"], row["id"], new)
    with pytest.raises(seal.Shut):
        seal.opened(moved["sealed"], row["id"])
    with pytest.raises(InputError, match="connect_connection"):
        sealing.moved(row, new, seal.key(), "connect_connection")
