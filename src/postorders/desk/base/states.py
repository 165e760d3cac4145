"""States and transitions, declared once in a class and checked when it is imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class State:
    """One state: what a page calls it, the names of the states that may follow, and whether things begin there."""

    label: str
    then: tuple[str, ...] = ()
    first: bool = False


class Workflow:
    """A class whose attributes are states. Raises TypeError at import when it does not hold together."""

    states: ClassVar[dict[str, State]]
    first: ClassVar[str]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.states = {name.replace("_", "-"): one for name, one in vars(cls).items() if isinstance(one, State)}
        begin = [name for name, state in cls.states.items() if state.first]
        if len(begin) != 1:
            raise TypeError(f"{cls.__name__} begins in {len(begin)} states; it needs one.")
        cls.first = begin[0]
        for name, state in cls.states.items():
            if unknown := set(state.then) - set(cls.states):
                raise TypeError(f"{cls.__name__}: {name} goes to unknown {', '.join(sorted(unknown))}.")
        if lost := set(cls.states) - cls._reached():
            raise TypeError(f"{cls.__name__}: nothing leads to {', '.join(sorted(lost))}.")

    @classmethod
    def _reached(cls) -> set[str]:
        found, ahead = {cls.first}, [cls.first]
        while ahead:
            new = set(cls.states[ahead.pop()].then) - found
            found |= new
            ahead += new
        return found

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """The states as Django's choices."""
        return [(name, state.label) for name, state in cls.states.items()]

    @classmethod
    def move(cls, old: str, new: str) -> str:
        """The new state. Raises Refused when it may not follow the old one."""
        if new not in cls.states[old].then:
            from postorders.desk.base.act import Refused

            raise Refused(f"It is {cls.states[old].label.lower()} already.", "Open it again to see where it stands.")
        return new

    @classmethod
    def drawn(cls) -> str:
        """The workflow as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {cls.first}"]
        for name, state in cls.states.items():
            lines.append(f"    {name} : {state.label}")
            lines += [f"    {name} --> {after}" for after in state.then] or [f"    {name} --> [*]"]
        return "\n".join(lines) + "\n"
