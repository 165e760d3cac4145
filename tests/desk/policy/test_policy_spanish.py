"""The pages for everybody speak Spanish, whole, and the catalogs need no tool besides Python."""

from __future__ import annotations

import gettext
import re
from pathlib import Path
from typing import Any

import pytest

import postorders

CODE = Path(postorders.__file__).parent
POLICY = CODE / "desk" / "policy"
PUBLIC = ("public", "none", "_standing", "policy", "_book", "_row", "clause", "versions")
SPANISH = CODE / "locale" / "es" / "LC_MESSAGES" / "django.po"
HOLE = re.compile(r"%\(\w+\)s|\{[\w!]*\}")


def test_every_word_of_the_public_pages_has_its_spanish(catalogs: Any) -> None:
    wanted = {
        words for name in PUBLIC for words in catalogs._of_template(POLICY / "templates" / "policy" / f"{name}.html")
    }
    for name in ("public", "book", "outside"):
        wanted |= set(catalogs._of_python((POLICY / f"{name}.py").read_text(encoding="utf-8")))
    known = catalogs.read(SPANISH)
    assert len(wanted) > 80
    assert not [words for words in sorted(wanted) if not known.get(words)]


def test_each_translation_keeps_the_holes_of_its_words(catalogs: Any) -> None:
    for (one, _many), said in catalogs.read(SPANISH).items():
        assert all(sorted(HOLE.findall(text)) == sorted(HOLE.findall(one)) for text in said), one


@pytest.mark.parametrize("words", [{('a "b"\n\\', ""): ("é",)}, {("%d dog", "%d dogs"): ("%d perro", "%d perros")}, {}])
def test_a_catalog_is_written_read_and_compiled(catalogs: Any, tmp_path: Path, words: Any) -> None:
    path = tmp_path / "es" / "LC_MESSAGES" / "words.po"
    catalogs.write(path, words)
    assert catalogs.read(path) == words
    path.with_suffix(".mo").write_bytes(catalogs.compiled(words))
    compiled = gettext.translation("words", tmp_path, ["es"])
    for (one, many), said in words.items():
        got = (compiled.ngettext(one, many, 1), compiled.ngettext(one, many, 2)) if many else (compiled.gettext(one),)
        assert got == said
    assert compiled.gettext("unknown") == "unknown"


def test_extraction_finds_words_in_code_and_in_templates(catalogs: Any, tmp_path: Path) -> None:
    source = 'x = _("one"); y = ngettext("a dog", "{n} dogs", 2); z = gettext_lazy("three"); _(name)'
    assert set(catalogs._of_python(source)) == {("one", ""), ("a dog", "{n} dogs"), ("three", "")}
    page = tmp_path / "page.html"
    page.write_text(
        "{% load i18n %}{% translate \"Say 'hi'\" %}{% blocktranslate count n=2 %}{{ n }} cat{% plural %}{{ n }} cats{% endblocktranslate %}"
    )
    assert set(catalogs._of_template(page)) == {("Say 'hi'", ""), ("%(n)s cat", "%(n)s cats")}
