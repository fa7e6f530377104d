"""What is done after a signature: sealed files, and mail."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app


@app.task(name="outgoing.produce", queue="outgoing", retry=RetryStrategy(max_attempts=6, exponential_wait=3))
def produce(outgoing: int) -> None:
    """Make the sealed files of a signed paper. Run again, it makes only those that are missing."""
    from diwan.outgoing.models import Outgoing
    from diwan.outgoing.producing import produce as make

    make(Outgoing.objects.select_related("unit", "signed_by", "signed_for", "answers").get(pk=outgoing))


@app.task(name="outgoing.send_mail", queue="mail", retry=RetryStrategy(max_attempts=6, exponential_wait=3))
def send_mail(dispatch: int) -> None:
    """Send one mail, at most once; what fails is told to the registry, which sends it again."""
    from diwan.outgoing.dispatching import send

    send(dispatch)


@app.periodic(cron="* * * * *")
@app.task(name="outgoing.look_after_mail", queue="clock", pass_context=False)
def look_after_mail(timestamp: int) -> None:
    """Find what was left behind: mail whose job is gone, and mail of which nobody knows whether it left."""
    from diwan.outgoing.dispatching import look_after_mail as look

    look()
