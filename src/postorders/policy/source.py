"""YAML files with their line numbers, and one clear message when they do not parse."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from postorders.errors import Problem


def read_yaml(path: Path, shown: str = "") -> tuple[Any, list[Problem]]:
    """The data in a YAML file with line marks, and what is wrong with it. Duplicate keys are refused."""
    from ruamel.yaml import YAML
    from ruamel.yaml.constructor import DuplicateKeyError
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    name = shown or path.name
    try:
        data = YAML(typ="rt").load(path.read_text(encoding="utf-8"))
        return (data, []) if _small(data) else (None, [Problem(_TANGLED, "Write it out flat, without aliases.", name)])
    except UnicodeDecodeError as error:
        return None, [Problem(f"The file is not UTF-8 (byte {error.start}).", "Save it as UTF-8.", name)]
    except DuplicateKeyError as error:
        mark = error.problem_mark
        what = str(error.problem).split(" with value")[0].replace("found duplicate key", "Duplicate key")
        return None, [Problem(f"{what}.", "Keep one of the two.", name, mark.line + 1, mark.column + 1)]
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        return None, [Problem(f"Not YAML: {error.problem}.", "Check indentation and quotes.", name, line, column)]
    except YAMLError as error:
        return None, [Problem(f"Not YAML: {str(error).splitlines()[0]}.", "Remove that character.", name)]


def _small(data: Any) -> bool:
    """Whether the data has an end: an alias may make a file refer to itself, or grow without bound."""
    waiting, met = [(data, 0)], 0
    while waiting:
        item, depth = waiting.pop()
        met += 1
        if depth > _DEEP or met > _MANY:
            return False
        if isinstance(item, (dict, list)):
            waiting += [(inner, depth + 1) for inner in (item.values() if isinstance(item, dict) else item)]
    return True


_DEEP, _MANY = 40, 200_000
_TANGLED = "The file refers to itself, is nested too deeply, or is too large."
