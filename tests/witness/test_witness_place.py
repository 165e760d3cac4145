"""Where the witness is has to be said whole, and nothing may travel where others read along."""

from __future__ import annotations

from pathlib import Path

import pytest

from postorders.errors import InputError
from postorders.witness import place


def refused(*given: str, **env: str) -> str:
    with pytest.raises(InputError) as error:
        place(*given, env=env)
    return str(error.value)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://model.example/v1", "https://model.example/v1/chat/completions"),
        ("https://model.example/v1/", "https://model.example/v1/chat/completions"),
        ("https://model.example", "https://model.example/chat/completions"),
        ("https://model.example:8443/v1/chat/completions", "https://model.example:8443/v1/chat/completions"),
        ("http://localhost:8080/v1", "http://localhost:8080/v1/chat/completions"),
        ("http://127.0.0.2:8080/v1", "http://127.0.0.2:8080/v1/chat/completions"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1/chat/completions"),
    ],
)
def test_the_address_of_an_api_is_that_of_its_chat(url: str, address: str) -> None:
    assert place(url, "small", env={}).address == address


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://model.example/v1", "anybody on the way could read the post"),
        ("http://192.168.1.5/v1", "anybody on the way could read the post"),
        ("http://localhost.example/v1", "anybody on the way could read the post"),
        ("https://key:secret@model.example/v1", "carries more than an address"),
        ("https://model.example/v1?key=secret", "carries more than an address"),
        ("https://model.example/v1#a", "carries more than an address"),
        ("ftp://model.example/v1", "not the address of a witness"),
        ("model.example/v1", "not the address of a witness"),
        ("https://", "not the address of a witness"),
        ("https://model.example:port/v1", "not the address of a witness"),
        ("https://[model/v1", "not the address of a witness"),
        ("https://model.example/v 1", "not the address of a witness"),
        ("https://mödel.example/v1", "not the address of a witness"),
    ],
)
def test_another_address_is_refused(url: str, says: str) -> None:
    said = refused(url, "small")
    assert says in said
    assert "secret" not in said


@pytest.mark.parametrize("model", ["", "two words", "a\nb", "x" * 101])
def test_a_model_has_a_name(model: str) -> None:
    assert "--witness-model" in refused("https://model.example/v1", model)


def test_the_environment_says_what_the_options_do_not() -> None:
    env = {
        "POSTORDERS_WITNESS_URL": "https://model.example/v1",
        "POSTORDERS_WITNESS_MODEL": "small",
        "POSTORDERS_WITNESS_KEY": " k-1\n",
    }
    assert (place(env=env).name, place(env=env).key) == ("small at model.example", "k-1")
    assert place("https://other.example:444/v1", "large", env=env).name == "large at other.example:444"
    assert "--witness-url" in refused()


def test_the_key_comes_from_the_file_that_is_named_first_of_all(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k-2\n")
    env = {"POSTORDERS_WITNESS_KEY": "k-1", "POSTORDERS_WITNESS_KEY_FILE": str(tmp_path / "none")}
    assert place("https://model.example/v1", "small", str(tmp_path / "key"), env).key == "k-2"
    assert place("https://model.example/v1", "small", env=env).key == "k-1"
    del env["POSTORDERS_WITNESS_KEY"]
    assert "no such file with a key" in refused("https://model.example/v1", "small", **env)


def test_a_key_is_one_line_and_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k-2\r\nX-Other: secret")
    said = refused("https://model.example/v1", "small", str(tmp_path / "key"))
    assert "not one line" in said
    assert "secret" not in said
    assert "k-1" not in repr(place("https://model.example/v1", "small", env={"POSTORDERS_WITNESS_KEY": "k-1"}))
