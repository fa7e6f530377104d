"""What the clock calls for in clearance each morning."""

from __future__ import annotations

from collections import Counter

from procrastinate.contrib.django import app


@app.periodic(cron="10 4 * * *")
@app.task(name="clearance.morning", queue="clock", pass_context=False)
def morning(timestamp: int) -> None:
    """Remind, escalate, take silence for consent where the office has ruled so; run again, it does nothing twice."""
    call_by_the_clock()


def call_by_the_clock() -> dict[str, int]:
    """How many of each were called for today."""
    from diwan.clearance.models import Round

    done: Counter[str] = Counter()
    for pk in list(Round.objects.filter(state=Round.State.RUNNING).values_list("pk", flat=True)):
        done.update(Round.objects.get(pk=pk).call_by_the_clock())
    return dict(done)
