"""The office's seal: valid in any reader, and every change after it is seen."""

import datetime as dt
import io
import shutil
import stat
import subprocess
from pathlib import Path

import pytest
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from diwan.printing.docx_pdf import docx_to_pdf
from diwan.printing.letter_docx import office_template, render
from diwan.printing.overlay import lay_over
from diwan.printing.seal import CannotSeal, Seal, keep_seal, make_office_certificate, seal_pdf, verify_pdf
from diwan.printing.stamp import CannotStamp, stamp_face, stamp_pdf, watermark_pdf
from diwan.printing.tests.letters import STAMPS, letter
from diwan.printing.tests.looking import codes, said, told

AT = dt.datetime(2025, 2, 13, 10, 31, tzinfo=dt.timezone(dt.timedelta(hours=3)))
NAME = "Seal of the General Secretariat"


@pytest.fixture(scope="module")
def office() -> tuple[bytes, bytes, bytes]:
    return make_office_certificate(NAME, "Organisation of Islamic Cooperation", 9000, since=AT - dt.timedelta(days=1))


@pytest.fixture(scope="module")
def seal(office: tuple[bytes, bytes, bytes]) -> Seal:
    return Seal.of(office[0], office[1])


@pytest.fixture(scope="module")
def paper() -> bytes:
    return docx_to_pdf(render(office_template("letter", "ar"), letter("ar")), language="ar", title="خطاب")


@pytest.fixture(scope="module")
def sealed(paper: bytes, seal: Seal) -> bytes:
    return seal_pdf(
        paper, seal, reason="Signed as OIC/CAB/2035/000012", name="Harun Al-Rashidi", location="Jeddah", at=AT
    )


def test_a_sealed_paper_is_what_the_office_sealed(
    sealed: bytes, paper: bytes, office: tuple[bytes, bytes, bytes]
) -> None:
    verdict = verify_pdf(sealed, office[1])
    assert verdict.good
    assert (verdict.intact, verdict.trusted, verdict.covers_whole_file, verdict.changes_after) == (
        True,
        True,
        True,
        False,
    )
    assert verdict.signer == NAME
    assert verdict.signed_at == AT
    assert verdict.reason == "Signed as OIC/CAB/2035/000012"
    assert sealed.startswith(paper)
    assert b"/ETSI.CAdES.detached" in sealed
    assert b"<pdfaid:part>2</pdfaid:part>" in sealed


def test_another_reader_says_so_too(sealed: bytes, tmp_path: Path) -> None:
    if not shutil.which("pdfsig"):
        pytest.skip("pdfsig is not installed")
    (tmp_path / "a.pdf").write_bytes(sealed)
    found = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "a.pdf")], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid." in found
    assert "Total document signed" in found
    assert NAME in found
    (tmp_path / "b.pdf").write_bytes(
        sealed.replace(b"/Title", b"/Titlf", 1) if b"/Title" in sealed else flipped(sealed, 500)
    )
    found = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "b.pdf")], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid." not in found


def flipped(file: bytes, at: int) -> bytes:
    return file[:at] + bytes([file[at] ^ 1]) + file[at + 1 :]


def test_a_byte_changed_anywhere_is_seen(sealed: bytes, paper: bytes, office: tuple[bytes, bytes, bytes]) -> None:
    begin = (
        sealed.index(b"/Contents <", len(paper)) + 11
    )  # the room of the signature, the one thing it cannot cover itself
    end = sealed.index(b">", begin)
    outside = [at for at in range(20, len(sealed), len(sealed) // 60) if not begin - 2 < at < end + 2]
    assert len(outside) > 40
    # within it: its certificate, its value, and the zeros behind
    inside = [begin + 600, begin + 1200, begin + 2 * (len(sealed[begin:end].rstrip(b"0")) // 2) - 40, end - 2]
    for at in [*outside, *inside]:
        assert not verify_pdf(flipped(sealed, at), office[1]).good, at


def test_what_is_added_after_the_seal_is_seen(sealed: bytes, office: tuple[bytes, bytes, bytes]) -> None:
    verdict = verify_pdf(sealed + b"\n% added\n", office[1])
    assert not verdict.good
    assert verdict.changes_after
    assert verdict.intact, "what was sealed is still there"
    assert not verdict.covers_whole_file


def test_a_page_written_on_after_the_seal_is_seen(sealed: bytes, office: tuple[bytes, bytes, bytes]) -> None:
    writer = IncrementalPdfFileWriter(io.BytesIO(sealed))
    lay_over(writer, 0, writer.import_page_as_xobject(PdfFileReader(io.BytesIO(stamp_face(STAMPS["en"])))), 30, 30)
    target = io.BytesIO()
    writer.write(target)
    verdict = verify_pdf(target.getvalue(), office[1])
    assert verdict.changes_after
    assert not verdict.good


def test_a_file_cut_short_or_without_a_seal_is_not_taken_for_sealed(
    sealed: bytes, paper: bytes, office: tuple[bytes, bytes, bytes]
) -> None:
    for file in (b"", b"%PDF-1.7", paper, sealed[: len(sealed) // 2], sealed[:-200]):
        assert not verify_pdf(file, office[1]).good
    assert not verify_pdf(paper, office[1]).sealed


def test_a_seal_of_somebody_else_is_intact_but_not_trusted(sealed: bytes) -> None:
    _key, other, _both = make_office_certificate(
        NAME, "Organisation of Islamic Cooperation", 9000, since=AT - dt.timedelta(days=1)
    )
    verdict = verify_pdf(sealed, other)
    assert verdict.intact
    assert not verdict.trusted
    assert not verdict.good


def test_a_renewed_seal_goes_on_trusting_what_the_former_one_sealed(
    sealed: bytes, office: tuple[bytes, bytes, bytes]
) -> None:
    _key, newer, _both = make_office_certificate("Seal 2", "Organisation of Islamic Cooperation", 9000, since=AT)
    assert verify_pdf(sealed, newer + office[1]).good


def test_a_seal_can_be_seen_on_the_page(paper: bytes, seal: Seal, office: tuple[bytes, bytes, bytes]) -> None:
    plain = docx_to_pdf(
        render(office_template("letter", "ar"), letter("ar", item_address="")), language="ar", title="x"
    )
    seen = seal_pdf(plain, seal, reason="r", name="n", location="l", at=AT, visible=STAMPS["ar"])
    assert verify_pdf(seen, office[1]).good
    assert codes(seen) == [STAMPS["ar"].address]
    assert STAMPS["ar"].number in said(seen)


def test_a_sealed_file_is_neither_stamped_nor_sealed_again(sealed: bytes, seal: Seal) -> None:
    with pytest.raises(CannotStamp) as refused:
        stamp_pdf(sealed, STAMPS["en"])
    assert refused.value.code == "signed"
    with pytest.raises(CannotStamp):
        seal_pdf(sealed, seal, reason="", name="", location="", at=AT, field="Again")


def test_a_marked_copy_of_a_sealed_paper_bears_no_seal(sealed: bytes, office: tuple[bytes, bytes, bytes]) -> None:
    copy = watermark_pdf(sealed, ["Idris"])
    assert "Idris" in told(copy)[0]
    assert not verify_pdf(copy, office[1]).sealed


def test_a_seal_is_kept_in_a_file_of_its_owner_alone(
    office: tuple[bytes, bytes, bytes], paper: bytes, tmp_path: Path
) -> None:
    key, certificate, _both = office
    keep_seal(tmp_path / "seal", key, certificate)
    assert stat.S_IMODE((tmp_path / "seal" / "seal.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "seal").stat().st_mode) == 0o700
    assert Seal.load(tmp_path / "seal").name == NAME
    with pytest.raises(FileExistsError):
        keep_seal(tmp_path / "seal", key, certificate)
    with pytest.raises(CannotSeal) as refused:
        Seal.load(tmp_path / "nowhere")
    assert refused.value.code == "no_seal"


def test_a_key_may_have_a_password_and_must_belong_to_its_certificate(office: tuple[bytes, bytes, bytes]) -> None:
    key, certificate, both = make_office_certificate("x", "y", 10, b"secret", since=AT)
    assert b"ENCRYPTED" in key
    assert both
    assert Seal.of(key, certificate, b"secret").name == "x"
    for wrong in (
        lambda: Seal.of(key, certificate),
        lambda: Seal.of(key, certificate, b"other"),
        lambda: Seal.of(office[0], certificate),
        lambda: Seal.of(b"x", b"y"),
    ):
        with pytest.raises(CannotSeal):
            wrong()


def test_an_expired_seal_seals_nothing(paper: bytes) -> None:
    key, certificate, _both = make_office_certificate("x", "y", 10, since=AT - dt.timedelta(days=20))
    with pytest.raises(CannotSeal) as refused:
        seal_pdf(paper, Seal.of(key, certificate), reason="", name="", location="", at=AT)
    assert refused.value.code == "expired"
