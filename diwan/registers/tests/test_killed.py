"""Killed outright at random moments: the short run; the long one is ``python -m bench.faults``."""

from __future__ import annotations

import subprocess
import sys

from diwan.config.settings import BASE_DIR


def test_nothing_is_lost_or_numbered_twice_and_no_mail_leaves_twice() -> None:
    done = subprocess.run(
        [sys.executable, "-P", "-c", f"import sys; sys.path.insert(0, {str(BASE_DIR)!r}); from bench.faults import main; sys.exit(main())",
         "--registrations", "60", "--dispatches", "6", "--kills", "8", "--pause", "0.4", "1.2"],
        cwd=BASE_DIR, capture_output=True, text=True, timeout=400, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
