"""After the signature: sealed files that any reader verifies, and mail that is neither lost nor sent twice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from smtplib import SMTPDataError, SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import OperationalError

from diwan.correspondence.models import Dossier
from diwan.correspondence.tests.letters import a_class
from diwan.kernel import clock
from diwan.kernel.decisions import NotNow
from diwan.outgoing import dispatching, producing
from diwan.outgoing.dispatching import look_after_mail, sealed_versions, send, settle_doubt
from diwan.outgoing.models import Dispatch, Outgoing
from diwan.outgoing.producing import office_seal, produce
from diwan.printing.seal import verify_pdf


@pytest.fixture(autouse=True)
def _seal(settings: Any, tmp_path_factory: Any) -> None:
    """One key for all the tests: making it takes longer than they do."""
    settings.DATA = tmp_path_factory.getbasetemp() / "with-a-seal"


@pytest.fixture
def sealed(signed: Outgoing) -> Outgoing:
    """That paper with its files."""
    produce(signed)
    signed.refresh_from_db()
    return signed


def test_the_file_is_sealed_with_its_number_and_verified(sealed: Outgoing) -> None:
    version = sealed_versions(sealed)[0]
    content = version.file.path.read_bytes()
    verdict = verify_pdf(content, office_seal().certificate)
    assert verdict.good
    assert sealed.number and sealed.number in verdict.reason
    assert version.name == "OIC-CAB-2035-000001-fr.pdf"
    changed = content.replace(b"%%EOF", b"%%EOF\n% one line more", 1) + b"\n% added"
    assert not verify_pdf(changed, office_seal().certificate).good


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig (poppler-utils) is not installed")
def test_another_program_verifies_it(sealed: Outgoing, tmp_path: Path) -> None:
    file = tmp_path / "sealed.pdf"
    file.write_bytes(sealed_versions(sealed)[0].file.path.read_bytes())
    said = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False).stdout
    assert "Signature is Valid" in said
    assert "ETSI.CAdES.detached" in said
    assert "Total document signed" in said


def test_made_again_it_makes_nothing_twice(sealed: Outgoing) -> None:
    assert produce(sealed) == 0
    assert [document.versions.count() for document in sealed.files("signed")] == [1]


def test_killed_while_it_is_made_it_begins_anew(signed: Outgoing, monkeypatch: Any) -> None:
    class Killed(BaseException):
        pass

    plain = producing.lay_in

    def die(*args: Any, **facts: Any) -> None:
        plain(*args, **facts)
        raise Killed

    monkeypatch.setattr(producing, "lay_in", die)
    with pytest.raises(Killed):
        produce(signed)
    signed.refresh_from_db()
    assert (signed.produced_at, signed.files("signed").count()) == (None, 0)
    monkeypatch.setattr(producing, "lay_in", plain)
    assert produce(signed) == 1


def test_it_is_not_sent_before_its_file_is_there(signed: Outgoing, salma: Any) -> None:
    with pytest.raises(NotNow, match="sealed file is being made"):
        signed.dispatch(by=salma, addressee=signed.addressees.get(), channel="hand")


def test_by_bag_it_needs_a_proof_and_goes_once(sealed: Outgoing, salma: Any) -> None:
    to = sealed.addressees.get()
    with pytest.raises(NotNow, match="proof"):
        sealed.dispatch(by=salma, addressee=to, channel="bag")
    sealed.dispatch(by=salma, addressee=to, channel="bag", proof="BAG 0012")
    with pytest.raises(NotNow, match="already"):
        sealed.dispatch(by=salma, addressee=to, channel="bag", proof="BAG 0013")
    sealed.acknowledge(by=salma, dispatch=sealed.dispatches.get(), received_by="Registry")
    assert sealed.state == "delivered"


def test_mail_goes_out_once_with_the_sealed_file(sealed: Outgoing, salma: Any) -> None:
    sealed.dispatch(by=salma, addressee=sealed.addressees.get(), channel="email", address="mission@niger.example")
    row = sealed.dispatches.get()
    assert send(row.pk) is True
    assert send(row.pk) is False
    assert len(mail.outbox) == 1
    sent = mail.outbox[0]
    assert sent.to == ["mission@niger.example"]
    assert [name for name, _content, _type in sent.attachments] == ["OIC-CAB-2035-000001-fr.pdf"]
    row.refresh_from_db()
    assert row.state == "sent"


def test_mail_of_which_nobody_knows_is_not_sent_again_by_itself(sealed: Outgoing, salma: Any, monkeypatch: Any) -> None:
    class Killed(BaseException):
        pass

    sealed.dispatch(by=salma, addressee=sealed.addressees.get(), channel="email", address="mission@niger.example")
    row = sealed.dispatches.get()
    plain = dispatching._settle

    def die(*args: Any, **facts: Any) -> None:
        raise Killed

    monkeypatch.setattr(dispatching, "_settle", die)
    with pytest.raises(Killed):
        send(row.pk)  # it left, and then the machine died
    monkeypatch.setattr(dispatching, "_settle", plain)
    assert send(row.pk) is False
    assert len(mail.outbox) == 1
    row.refresh_from_db()
    assert row.state == "sending"
    assert look_after_mail() == 0, "it may be sent this moment"
    Dispatch.objects.filter(pk=row.pk).update(tried_at=clock.now() - 2 * dispatching.PATIENCE)
    assert look_after_mail() == 1
    row.refresh_from_db()
    assert row.state == "doubtful"
    assert sealed.history.filter(verb="dispatch_doubtful").count() == 1
    settle_doubt(row, by=salma, left=True)
    row.refresh_from_db()
    assert row.state == "sent"
    with pytest.raises(NotNow):
        settle_doubt(row, by=salma, left=False)


def test_a_mail_server_that_refuses_is_told_and_it_may_be_sent_again(
    sealed: Outgoing, salma: Any, monkeypatch: Any
) -> None:
    sealed.dispatch(by=salma, addressee=sealed.addressees.get(), channel="email", address="mission@niger.example")
    row = sealed.dispatches.get()

    def refuse(*args: Any, **facts: Any) -> None:
        raise ConnectionRefusedError("no connection")

    monkeypatch.setattr(EmailBackend, "open", refuse)
    assert send(row.pk) is False
    row.refresh_from_db()
    assert (row.state, row.error) == ("failed", "no connection")
    sealed.refresh_from_db()
    sealed.dispatch(by=salma, addressee=sealed.addressees.get(), channel="hand")
    assert Dispatch.objects.filter(outgoing=sealed).count() == 2


@pytest.mark.parametrize(
    ("broken", "state"),
    [(SMTPRecipientsRefused({}), "failed"), (SMTPDataError(552, "too large"), "failed"), (TimeoutError(), "doubtful")],
)
def test_what_was_refused_failed_and_what_broke_off_is_doubtful(
    sealed: Outgoing, salma: Any, monkeypatch: Any, broken: Exception, state: str
) -> None:
    sealed.dispatch(by=salma, addressee=sealed.addressees.get(), channel="email", address="mission@niger.example")
    row = sealed.dispatches.get()

    def breaks(*args: Any) -> None:
        raise broken

    monkeypatch.setattr(EmailBackend, "send_messages", breaks)
    assert send(row.pk) is False
    row.refresh_from_db()
    assert row.state == state and row.error


def test_what_is_known_outlasts_a_database_that_was_killed(sealed: Outgoing, salma: Any, monkeypatch: Any) -> None:
    sealed.dispatch(by=salma, addressee=sealed.addressees.get(), channel="email", address="mission@niger.example")
    row, plain, tried = sealed.dispatches.get(), dispatching._settle, []

    def killed_twice(*args: Any, **facts: Any) -> None:
        tried.append(args)
        if len(tried) < 3:
            raise OperationalError("terminating connection")
        plain(*args, **facts)

    monkeypatch.setattr(dispatching, "_settle", killed_twice)
    monkeypatch.setattr(dispatching, "PAUSES", (0, 0, 0))
    monkeypatch.setattr(dispatching.connection, "close", lambda: None)
    assert send(row.pk) is True
    row.refresh_from_db()
    assert (row.state, len(mail.outbox), len(tried)) == ("sent", 1, 3)


def test_mail_whose_job_is_gone_is_sent_after_all(sealed: Outgoing, salma: Any, jobs: Any) -> None:
    sealed.dispatch(by=salma, addressee=sealed.addressees.get(), channel="email", address="mission@niger.example")
    jobs()
    row = sealed.dispatches.get()
    assert row.state == "sent"
    Dispatch.objects.filter(pk=row.pk).update(state="waiting", sent_at=None, at=clock.now() - 2 * dispatching.PATIENCE)
    assert look_after_mail() == 1
    jobs()
    row.refresh_from_db()
    assert (row.state, len(mail.outbox)) == ("sent", 2)


def test_what_is_confidential_does_not_leave_by_mail(sealed: Outgoing, salma: Any, idris: Any) -> None:
    sealed.classify(by=idris, level=2, reason="negotiation", named=[salma, idris])
    with pytest.raises(NotNow, match="does not leave by e-mail"):
        sealed.dispatch(by=salma, addressee=sealed.addressees.get(), channel="email", address="mission@niger.example")


def test_the_certificate_names_who_cleared_what(browse: Any, signed: Outgoing, farid: Any) -> None:
    import pypdfium2

    answer = browse(farid).get(f"/outgoing/{signed.pk}/certificate.pdf")
    pages = pypdfium2.PdfDocument(answer.content)
    text = "".join(page.get_textpage().get_text_bounded() for page in pages)
    assert len(pages) == 1
    for words in ("OIC/CAB/2035/000001", "Leila", "Farid", "CAB/DEC/2035/002"):
        assert words in text, words


def test_each_item_of_a_mailing_is_sealed_for_its_own_addressee(
    cleared: Any, omar: Any, idris: Any, harun: Any
) -> None:
    import pypdfium2

    from diwan.directory.models import Correspondent

    missions = list(Correspondent.objects.filter(kind="mission", country__code__in=["NE", "MA", "EG"]).order_by("pk"))
    note = Outgoing.draft(
        by=omar, paper="note_verbale", subject="Dates", languages=["en"], to=missions, separate=True, bodies={"en": "the session opens on 22 May."},
    )  # fmt: skip
    cleared(note).pass_gate(by=idris)
    note.sign(by=harun)
    assert produce(note) == 3
    for item, mission in zip(note.items.order_by("pk"), missions, strict=True):
        pages = pypdfium2.PdfDocument(sealed_versions(item)[0].file.path.read_bytes())
        text = " ".join("".join(page.get_textpage().get_text_bounded() for page in pages).split())
        assert item.number in text
        assert mission.name["en"].split(" of ")[-1] in text


def test_what_was_sent_is_filed_into_its_class_and_a_dossier_of_it(sealed: Outgoing, salma: Any) -> None:
    own, other = a_class("3.3"), a_class("9.9")
    dossier = Dossier.open(by=salma, title="Logistics hub", file_class=own, unit=sealed.unit)
    with pytest.raises(NotNow, match="not sent yet"):
        sealed.file(by=salma, file_class=own)
    for addressee in sealed.addressees.all():
        sealed.dispatch(by=salma, addressee=addressee, channel="hand", proof="receipt 7")
    with pytest.raises(NotNow, match="another class"):
        sealed.file(by=salma, file_class=other, dossier=dossier)
    sealed.file(by=salma, file_class=own, dossier=dossier)
    sealed.refresh_from_db()
    assert (sealed.state, sealed.file_class, sealed.dossier) == ("filed", own, dossier) and sealed.closed_on
