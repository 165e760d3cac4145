"""Catalogs of translations, made with Python alone: `python src/postorders/locale/catalogs.py [extract]`.

It turns each .po file into the .mo file that the program reads. With `extract` it first brings the .po files up to date
with the words in the code: it keeps what is translated, adds what is new, and drops what is gone. The domain
`postorders` is for what is below the desk, `django` for the desk.
"""

from __future__ import annotations

import ast
import re
import struct
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

HERE = Path(__file__).parent
CODE = HERE.parent
CALLS = {"_", "lazy", "gettext", "gettext_lazy", "gettext_noop", "plural", "ngettext", "ngettext_lazy"}
PLURALS = {"plural", "ngettext", "ngettext_lazy"}
HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"
_IN_TEMPLATE = re.compile(
    r"gettext\(\s*u?(?P<one>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")(?:\s*,\s*u?(?P<many>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))?"
)
_ENTRY = re.compile(r'^(msgid|msgid_plural|msgstr(?:\[\d\])?)\s+"(.*)"$|^"(.*)"$')
Words = dict[tuple[str, str], tuple[str, ...]]  # (one, many or "") -> translations, () for none yet


def read(path: Path) -> Words:
    """The translations in a .po file."""
    found: Words = {}
    for block in path.read_text(encoding="utf-8").split("\n\n") if path.is_file() else ():
        parts: dict[str, str] = {}
        name = ""
        for line in block.splitlines():
            if match := _ENTRY.match(line):
                name = match[1] or name
                parts[name] = parts.get(name, "") + ast.literal_eval(f'"{match[2] or match[3] or ""}"')
        if parts.get("msgid"):
            said = tuple(parts[key] for key in sorted(parts) if key.startswith("msgstr") and parts[key])
            found[parts["msgid"], parts.get("msgid_plural", "")] = said
    return found


def write(path: Path, words: Words) -> None:
    """Writes a .po file, in the order of the words."""
    blocks = [
        f'msgid ""\nmsgstr ""\n"Language: {path.parent.parent.name}\\n"\n'
        + "\n".join(map(_quoted, HEADER.splitlines(keepends=True)))
    ]
    for (one, many), said in sorted(words.items()):
        lines = [f"msgid {_quoted(one)}"]
        if many:
            lines.append(f"msgid_plural {_quoted(many)}")
            lines += [f"msgstr[{at}] {_quoted(said[at] if said else '')}" for at in (0, 1)]
        else:
            lines.append(f"msgstr {_quoted(said[0] if said else '')}")
        blocks.append("\n".join(lines))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n\n".join(blocks) + "\n", encoding="utf-8")


def compiled(words: Words) -> bytes:
    """The bytes of a .mo file (GNU gettext, little-endian, revision 0); what is not translated is left out."""
    pairs = {b"": HEADER.encode()}
    for (one, many), said in words.items():
        if said:
            pairs["\0".join(filter(None, (one, many))).encode()] = "\0".join(said).encode()
    keys = sorted(pairs)
    start = 28 + 16 * len(keys)
    tables: list[bytes] = []
    body = b""
    for column in (keys, [pairs[key] for key in keys]):
        for text in column:
            tables.append(struct.pack("<II", len(text), start + len(body)))
            body += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), 28, 28 + 8 * len(keys), 0, start)
    return head + b"".join(tables) + body


def compile_all() -> list[Path]:
    """Compiles every catalog; the files that were written."""
    made = []
    for path in sorted(HERE.glob("*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        target.write_bytes(compiled(read(path)))
        made.append(target)
    return made


def in_code(desk: bool) -> set[tuple[str, str]]:
    """The words of the desk (its templates too), or of everything below it, as (one, many or "")."""
    files = [
        path
        for path in sorted(CODE.rglob("*.py"))
        if (CODE / "desk" in path.parents) is desk and HERE not in path.parents
    ]
    found = {words for path in files for words in _of_python(path.read_text(encoding="utf-8"))}
    templates = sorted((CODE / "desk").rglob("templates/**/*.html")) if desk else []
    return found | {words for path in templates for words in _of_template(path)}


def extract() -> None:
    """Brings each catalog up to date with the code."""
    for domain in ("django", "postorders"):
        wanted = in_code(domain == "django")
        for path in sorted(HERE.glob(f"*/LC_MESSAGES/{domain}.po")):
            known = read(path)
            write(path, {words: known.get(words, ()) for words in wanted})


def _of_python(source: str) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (name := _called(node)) in CALLS:
            given = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if name in PLURALS and len(given) >= 2:
                yield given[0], given[1]
            elif name not in PLURALS and given:
                yield given[0], ""


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def _of_template(path: Path) -> Iterator[tuple[str, str]]:
    from django.utils.translation.template import templatize

    for match in _IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"))):
        yield ast.literal_eval(match["one"]), ast.literal_eval(match["many"]) if match["many"] else ""


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def main(given: Iterable[str]) -> None:
    """Does what was asked: compile unless told otherwise."""
    if "extract" in given:
        extract()
    for path in compile_all():
        print(path.relative_to(CODE))


if __name__ == "__main__":
    main(sys.argv[1:])
