"""The list and the question about an account speak Spanish, whole: pages, answers, feeds."""

from __future__ import annotations

import importlib.util
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import Client
from tests.desk.cast import World
from tests.desk.register.public.street import BLUFF, becomes, site, text

import postorders
from postorders.desk.register.likes import INDEX, Purse

CODE = Path(postorders.__file__).parent
REGISTER = CODE / "desk" / "register"
SPANISH = CODE / "locale" / "es" / "LC_MESSAGES" / "django.po"
SAYING = ("public", "verify", "feeds", "registry", "trust", "proof", "opened", "shown", "conforming")


@pytest.fixture(scope="session")
def catalogs() -> ModuleType:
    """The tool that keeps the catalogs, which is no module of the package."""
    spec = importlib.util.spec_from_file_location("catalogs", CODE / "locale" / "catalogs.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def anew() -> None:
    """Each test asks a directory of its own, with time to search it."""
    INDEX.forget()
    INDEX.purse = Purse()


@pytest.fixture
def main(world: World) -> Any:
    return site(world.bluff, "https://x.com/cedarbluffpd", "Cedar Bluff Police")


def visit(path: str, **asked: str) -> str:
    """What a visitor reads whose browser speaks Spanish."""
    return text(Client(headers={"Accept-Language": "es-US,es;q=0.9,en;q=0.1"}).get(f"{BLUFF}/{path}", asked))


def test_every_word_that_a_visitor_may_read_has_its_spanish(catalogs: Any) -> None:
    templates = sorted((REGISTER / "templates" / "register" / "public").glob("*.html"))
    wanted = {words for path in templates for words in catalogs._of_template(path)}
    for name in SAYING:
        wanted |= set(catalogs._of_python((REGISTER / f"{name}.py").read_text(encoding="utf-8")))
    known = catalogs.read(SPANISH)
    assert len(wanted) > 90
    assert not [words for words in sorted(wanted) if not known.get(words)]


@pytest.mark.both
def test_the_list_is_in_spanish_with_spanish_days(main: Any) -> None:
    page = visit("accounts/")
    assert '<html lang="es">' in page and "tiene 1 cuenta oficial en redes sociales" in page
    assert "2 de marzo de 2026" in page and "verificada el 4 de mayo de 2026" in page
    assert "llame al 911" in page
    assert "Official accounts" not in page and "What it is for" not in page


@pytest.mark.both
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("https://x.com/cedarbluffpd", "Sí, es nuestra."),
        ("https://x.com/cedarbuffpd", "Cuidado: no está en la lista y se parece a una cuenta que sí está."),
        ("https://x.com/quiltingguild", "No: no está en la lista de este departamento."),
        ("not an address", "Esta no es la dirección de una cuenta."),
    ],
    ids=["ours", "alike", "unlisted", "no address"],
)
def test_each_answer_is_in_spanish(main: Any, asked: str, said: str) -> None:
    assert said in visit("accounts/verify/", url=asked)


@pytest.mark.both
def test_why_another_account_is_like_it_is_in_spanish(main: Any) -> None:
    assert "Su nombre difiere en una o dos letras." in visit("accounts/verify/", url="https://x.com/cedarbuffpd")


@pytest.mark.both
def test_one_that_ended_is_told_in_spanish(world: World, main: Any) -> None:
    becomes(world.bluff, main, "revoked", ended=datetime(2026, 7, 8, 15, tzinfo=UTC))
    assert "hasta el 8 de julio de 2026" in visit("accounts/verify/", url=main.url)


@pytest.mark.both
def test_the_feeds_are_in_spanish_for_who_asks_for_it(main: Any) -> None:
    feed = visit("accounts/changes.atom", lang="es")
    assert 'xml:lang="es"' in feed and "está en la lista: es una cuenta oficial" in feed
    assert "is on the list" in visit("accounts/changes.atom", lang="en")


@pytest.mark.both
def test_a_visitor_with_another_language_reads_english(main: Any) -> None:
    page = text(Client(headers={"Accept-Language": "de"}).get(f"{BLUFF}/accounts/"))
    assert '<html lang="en">' in page and "Official accounts" in page
