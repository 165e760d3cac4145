"""What each part of the desk does once a day, in every department.

A part has a `daily.py`; what is declared there with `every_day`, or has a name that ends with `_due`, is done.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import datetime
from functools import cache
from inspect import isfunction
from pathlib import Path

HERE = Path(__file__).parent.parent
Daily = Callable[[datetime], object]
_declared: dict[str, Daily] = {}


def every_day(function: Daily) -> Daily:
    """Declares a function that runs once a day in each department, within its scope and its zone.

    It is given the moment, with a zone. A worker may die in the middle and another begins anew, so running it twice
    must do nothing twice; what it writes, it writes in acts of the machine. Raises ValueError when a name stands twice.
    """
    name = f"{function.__module__.split('.')[-2]}.{function.__name__}"
    if name in _declared and _declared[name].__module__ != function.__module__:
        raise ValueError(f"The daily task {name!r} is declared twice.")
    _declared[name] = function
    return function


@cache
def _loaded() -> None:
    for file in sorted(HERE.glob("*/daily.py")):
        if file != Path(__file__):
            module = importlib.import_module(f"postorders.desk.{file.parent.name}.daily")
            for name, one in vars(module).items():
                if name.endswith("_due") and isfunction(one) and one.__module__ == module.__name__:
                    every_day(one)


def found() -> dict[str, Daily]:
    """Every daily function by its name, `part.function`: what the folders of the desk hold in a `daily.py`."""
    _loaded()
    return dict(sorted(_declared.items()))
