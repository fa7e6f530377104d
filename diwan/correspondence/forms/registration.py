"""What is entered of a letter: nearly all of it optional, so that sender, reference, date and subject suffice."""

from __future__ import annotations

import datetime as dt
import errno
import re
import uuid
from typing import IO, Any, cast

from django import forms
from django.core import signing
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from diwan.capture.models import Channel
from diwan.correspondence.forms.words import Shared, Words, name_of_file
from diwan.correspondence.models import Kind, Urgency
from diwan.correspondence.proposing import day_in
from diwan.correspondence.registration import Handed, named_records, our_record
from diwan.directory.recognition import resolve
from diwan.documents.kinds import Unacceptable
from diwan.documents.models import File
from diwan.interface.components.marks import CONFIDENTIALITY
from diwan.kernel import clock
from diwan.kernel.folding import fold
from diwan.people.models import Person
from diwan.reading.lexicon import LANGUAGES

ACCEPTED = "application/pdf,image/*,.pdf,.docx,.xlsx,.pptx,.txt,.html,.htm,.csv,.tif,.tiff,.jpg,.jpeg,.png"
KEPT_FOR = 12 * 3600
"""Seconds for which a form remembers the file already sent: as long as a session lasts."""
ENVELOPE = frozenset(
    {
        "sender", "their_reference", "channel", "carrier", "received", "sealed", "physical_form", "call_number", "urgency",
        "entry_key", "arrival", "kept", "answers", "concerns", "confirmed", "follows", "language",
    }
)  # fmt: skip
"""What can be known of a sealed item."""
SALT = "correspondence.file"
_TIME = re.compile(r"(?<!\d)(\d{1,2})\s*[:h]\s*(\d{2})(?!\d)")


def languages() -> list[tuple[str, Any]]:
    """The languages in which letters are read, each by its own name."""
    return [("", _("unknown")), *((c, get_language_info(c)["name_local"].capitalize()) for c in LANGUAGES)]


class Number(Shared, forms.IntegerField):
    """A whole number."""


class Choice(Shared, forms.ChoiceField):
    """One of few."""


class Level(Shared, forms.TypedChoiceField):
    """A level of confidentiality."""


class Tick(Shared, forms.BooleanField):
    """Yes or no."""


class Upload(Shared, forms.FileField):
    """A file."""


class Mark(Shared, forms.CharField):
    """What the form itself remembers."""


class Key(Shared, forms.UUIDField):
    """The key of the form."""


def plain_number(label: Any, most: int) -> Number:
    """A count."""
    widget = forms.TextInput(attrs={"inputmode": "numeric", "size": "4"})
    wrong = _("Type a number from 0 to %(most)s.") % {"most": most}
    return Number(
        label=label, required=False, min_value=0, max_value=most, widget=widget,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )  # fmt: skip


class RegistrationForm(forms.Form):
    """A letter as it is entered. What was typed stays in it when it is refused, and so does the file."""

    entry_key = Key(widget=forms.HiddenInput, required=False)
    arrival = Number(widget=forms.HiddenInput, required=False)
    follows = Number(widget=forms.HiddenInput, required=False)
    kept = Mark(widget=forms.HiddenInput, required=False)
    file = Upload(label=_("Scan, photo or file"), required=False, allow_empty_file=True)
    sender = Words(label=_("Sender"), limit=300)
    sealed = Tick(label=_("Sealed, personal or confidential: stays unopened"), required=False)
    their_reference = Words(label=_("Their reference"), limit=120)
    dated = Words(label=_("Date of the letter"), limit=120)
    subject = Words(label=_("Subject"), limit=300)
    kind = Choice(label=_("Kind"), choices=Kind.choices, initial=Kind.LETTER, required=False)
    language = Choice(label=_("Language"), choices=languages, required=False)
    confidentiality = Level(
        label=_("Mark"), choices=list(enumerate(CONFIDENTIALITY)), coerce=int, empty_value=1, initial=1, required=False,  # type: ignore[arg-type]
    )  # fmt: skip
    channel = Choice(label=_("Received by"), choices=Channel.choices, initial=Channel.POST, required=False)
    pages = plain_number(_("Pages"), 9999)
    enclosures = plain_number(_("Enclosures"), 999)
    urgency = Choice(label=_("Urgency"), choices=Urgency.choices, initial=Urgency.ROUTINE, required=False)
    answers = Words(label=_("Answers our"), limit=100)
    concerns = Words(label=_("Concerns"), limit=300)
    received = Words(label=_("Received on"), limit=60)
    carrier = Words(label=_("Carrier"), limit=120)
    signatory = Words(label=_("Signed by"), limit=200)
    enclosures_note = Words(label=_("What is enclosed"), limit=300)
    copied_to = Words(label=_("Copied by the sender to"), limit=300)
    physical_form = Words(label=_("Physical form"), limit=120)
    call_number = Words(label=_("Where the original is"), limit=120)
    confirmed = Tick(label=_("I have looked: this is another item"), required=False)

    def __init__(self, *args: Any, person: Person, **options: Any) -> None:
        super().__init__(*args, **options)
        self.person = person
        self.main: Handed | None = None
        self.full = False

    # the file ------------------------------------------------------------------------------------------------------
    def keep_file(self) -> None:
        """Keep the file that is sent, or remember the one sent before; what cannot be kept is said at its field."""
        upload = self.files.get("file")
        if upload is None:
            self.main = remembered(self.data.get("kept", ""), self.person)
            return
        try:
            name = name_of_file(upload.name or "")
            self.main = Handed(File.lay_down(cast(IO[bytes], upload.file), name), name)
        except Unacceptable as refusal:
            self.add_error("file", str(refusal.reason))
        except OSError as trouble:
            if trouble.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            self.full = True
            self.add_error("file", no_room())

    @property
    def kept_mark(self) -> str:
        """The signed name of the file kept so far; it gets its row now, for it is to be found again."""
        if self.main and self.main.file._state.adding:
            self.main.file.entered()
        return kept_mark(self.main, self.person) if self.main else ""

    # the fields ----------------------------------------------------------------------------------------------------
    def clean_entry_key(self) -> uuid.UUID:
        return self.cleaned_data["entry_key"] or uuid.uuid4()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        self.keep_file()
        sealed = bool(given.get("sealed"))
        if sealed:
            self._only_envelope(given)
        elif not given.get("subject") and "subject" not in self.errors:
            self.add_error("subject", _("Say in a line what it is about."))
        if not given.get("sender") and "sender" not in self.errors:
            self.add_error("sender", _("Type who sent it, as it is printed. Where nothing is printed: “unknown”."))
        self._dates(given)
        self._numbers(given)
        return given

    def _only_envelope(self, given: dict[str, Any]) -> None:
        for name in ("subject", "dated", "signatory", "enclosures_note", "copied_to"):
            if given.get(name):
                self.add_error(name, _("A sealed item is registered by its envelope only. Leave this empty."))
        if self.main or given.get("arrival"):
            self.main = None
            self.add_error(
                "file", _("A sealed item is not opened and has no scan. Take the file away, or break no seal.")
            )

    def _dates(self, given: dict[str, Any]) -> None:
        now = clock.now().astimezone(self.person_zone)
        received: dt.datetime | None = now
        try:
            if typed := given.get("received"):
                received = self._moment(typed, now)
        except forms.ValidationError as wrong:
            self.add_error("received", wrong)
            received = None
        given["received_at"] = received
        words, given["dated"], given["dated_printed"] = given.get("dated") or "", None, ""
        if not words:
            return
        day = day_in(words)
        if day is None:
            self.add_error(
                "dated",
                _("This is no day of either calendar. Type it as 27/01/2026, 27 January 2026 or 8 Sha’ban 1447."),
            )
        elif day > (received or now).date():
            self.add_error("dated", _("The letter would be dated after the day it came. Look at both days."))
        elif day.year < 1900:
            self.add_error("dated", _("This year is too long ago. Look at it again."))
        else:
            given["dated"], given["dated_printed"] = day, words

    def _moment(self, typed: str, now: dt.datetime) -> dt.datetime:
        hour = _TIME.search(fold(typed))
        rest = _TIME.sub("", fold(typed)).strip(" ,T")
        day = day_in(rest) if rest else now.date()
        try:
            if day is None:
                raise ValueError
            time = dt.time(int(hour[1]), int(hour[2])) if hour else dt.time(12) if day != now.date() else now.time()
        except ValueError:
            raise forms.ValidationError(_("This is no day and hour. Type it as 27/01/2026 09:30.")) from None
        moment = dt.datetime.combine(day, time, tzinfo=now.tzinfo)
        if moment > now + dt.timedelta(minutes=5):
            raise forms.ValidationError(_("It cannot have come in the future. Look at the day and the hour."))
        if moment < now - dt.timedelta(days=366 * 5):
            raise forms.ValidationError(_("More than five years ago: look at the year again."))
        return moment

    @property
    def person_zone(self) -> dt.tzinfo:
        """The time zone of the registry."""
        unit = self.person.unit
        return unit.zone if unit else dt.UTC

    def _numbers(self, given: dict[str, Any]) -> None:
        self.answered: Any = None
        self.concerned: list[Any] = []
        if typed := given.get("answers"):
            self.answered = our_record(self.person, typed)
            if self.answered is None:
                self.add_error(
                    "answers", _("No item open to you has this number. Look at it again, or leave it empty.")
                )
        if typed := given.get("concerns"):
            self.concerned, unknown = named_records(self.person, typed)
            if unknown:
                self.add_error(
                    "concerns", _("Nothing open to you is called so: %(words)s.") % {"words": "; ".join(unknown)}
                )

    def facts(self) -> dict[str, Any]:
        """What ``registration.enter`` is given."""
        given = self.cleaned_data
        name = given["sender"]
        sender = resolve(name)
        sealed = given["sealed"]
        names = ["their_reference", "carrier", "physical_form", "call_number"]
        if not sealed:
            names += ["signatory", "enclosures_note", "copied_to", "subject", "dated", "dated_printed", "pages"]
        facts = {field: given[field] for field in names}
        facts |= {
            "sender": sender, "sender_name": name, "received_at": given["received_at"],
            "channel": given["channel"] or Channel.POST, "urgency": given["urgency"] or Urgency.ROUTINE,
            "kind": given["kind"] or Kind.LETTER, "language": given["language"],
            "confidentiality": given["confidentiality"], "sealed": sealed,
        }  # fmt: skip
        if not sealed:
            facts["enclosures"] = given["enclosures"] or 0
        return facts


def no_room() -> Any:
    """What is said on a full disk."""
    return _(
        "There is no room left on the disk: nothing was registered and no number was given. "
        "Tell the administrator, then send it again; what you typed is still here."
    )


def kept_mark(handed: Handed, person: Any) -> str:
    """A kept file by name, signed for one person."""
    return signing.dumps([handed.file.pk, handed.name], salt=f"{SALT}.{person.pk}")


def remembered(mark: str, person: Any) -> Handed | None:
    """The file of such a mark; None of a forged or an old one."""
    if not mark:
        return None
    try:
        sha256, name = signing.loads(mark, salt=f"{SALT}.{person.pk}", max_age=KEPT_FOR)
    except signing.BadSignature:
        return None
    file = File.objects.filter(pk=sha256).first()
    return Handed(file, name) if file else None
