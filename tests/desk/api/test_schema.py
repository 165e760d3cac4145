"""What the API promises in its OpenAPI document, it keeps, whatever is sent to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, settings
from tests.desk.api.test_api import token
from tests.desk.cast import World

from postorders.desk.wsgi import application


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The database of the test stays open between requests, as Django's own client keeps it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


EXAMPLES = int(os.environ.get("POSTORDERS_API_EXAMPLES", "5"))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["chief", "officer"])
def test_every_operation_answers_as_the_document_says(world: World, name: str) -> None:
    given = token(world.bluff, name)
    document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    tried: set[str] = set()
    for operation in (found.ok() for found in document.get_all_operations()):
        tried.add(f"{operation.method} {operation.path}")

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @schemathesis_given(operation)
        def ask(case: Any) -> None:
            case.call_and_validate(headers={"Authorization": f"Bearer {given}", "Host": "localhost"})

        ask()
    assert len(tried) >= 7


def schemathesis_given(operation: Any) -> Any:
    """Feeds a test with cases for one operation."""
    from hypothesis import given

    return given(case=operation.as_strategy())
