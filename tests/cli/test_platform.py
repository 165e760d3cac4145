"""`postorders platform`: what can be published where, and a walk through an account on a server of our own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlencode

import pytest
from tests.platforms.contract.bluesky import Bluesky
from tests.platforms.contract.mastodon import MastodonServer
from tests.platforms.contract.server import serving

from postorders.platforms.publisher import publishers

Run = Callable[..., Any]
TRY = (sys.executable, "-m", "postorders.cli.main", "platform", "try")


@contextmanager
def trying(*arguments: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """The command with its input and output at hand."""
    given = {"text": True, "stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*TRY, *arguments], env={**os.environ, **more}, **given) as one:  # type: ignore[call-overload]
        yield one


def allowed(one: subprocess.Popen[str], server: MastodonServer, *answers: str) -> tuple[str, str]:
    """The person says yes to connecting, opens the printed address, brings back what it led to, and answers the rest."""
    assert one.stdin and one.stdout
    one.stdin.write("y\n")
    one.stdin.flush()
    url = next(line for line in one.stdout if line.startswith(server.base)).strip()
    came = f"http://localhost/postorders?{urlencode(server.approve(url))}"
    return one.communicate("\n".join([came, *answers, ""]), timeout=60)


def test_every_platform_that_publishes_is_listed(postorders: Run) -> None:
    text, data = postorders("platform", "list"), postorders("platform", "list", "--format", "json")
    assert text.code == data.code == 0
    listed = {one["platform"]: one for one in json.loads(data.out)}
    assert listed.keys() == publishers().keys()
    assert (listed["mastodon"]["text"], listed["mastodon"]["edit"], listed["nixle"]["by_hand"]) == (
        500,
        "history",
        True,
    )
    lines = text.out.splitlines()
    assert [line.split()[0] for line in lines[1:]] == sorted(publishers())
    assert "by hand" in next(line for line in lines if line.startswith("nextdoor"))


def test_one_platform_is_shown_with_its_source(postorders: Run) -> None:
    shown = postorders("platform", "show", "bluesky")
    assert shown.code == 0
    assert "300 characters as read" in shown.out and "app password" in shown.out
    assert f"Source: {publishers()['bluesky'].can.source}, looked up on 2026-11-22" in shown.out


def test_an_unknown_platform_is_refused_with_the_nearest_name(postorders: Run) -> None:
    refused = postorders("platform", "show", "mastodn")
    assert refused.code == 2 and "mastodon" in refused.err and "Traceback" not in refused.err


def test_a_walk_connects_publishes_reads_back_corrects_and_takes_down() -> None:
    with serving(MastodonServer()) as server, trying("mastodon", "--server", server.base) as one:
        assert isinstance(server, MastodonServer)
        out, err = allowed(one, server, "y", "y", "y", "y")
        assert one.returncode == 0, err
        for words in ("Connected as police@", "It stands at", "The same.", "Changed in place", "Gone:"):
            assert words in out
        assert not server.posts and "Still there" not in out
        assert [server.count(f"{how} /api/v1/statuses(/[^/]+)?") for how in ("POST", "PUT", "DELETE")] == [1, 1, 1]
        assert all(token not in out + err for token in server.tokens)


def test_what_is_declined_is_not_done_and_what_stays_is_named() -> None:
    with serving(MastodonServer()) as server, trying("mastodon", "--server", server.base, "--text", "Hello.") as one:
        assert isinstance(server, MastodonServer)
        out, _err = allowed(one, server, "y", "n", "n", "n")
        (post,) = server.posts.values()
        assert one.returncode == 0 and post.text == "Hello."
        assert f"Still there: {server.base}/@police/{post.id}" in out


def test_an_unknown_outcome_is_looked_for_and_not_sent_again() -> None:
    with serving(MastodonServer()) as server, trying("mastodon", "--server", server.base) as one:
        assert isinstance(server, MastodonServer)
        server.fail("POST /api/v1/statuses", "drop after")
        out, err = allowed(one, server, "y", "n", "n", "y")
        assert one.returncode == 0, err
        assert "Looking." in out and server.count("POST /api/v1/statuses") == 1 and not server.posts


def test_a_step_that_fails_says_why_and_what_still_stands_there() -> None:
    with serving(MastodonServer()) as server, trying("mastodon", "--server", server.base) as one:
        assert isinstance(server, MastodonServer)
        server.fail(r"GET /api/v1/statuses/[^/]+", "before", times=9)
        out, err = allowed(one, server, "y", "y")
        assert one.returncode == 1 and "Still there:" in out and "Traceback" not in err
        assert len(server.posts) == 1


def test_a_password_comes_from_the_environment_and_is_not_shown() -> None:
    with serving(Bluesky()) as server:
        assert isinstance(server, Bluesky)
        account = server.join("cedarbluff.example")
        arguments = ("bluesky", "--server", server.base, "--handle", account.handle)
        with trying(*arguments, POSTORDERS_TRY_PASSWORD=account.password) as one:
            out, err = one.communicate("y\ny\ny\ny\ny\n", timeout=60)
        assert one.returncode == 0, err
        assert f"Connected as {account.handle}" in out and out.count("Gone:") == 2
        assert not account.records and account.password not in out + err


def test_a_platform_of_people_has_nothing_to_try(postorders: Run) -> None:
    told = postorders("platform", "try", "nixle")
    assert told.code == 0 and "by hand" in told.out


@pytest.mark.parametrize("server", ["http://social.example", "social.example"])
def test_a_server_that_is_not_asked_over_https_is_refused(postorders: Run, server: str) -> None:
    refused = postorders("platform", "try", "mastodon", "--server", server)
    assert refused.code == 2 and "--server" in refused.err
