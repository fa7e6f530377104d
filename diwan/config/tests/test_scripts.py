"""The scripts at the door, and what installing relies on."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from .conftest import PROJECT

# Notes how it was called, and answers what bin/setup asks of it.
FALSE_PYTHON = """\
#!/bin/sh
echo "python $*" >> "$(dirname "$0")/../called"
case $2 in
  *hashlib*) echo sum ;;
  *sysconfig*) echo "$(dirname "$0")/.." ;;
esac
"""
SCRIPTS = sorted(file for file in (PROJECT / "bin").iterdir() if file.is_file())


def names(lock: Path) -> dict[str, int]:
    """Each package of a lock with the number of its hashes."""
    found: dict[str, int] = {}
    name = ""
    for line in lock.read_text().splitlines():
        if pinned := re.match(r"([A-Za-z0-9._-]+(?:\[[^]]*])?)==\S+", line):
            name = pinned[1]
            found[name] = 0
        elif "--hash=sha256:" in line:
            found[name] += 1
    return found


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_gives_every_package_a_hash_and_names_no_place(lock: str) -> None:
    packages = names(PROJECT / lock)
    assert len(packages) > 20
    assert not [name for name, hashes in packages.items() if not hashes]
    assert not re.search(r"https?:|--(extra-)?index-url|--find-links|@ ", (PROJECT / lock).read_text())


def test_what_developers_install_holds_all_that_running_needs() -> None:
    running, developing = (
        {line.split(" ")[0] for line in (PROJECT / lock).read_text().splitlines() if "==" in line}
        for lock in ("requirements.lock", "requirements-dev.lock")
    )
    assert running <= developing


def test_continuous_integration_runs_what_everybody_runs() -> None:
    commands = [
        line
        for line in (PROJECT / ".ci" / "run").read_text().splitlines()
        if line and not line.startswith(("#", "set "))
    ]
    assert len(commands) == 1
    assert commands[0].endswith('/../bin/test" "$@"')


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_a_script_can_be_run_stops_at_errors_and_names_no_machine(script: Path) -> None:
    text = script.read_text()
    assert script.stat().st_mode & 0o111
    assert re.search(r"^set -e?uo pipefail$", text, re.MULTILINE)
    assert not re.search(r"/(work|root|home)/", text)
    assert subprocess.run(["bash", "-n", str(script)], capture_output=True).returncode == 0


def test_the_words_of_the_house_are_all_at_the_door() -> None:
    assert {script.name for script in SCRIPTS} >= {
        "setup",
        "run",
        "test",
        "check",
        "seed",
        "translate",
        "diwan",
    }


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The scripts in a project elsewhere, in a folder with a space, with an environment already made."""
    project = tmp_path / "a copy"
    shutil.copytree(PROJECT / "bin", project / "bin")
    for lock in ("requirements.lock", "requirements-dev.lock"):
        shutil.copy(PROJECT / lock, project / lock)
    (project / ".venv" / "bin").mkdir(parents=True)
    python = project / ".venv" / "bin" / "python"
    python.write_text(FALSE_PYTHON)
    python.chmod(0o755)
    return project


def called(project: Path) -> str:
    return (project / ".venv" / "called").read_text()


def test_setup_installs_by_hash_and_then_has_nothing_to_do(copy: Path, tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    first = subprocess.run([copy / "bin" / "setup"], env=environment, capture_output=True, text=True, cwd="/")
    assert first.returncode == 0, first.stderr
    installs = [line for line in called(copy).splitlines() if " install " in line]
    assert len(installs) == 1
    assert "--require-hashes -r" in installs[0]
    assert installs[0].endswith("/requirements.lock")
    (copy / ".venv" / "called").write_text("")
    again = subprocess.run([copy / "bin" / "setup"], env=environment, capture_output=True, text=True, cwd="/")
    assert "pip" not in called(copy)
    assert again.stderr == "setup: everything is in place.\n"


def test_developers_get_their_own_lock(copy: Path, tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    subprocess.run([copy / "bin" / "setup", "--dev"], env=environment, check=True, capture_output=True)
    assert "/requirements-dev.lock" in called(copy)


def test_the_floors_hold() -> None:
    pytest.importorskip("importlinter")
    from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

    assert lint_imports(config_filename=str(PROJECT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


def test_the_worker_knows_every_job_of_the_house() -> None:
    written = {
        f"diwan.{file.parent.name}.jobs" for file in PROJECT.glob("diwan/*/jobs.py") if "@app.task" in file.read_text()
    }
    assert written == set(settings.PROCRASTINATE_IMPORT_PATHS)
