"""What the living page shows: one fictional value for each component, in each direction and theme."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from diwan.interface import charts
from diwan.interface.bundle import UI
from diwan.interface.components.marks import direction
from diwan.kernel import clock


class ActionForm(forms.Form):
    """A form with every kind of field, two of them refused."""

    subject = forms.CharField(label=_("Subject"), initial="Collect contributions for the library fund")
    unit = forms.ChoiceField(label=_("Responsible unit"), choices=[("", "—"), ("legal", "Legal Affairs")])
    due_on = forms.DateField(
        label=_("Due"), help_text=_("A working day"), widget=forms.DateInput(attrs={"type": "date"})
    )
    remark = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    mark = forms.ChoiceField(
        label=_("Mark"), choices=[("0", _("Public")), ("2", _("Confidential"))], widget=forms.RadioSelect
    )
    told = forms.BooleanField(label=_("Tell the unit"), required=False)


TEXTS = {
    "en": {
        "subject": "Donors’ meeting for the restoration of manuscript libraries",
        "unit": "Cultural Affairs",
        "verb": "Requests",
        "rest": "the Secretary General to convene a meeting of donors before the next session.",
        "old": "consider",
        "new": "conclude",
        "person": "Nadia Belkacem",
        "post": "Head of Cultural Affairs",
    },
    "fr": {
        "subject": "Réunion des donateurs pour la restauration des bibliothèques de manuscrits",
        "unit": "Affaires culturelles",
        "verb": "Demande",
        "rest": "au Secrétaire général de réunir les donateurs avant la prochaine session.",
        "old": "envisager",
        "new": "conclure",
        "person": "Awa Traoré",
        "post": "Cheffe des Affaires culturelles",
    },
    "ar": {
        "subject": "اجتماع المانحين لترميم مكتبات المخطوطات",
        "unit": "الشؤون الثقافية",
        "verb": "يطلب",
        "rest": "من الأمين العام أن يدعو إلى اجتماع للمانحين قبل الدورة المقبلة.",
        "old": "النظر في",
        "new": "إبرام",
        "person": "نادية بلقاسم",
        "post": "مديرة الشؤون الثقافية",
    },
    "ar-2": {
        "subject": "معرض متنقل لصور المدن القديمة",
        "unit": "شؤون الإعلام",
        "verb": "يطلب",
        "rest": "من المكاتب الخارجية أن تستضيف المعرض بالتناوب.",
        "old": "النظر في",
        "new": "إبرام",
        "person": "سلمى حداد",
        "post": "مديرة الإعلام",
    },
}
"""Invented texts, so that each language is seen in its own script."""


def _context_in(text: dict[str, str], place: str, today: dt.date) -> dict[str, Any]:
    form = ActionForm({"subject": text["subject"], "mark": "0", "due_on": ""}, auto_id=f"{place}-%s")
    form.is_valid()
    now = clock.now()
    return {
        "place": place,
        "text": text,
        "form": form,
        "days": [today + dt.timedelta(days=n) for n in (-3, 0, 1, 2, 5, 11)],
        "journal": [
            {"at": now, "says": text["subject"]},
            {"at": now - dt.timedelta(days=2), "says": text["unit"]},
        ],
        "steps": [
            {
                "status": "done",
                "who": text["unit"],
                "says": text["post"],
                "at": now - dt.timedelta(days=1),
            },
            {
                "status": "run",
                "who": text["person"],
                "says": text["post"],
                "at": now,
                "now": True,
            },
            {"status": "idle", "who": text["unit"], "says": text["post"]},
        ],
    }


def icons() -> list[str]:
    """Every drawing of the sprite."""
    return re.findall(r'id="i-([^"]+)"', (UI / "icons.svg").read_text())


def context() -> dict[str, Any]:
    """Four columns (English and Arabic in light, French and Arabic in dark) and the charts they share."""
    today = clock.today()
    columns = (("en", "light", "en"), ("ar", "light", "ar"), ("fr", "dark", "fr"), ("ar", "dark", "ar-2"))
    return {
        "columns": [
            {
                "code": code,
                "tone": tone,
                "dir": direction(code),
                **_context_in(TEXTS[text], f"{code}-{tone}", today),
            }
            for code, tone, text in columns
        ],
        "charts": {
            "bars": charts.bars([18, 16, 21, 17, 13, 19, 15, 17, 19, 14]),
            "line": charts.line([34, 31, 33, 25, 26, 20, 17]),
            "segments": charts.segments({"done": 85, "run": 99, "hold": 29, "late": 29, "idle": 22}),
            "squares": charts.squares(["done", "done", "late", "done", "soon", "idle"]),
        },
        "today": today,
        "statuses": ("idle", "run", "hold", "soon", "late", "done"),
        "versions": [
            {"code": "en", "name": "English", "url": "#", "current": True, "status": "done"},
            {"code": "fr", "name": "Français", "url": "#", "status": "run"},
            {"code": "ar", "name": "العربية", "url": "#", "status": "idle"},
        ],
        "icons": icons(),
    }
