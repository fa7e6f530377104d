"""Killed outright at random moments: the short run; the long one is ``python -m bench.faults``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from diwan.config.testing import dump_model

PROJECT = Path(__file__).resolve().parents[3]


def test_nothing_is_lost_or_numbered_twice_and_no_mail_leaves_twice(tmp_path: Path) -> None:
    tables = dump_model(tmp_path / "tables.sql")
    own = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "DIWAN_"))}
    done = subprocess.run(
        [sys.executable, "-m", "bench.faults", "--registrations", "30", "--dispatches", "3", "--kills", "5", "--pause", "0.3", "1",
         *(["--tables", str(tables)] if tables else [])],
        cwd=PROJECT, env=own, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
