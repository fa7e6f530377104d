"""How a year later may say it, in French and Arabic: what a reader would call reworded, and what a new matter."""

import pytest

from diwan.comparison.lineage import Passage, descend

BEFORE = {"fr": "Salue les bons offices du Sultanat de Dunyan", "ar": "يشيد بالمساعي الحميدة لسلطنة دنيان"}
AFTER = {"fr": "Décide de rester saisie de la question", "ar": "يقرر إبقاء الموضوع قيد النظر"}

REWORDED = [
    (
        "fr",
        "Se félicite de la formation du Gouvernement de concorde nationale le 3 mars 2034 ;",
        "Se félicite de la prorogation jusqu’au 3 mars 2036 du mandat du Gouvernement de concorde nationale ;",
    ),
    (
        "fr",
        "Souligne l’importance de tenir à une date rapprochée une conférence internationale sur la reconstruction du Belhara ;",
        "Réitère l’importance de tenir au premier trimestre 2036 une conférence internationale sur la reconstruction du Belhara, "
        "et demande au Secrétaire général de convenir du lieu avec le Gouvernement concerné ;",
    ),
    (
        "fr",
        "Invite la République de Tamaris et l’État de Qasrayn à achever les procédures de ratification au plus tard le 31 mars 2035 ;",
        "Invite l’État de Qasrayn à achever au plus tôt ses procédures de ratification ;",
    ),
    (
        "fr",
        "Approuve la création d’un Fonds d’affectation spéciale pour le Qasrayn, qui sera administré par la Banque selon ses "
        "propres règles, et décide d’en examiner l’état à sa 62ème session ;",
        "Prend note du premier état annuel du Fonds d’affectation spéciale pour le Qasrayn et décide d’en examiner l’état à sa "
        "62ème session ;",
    ),
    (
        "fr",
        "Demande au Secrétaire général d’ouvrir à cet effet un compte spécial, d’engager des consultations avec le "
        "Haut-Commissaire et de soumettre un rapport intérimaire, suivi d’un rapport final à la 61ème session ;",
        "Demande au Secrétaire général de clore le compte spécial ouvert pour la Conférence et de soumettre un rapport final à "
        "ce sujet à la 62ème session ;",
    ),
    (
        "ar",
        "يرحب بتشكيل حكومة الوفاق الوطني في ٣ مارس ٢٠٣٤م؛",
        "يرحب بتمديد ولاية حكومة الوفاق الوطني حتى ٣ مارس ٢٠٣٦م؛",
    ),
    (
        "ar",
        "يشدد على أهمية عقد مؤتمر دولي لإعادة إعمار بلهارا في موعد قريب؛",
        "يجدد التأكيد على أهمية عقد مؤتمر دولي لإعادة إعمار بلهارا في الربع الأول من عام ٢٠٣٦م، ويطلب من الأمين العام الاتفاق "
        "على مكانه مع الحكومة المعنية؛",
    ),
    (
        "ar",
        "يدعو جمهورية تاماريس ودولة القصرين إلى استكمال إجراءات التصديق في موعد أقصاه 31 مارس 2035م؛",
        "يدعو دولة القصرين إلى استكمال إجراءات التصديق في أقرب وقت؛",
    ),
    (
        "ar",
        "يطلب من الأمين العام فتح حساب خاص لهذا الغرض وبدء مشاورات مع المفوض السامي وتقديم تقرير أولي يعقبه تقرير نهائي إلى "
        "الدورة الحادية والستين؛",
        "يطلب من الأمين العام إقفال الحساب الخاص المفتوح للمؤتمر وتقديم تقرير نهائي بشأنه إلى الدورة الثانية والستين؛",
    ),
    (
        "ar",
        "يوافق على إنشاء صندوق ائتماني للقصرين يديره البنك الإسلامي للتنمية وفقاً للوائحه، ويقرر استعراض وضعه في دورته الثانية والستين؛",
        "يحيط علماً بالكشف السنوي الأول للصندوق الائتماني للقصرين ويقرر استعراض وضعه في دورته الثانية والستين؛",
    ),
]

NEW = [
    (
        "fr",
        "Demande au Secrétariat général de dresser l’inventaire des composantes non financées avant la fin de juin ;",
        "Prend note de la nomination de l’Envoyé spécial au Belhara en octobre 2034 et l’invite à informer les Représentants "
        "permanents tous les trois mois ;",
    ),
    (
        "fr",
        "Décide de convoquer une conférence ministérielle sur les réfugiés à une date et en un lieu que le Secrétaire général "
        "fixera en concertation avec les États membres ;",
        "Salue l’ouverture à Samarta d’une bibliothèque pour les familles de réfugiés et remercie la municipalité ;",
    ),
    (
        "ar",
        "يطلب من الأمانة العامة حصر المكونات غير الممولة قبل نهاية يونيو؛",
        "يحيط علماً بتعيين المبعوث الخاص إلى بلهارا ويدعوه إلى إحاطة الممثلين الدائمين كل ثلاثة أشهر؛",
    ),
    (
        "ar",
        "يقرر عقد مؤتمر وزاري حول اللاجئين في تاريخ ومكان يحددهما الأمين العام بالتشاور مع الدول الأعضاء؛",
        "يرحب بافتتاح مكتبة في سمرتا لأسر اللاجئين ويشكر بلديتها؛",
    ),
]


def told(language: str, old: str, new: str) -> str:
    """The relation of the middle one of three paragraphs whose neighbours stayed."""

    def laid(text: str) -> list[Passage]:
        lines = (BEFORE[language], text, AFTER[language])
        return [Passage(n, "operative", str(n), line) for n, line in enumerate(lines, 1)]

    return descend(laid(new), laid(old), language=language).descended[1].relation


@pytest.mark.parametrize(("language", "old", "new"), REWORDED)
def test_what_went_on_with_the_matter_is_reworded(language: str, old: str, new: str) -> None:
    assert told(language, old, new) == "reworded"


@pytest.mark.parametrize(("language", "old", "new"), NEW)
def test_another_matter_in_the_same_place_is_new(language: str, old: str, new: str) -> None:
    assert told(language, old, new) == "new"
