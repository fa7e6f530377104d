"""Arabic as PDF files give it, put back as the page prints it."""

import re

from diwan.reading.arabic_places import _page, _Sign, is_torn
from diwan.reading.arabic_print import mended

SIGNS = "األمين العام واألمانة العامة لمنظمة التعاون اإلسالمي والدول األعضاء\n"


def one(line: str) -> str:
    return mended([SIGNS + line])[0].split("\n")[1]


def test_the_exchanged_letters_of_lam_alef_are_put_right() -> None:
    assert one("خالل االجتماع") == "خلال الاجتماع"
    assert one("إلعادة السالم وال سيما") == "لإعادة السلام ولا سيما"
    assert one("المالية في العالم إلى ألف") == "المالية في العالم إلى ألف"


def test_sound_arabic_is_left_alone() -> None:
    page = "يطلب من الأمين العام متابعة تنفيذ هذا القرار خلال العالم الحالي"
    assert mended([page]) == [page]


def test_a_number_at_the_far_end_of_the_line_comes_back_to_its_head() -> None:
    assert one("يدعو الدول إلى الحوار؛        -٣") == "٣- يدعو الدول إلى الحوار؛"
    assert one("تعيين مبعوث خاص؛      (أ)") == "(أ) تعيين مبعوث خاص؛"


def test_letters_that_came_reversed_are_turned() -> None:
    right = "الأمانة العامة تعمل مع اللجنة المالية في المدينة"
    reversed_words = " ".join(word[::-1] for word in right.split())
    assert mended([reversed_words]) == [right]


def test_other_scripts_are_not_touched() -> None:
    assert mended(["Decision n° 3 (nnn)"]) == ["Decision n° 3 (nnn)"]


def test_pieces_that_came_from_the_left_are_read_from_the_right() -> None:
    line = "\u202bالعام إعداد دليل\u202c   \u202bيطلب من الأمين\u202c      \u202b\u202a-١\u202c\u202c"
    assert one(line).split() == ["١-", "يطلب", "من", "الأمين", "العام", "إعداد", "دليل"]


def test_strokes_go_whatever_letter_the_font_gives_them() -> None:
    assert one("الموmmانئ والمصmابيح والمنmmmارات") == "الموانئ والمصابيح والمنارات"


def test_halves_of_a_line_at_two_heights_come_together() -> None:
    page = (
        SIGNS + "\n" + "كل ستة أشهر".ljust(30) + "\n" + " " * 32 + "(ب) يقدم الأمين العام تقريراً عن الموانئ والمنارات"
    )
    assert mended([page])[0].split("\n")[-1].endswith("والمنارات كل ستة أشهر")


def placed(logical: str, base: float = 700.0, size: float = 10.0) -> list[_Sign]:
    """Signs of one line written from the right: numbers and Latin words from the left, as a printer sets them."""
    out: list[_Sign] = []
    pen = 500.0
    for piece in re.findall(r"[0-9A-Za-z٠-٩][0-9A-Za-z٠-٩/.\-]*[0-9A-Za-z٠-٩]|.", logical):
        pen -= 6 * len(piece)
        upright = len(piece) > 1
        for nth, letter in enumerate(piece):
            at = pen + 6 * (nth if upright else len(piece) - 1 - nth)
            out.append(_Sign(letter, at, at, at + 5.5, base, size))
    return out


def test_a_line_is_built_from_the_places_of_its_letters() -> None:
    logical = "٢- يطلب من الأمين العام (وثيقة OIC/CFM-90) إعداد دليل في 2071"
    shuffled = sorted(placed(logical), key=lambda sign: (sign.text, sign.origin))
    assert _page(shuffled).strip() == logical


def test_vowel_signs_that_stand_alone_tell_a_torn_page() -> None:
    assert is_torn(["\u202bً\u202c\nمجددا\n\u202bُ\u202c\nيطلب\n\u202bِ\u202c\nمن"])
    assert not is_torn(["يُطلَبُ مجدداً من الأمينِ"])
