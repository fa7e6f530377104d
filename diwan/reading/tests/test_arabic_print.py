"""Arabic as PDF files give it, put back as the page prints it."""

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
