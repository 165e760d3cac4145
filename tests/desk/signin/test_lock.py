"""Failed sign-ins: five within fifteen minutes lock the address, whoever asks and from wherever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from tests.desk.cast import PASSWORD, World, account
from tests.desk.signin.ways import activate, security_log, sign_in, signed_in, wait

from postorders.desk.signin import attempts
from postorders.desk.signin.models import Attempts

pytestmark = [pytest.mark.both, pytest.mark.django_db]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADDRESS = "cole@cedar-bluff.example"


def fail(minutes: float) -> bool:
    """One failed try so many minutes after the start; False when it was refused."""
    return attempts.begin(ADDRESS, START + timedelta(minutes=minutes)) is not None


def locked(minutes: float) -> bool:
    return attempts.locked(ADDRESS, START + timedelta(minutes=minutes))


def test_the_fifth_failure_locks_and_the_fourth_does_not() -> None:
    assert [fail(at) for at in (0, 1, 2, 3)] == [True] * 4
    assert not locked(3)
    assert fail(4)
    assert locked(4)
    assert not fail(5)


def test_the_lock_lasts_fifteen_minutes_from_the_last_failure() -> None:
    for at in (0, 1, 2, 3, 4):
        fail(at)
    assert locked(18.99)
    assert not locked(19)


def test_a_refused_try_does_not_make_the_lock_longer() -> None:
    for at in (0, 1, 2, 3, 4, 18):
        fail(at)
    assert not locked(19)


@pytest.mark.parametrize(("last", "locks"), [(14.99, True), (15, False)])
def test_only_failures_within_fifteen_minutes_count(last: float, locks: bool) -> None:
    for at in (0, 1, 2, 3, last):
        fail(at)
    assert locked(last) is locks


@pytest.mark.django_db(transaction=True)
def test_twenty_tries_at_once_are_five() -> None:
    def one(_: int) -> bool:
        try:
            return fail(0)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(one, range(20))) == 5


def test_a_right_password_takes_its_own_try_back_and_no_other() -> None:
    for at in (0, 1, 2, 3):
        fail(at)
    mark = attempts.begin(ADDRESS, START + timedelta(minutes=4))
    assert mark is not None
    attempts.forgive(ADDRESS, mark)
    assert len(Attempts.objects.get().times) == 4


def test_the_table_holds_no_address() -> None:
    fail(0)
    row = Attempts.objects.get()
    assert "cole" not in f"{row.key}{row.times}"


def test_what_no_longer_counts_is_forgotten() -> None:
    fail(0)
    assert attempts.forget(START + timedelta(minutes=15)) == 0
    assert attempts.forget(START + timedelta(minutes=15, seconds=1)) == 1


def test_the_right_password_is_refused_while_locked_and_taken_afterwards(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    for _ in range(5):
        sign_in(client, cole, "wrong")
    assert "Too many failed tries" in sign_in(client, cole).content.decode()
    assert not signed_in(client)
    wait(15 * 60)
    assert sign_in(client, cole).status_code == 302
    assert signed_in(client)


def test_failures_count_across_network_addresses_and_spellings(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    for number in range(5):
        sign_in(client, cole.email.upper() if number % 2 else cole.email, "wrong", REMOTE_ADDR=f"192.0.2.{number}")
    assert "Too many failed tries" in sign_in(client, cole, REMOTE_ADDR="192.0.2.99").content.decode()


def test_another_account_is_not_locked_with_it(client: Client, world: World) -> None:
    for _ in range(5):
        sign_in(client, account(world.bluff, "officer"), "wrong")
    sign_in(client, account(world.bluff, "reserve"))
    assert signed_in(client)


def test_a_full_sign_in_forgets_the_failures_before_it(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    for _ in range(4):
        sign_in(client, cole, "wrong")
    sign_in(client, cole)
    assert not Attempts.objects.exists()


def test_wrong_codes_lock_too_and_a_right_password_between_them_does_not_help(client: Client, world: World) -> None:
    cole = account(world.bluff, "officer")
    sign_in(client, cole)
    activate(client)
    for _ in range(5):
        other = Client()
        sign_in(other, cole)
        other.post("/sign-in/2fa/authenticate/", {"code": "000000"})
    assert attempts.locked(cole.email, datetime.now(UTC))
    assert "Too many failed tries" in sign_in(Client(), cole).content.decode()


def test_an_unknown_address_gets_the_same_answers(client: Client, world: World) -> None:
    known, unknown = account(world.bluff, "officer").email, "nobody@cedar-bluff.example"
    for _ in range(6):
        answers = [sign_in(Client(), email, "wrong") for email in (known, unknown)]
        first, second = (one.content.decode().replace(known, "-").replace(unknown, "-") for one in answers)
        assert answers[0].status_code == answers[1].status_code == 200
        assert _without_tokens(first) == _without_tokens(second)


def test_asking_for_a_new_password_tells_nothing_and_mails_both(world: World, mailoutbox: list[object]) -> None:
    answers = []
    for email in (account(world.bluff, "officer").email, "nobody@cedar-bluff.example"):
        answer = Client().post("/sign-in/password/reset/", {"email": email}, follow=True)
        answers.append(_without_tokens(answer.content.decode()))
    assert answers[0] == answers[1]
    assert len(mailoutbox) == 2


def test_the_log_names_failures_and_the_lock_without_addresses_of_people(client: Client, world: World) -> None:
    cole, before = account(world.bluff, "officer"), len(security_log())
    for _ in range(6):
        sign_in(client, cole, "wrong")
    sign_in(client, "nobody@cedar-bluff.example", PASSWORD)
    said = security_log()[before:]
    assert [one["event"] for one in said] == [*["failure"] * 5, "lock", "refused-locked", "failure"]
    assert all(one["account"] == cole.pk for one in said[:7])
    assert "account" not in said[7]
    assert "@" not in str(said)
    assert {one["address"] for one in said} == {"127.0.0.1"}


def _without_tokens(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if "csrfmiddlewaretoken" not in line)
