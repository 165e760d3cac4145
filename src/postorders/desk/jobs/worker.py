"""The worker: does the tasks of the queue, takes over from workers that died, and enqueues what is due."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from typing import Any

from django.db import close_old_connections, connections
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from postorders.desk.jobs import lease, schedule

POLL = 0.25
SWEEP = 10.0
ROUND = 20  # tasks between two looks at the clock
log = logging.getLogger("postorders.jobs")


class Leased(Worker):
    """A worker of the queue that holds a lease on what it does."""

    def run_task(self, db_task_result: Any) -> None:
        """Does a task under a lease, and settles what follows from how it ended."""
        with lease.held(db_task_result.id, self.worker_id):
            super().run_task(db_task_result)
        lease.settle(db_task_result.id)


class Loop:
    """Works until it is told to stop; a task that has begun is finished first."""

    def __init__(self) -> None:
        self.name = f"{os.getpid()}-{get_random_string(12)}"
        self.over = threading.Event()
        self._swept = 0.0

    def stop(self, *given: Any) -> None:
        """Ends the loop after the task at hand."""
        self.over.set()

    def run(self) -> None:
        """Works, and rests a moment when there is nothing to do."""
        while not self.over.is_set():
            if not self.round():
                self.over.wait(POLL)

    def round(self) -> bool:
        """Looks after the clock and does some tasks; whether there were any."""
        close_old_connections()
        if time.monotonic() - self._swept >= SWEEP or not self._swept:
            self._swept = time.monotonic()
            if count := lease.sweep():
                log.warning("Took %d tasks over from workers that fell silent.", count)
            schedule.enqueue_due()
        return self._work()

    def _work(self) -> bool:
        for done in range(ROUND):
            if self.over.is_set() or not DBTaskResult.objects.ready().exists():
                return done > 0
            _one(self.name).run()
        return True


def _one(name: str) -> Leased:
    return Leased(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=name,
        excluded_queue_names=[],
    )


def main(once: bool = False) -> None:
    """Runs a worker in this process: with `once`, until nothing is ready; otherwise until SIGTERM or SIGINT."""
    loop = Loop()
    if once:
        while loop.round():
            pass
    else:
        signal.signal(signal.SIGTERM, loop.stop)
        signal.signal(signal.SIGINT, loop.stop)
        loop.run()
    connections.close_all()
