"""Where the demonstration lies, and whether it is there already."""

from __future__ import annotations

from pathlib import Path

from postorders.desk.config import FILE, Config, load
from postorders.desk.operate.opening import enter, fresh, unmigrated
from postorders.errors import refuse
from postorders.words import _

MARK = "demonstration"
SAYS = "This desk is a demonstration: everybody knows its passwords. Remove the whole folder when you like.\n"


def open_or_make(home: Path) -> tuple[Config, bool]:
    """Opens the demonstration in a folder, made first when there is none; returns whether it was made now.

    Raises InputError when something else is there.
    """
    if (home / FILE).exists():
        if not (home / MARK).is_file():
            what = _("{folder} holds a desk that is no demonstration.").format(folder=home)
            raise refuse(what, _("Name another folder with --at."))
        load(str(home))
        config = enter(home, pending=True)
        if unmigrated():
            what = _("The demonstration in {folder} is of another release.").format(folder=home)
            raise refuse(what, _("Remove that folder; it is made anew."))
        return config, False
    with fresh(home, mfa_above_member=False, fetch=False) as config:
        from postorders.desk.jobs.worker import main
        from postorders.desk.operate.demo.seed import seed

        (home / MARK).write_text(SAYS, encoding="utf-8")
        seed()
        main(once=True)
    return config, True
