"""Diwan as `bin/run` starts it, some of its processes killed now and then."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from bench.registration import PROJECT, await_port, free_port


class House:
    """`bin/run` of a furnished data folder, and the killing of its processes."""

    def __init__(self, data: Path, mail: int) -> None:
        self.data, self.port = data, free_port()
        self.log = (data / "said").open("ab")
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "diwan.config.supervisor", "--data", str(data), "--no-demo", "--port", str(self.port)],
            env=environment | {"DIWAN_MAIL_URL": f"smtp://127.0.0.1:{mail}"}, cwd=PROJECT, stdout=self.log, stderr=self.log,
        )  # fmt: skip
        await_port(self.port)

    def processes(self) -> dict[int, str]:
        """Those of this house, with the names they go by."""
        found = {}
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and str(self.data) in (entry / "cmdline").read_text(errors="replace"):
                    found[int(entry.name)] = (entry / "comm").read_text().strip()
            except OSError:
                continue
        return found

    def kill(self, name: str, chance: random.Random) -> bool:
        """Kill one process of a name, all of them if it is the database; whether there was one."""
        there = [process for process, known in self.processes().items() if known == name]
        for process in there if name == "postgres" else there and [chance.choice(there)]:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return bool(there)

    def stop(self) -> None:
        """As the system does."""
        self.process.terminate()
        self.process.wait(60)
        self.log.close()
