"""`bin/diwan register verify`: one page that proves the registers."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from diwan.kernel import clock
from diwan.registers.proof import Proof, prove

SAID = {
    "missing": "missing",
    "beyond": "beyond the counter",
    "doubled": "doubled",
    "backdated": "dated before a lower number",
    "untold": "told by no event of its hour in the trail",
    "orphaned": "given to a record that is not there",
    "unlike": "printed otherwise on its record",
}


class Command(BaseCommand):
    """Prove that no number is missing, doubled or dated back, and that the chain of the trail is whole."""

    help = "Prove that no number is missing, doubled or dated back, and that the trail's chain is whole."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--year", type=int, help="one year only")

    def handle(self, *args: Any, **options: Any) -> None:
        proof = prove(options["year"])
        self.stdout.write("\n".join(page_of(proof)))
        if not proof:
            sys.exit(1)


def page_of(proof: Proof) -> list[str]:
    """The page, line by line."""
    lines = [f"Registers verified on {clock.now():%Y-%m-%d %H:%M %Z}", ""]
    lines.append(f"{'register':24} {'year':>4} {'from':>6} {'to':>7} {'given':>7} {'void':>5} {'reserved':>8}  verdict")
    for volume in proof.volumes:
        lines.append(
            f"{volume.code:24} {volume.year or '–':>4} {1:>6} {volume.last:>7} {volume.given:>7} {volume.void:>5} "
            f"{volume.reserved:>8}  {'whole' if volume else 'NOT WHOLE'}"
        )
        for finding in volume.findings:
            more = f" and {finding.more} more" if finding.more else ""
            lines.append(f"    {SAID[finding.kind]}: {', '.join(finding.numbers)}{more}")
    chain = proof.chain
    lines += ["", f"trail: {chain.links} links, " + ("the chain is whole" if chain else f"BROKEN: {chain.reason}")]
    if chain.broken_at is not None:
        lines.append(f"    at link {chain.broken_at}, event {chain.event or '–'}")
    lines += ["", "No number is missing, doubled or dated back." if proof else "THE REGISTERS ARE NOT PROVED."]
    return lines
