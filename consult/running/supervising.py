"""Keeping the processes of one service together: the web server and the worker start and end as one."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

PAUSES = (1, 2, 5, 10, 30)  # seconds before a worker that died is started again; the last pause stays
GRACE = 30  # seconds that processes have to end by themselves


def keep_running(server: list[str], worker: list[str]) -> int:
    """Run both until the server ends or somebody stops us; returns the server's exit status.

    A worker that dies is started again, after growing pauses. SIGTERM and SIGINT reach both.
    """
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    os.environ["STARTED_BY_SERVE"] = str(os.getpid())
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    serving = subprocess.Popen(server)
    working = _Kept(worker)
    while serving.poll() is None and not stopping:
        working.look()
        time.sleep(0.2)
    for process in (serving, working.process):
        if process.poll() is None:
            process.terminate()
    for process in (serving, working.process):
        _end(process)
    return 0 if stopping else serving.returncode


class _Kept:
    """A process that is started again when it dies."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._died = 0
        self._again_at = 0.0
        self.process = subprocess.Popen(command)

    def look(self) -> None:
        """Start the process again once its pause is over."""
        if self.process.poll() is None:
            return
        if not self._again_at:
            pause = PAUSES[min(self._died, len(PAUSES) - 1)]
            print(f"The worker ended with status {self.process.returncode}; starting it again", file=sys.stderr)
            self._died, self._again_at = self._died + 1, time.monotonic() + pause
        elif time.monotonic() >= self._again_at:
            self._again_at = 0.0
            self.process = subprocess.Popen(self._command)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
