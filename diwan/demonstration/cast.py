"""The cast: invented persons who live the demonstration year and the tests. Nobody of them exists.

Names of units are the codes of the profile that is loaded; whoever's unit it lacks stays away.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from diwan.people.models import Holding, Person, Post, Unit
from diwan.people.roles import Role

SINCE = dt.date(2020, 1, 1)
PASSWORD = "demonstration-only"


@dataclass(frozen=True)
class Member:
    """Somebody of the cast: sign-in name, name in three languages, post, language, clearance."""

    username: str
    name: dict[str, str]
    role: Role | None
    unit: str
    title: dict[str, str]
    language: str = "en"
    clearance: int = 1


def _named(en: str, ar: str, fr: str = "") -> dict[str, str]:
    return {"en": en, "fr": fr or en, "ar": ar}


CAST = [
    # Harun is the Secretary General.
    Member("harun", _named("Harun Al-Rifai", "هارون الرفاعي", "Haroun Al-Rifaï"), Role.SECRETARY_GENERAL, "CAB",
           _named("Secretary General", "الأمين العام", "Secrétaire général"), "ar", 3),
    # Idris runs the Cabinet.
    Member("idris", _named("Idris Al-Mansouri", "إدريس المنصوري"), Role.CHEF_DE_CABINET, "CAB",
           _named("Chef de Cabinet", "مدير عام مكتب الأمين العام", "Chef de cabinet"), "en", 3),
    # Yasmin advises the Cabinet and prepares its reports.
    Member("yasmin", _named("Yasmin Touré", "ياسمين توري"), Role.ADVISER, "CAB",
           _named("Adviser to the Cabinet", "مستشارة في مكتب الأمين العام", "Conseillère au Cabinet"), "fr", 2),
    # Khalid keeps the Secretary General's private secretariat.
    Member("khalid", _named("Khalid Benomar", "خالد بنعمر"), Role.PRIVATE_SECRETARY, "CAB",
           _named("Private secretary", "السكرتير الخاص", "Secrétaire particulier"), "fr", 3),
    # Salma keeps the registry.
    Member("salma", _named("Salma Darwish", "سلمى درويش"), Role.REGISTRY_CLERK, "REG",
           _named("Registry clerk", "موظفة السجل العام", "Agente du bureau d’ordre"), "ar", 1),
    # Leila is the legal officer who reviews volumes.
    Member("leila", _named("Leila Haddad", "ليلى حداد"), Role.LEGAL_OFFICER, "LEG",
           _named("Legal officer", "موظفة قانونية", "Juriste"), "fr", 2),
    # Samira heads Legal Affairs.
    Member("samira", _named("Samira Bakri", "سميرة بكري"), Role.HEAD_OF_DEPARTMENT, "LEG",
           _named("Director of Legal Affairs", "مديرة الشؤون القانونية", "Directrice des affaires juridiques"), "ar", 2),
    # Farid heads Political Affairs, Omar is his desk officer.
    Member("farid", _named("Farid Kamara", "فريد كمارا"), Role.HEAD_OF_DEPARTMENT, "POL",
           _named("Director of Political Affairs", "مدير الشؤون السياسية", "Directeur des affaires politiques"), "en", 2),
    Member("omar", _named("Omar Siddiq", "عمر صديق"), Role.DESK_OFFICER, "POL",
           _named("Desk officer", "موظف مكتب", "Chargé de dossier"), "ar", 1),
    # Huda heads Humanitarian Affairs.
    Member("huda", _named("Huda Mensah", "هدى منساه"), Role.HEAD_OF_DEPARTMENT, "ICHAD",
           _named("Director of Humanitarian Affairs", "مديرة الشؤون الإنسانية", "Directrice des affaires humanitaires"), "ar", 2),
    # Bilal heads Economic Affairs.
    Member("bilal", _named("Bilal Özkan", "بلال أوزكان"), Role.HEAD_OF_DEPARTMENT, "ECO",
           _named("Director of Economic Affairs", "مدير الشؤون الاقتصادية", "Directeur des affaires économiques"), "en", 2),
    # Nour heads Information.
    Member("nour", _named("Nour Wahid", "نور وحيد"), Role.HEAD_OF_DEPARTMENT, "INF",
           _named("Director of Information", "مدير الإعلام", "Directeur de l’information"), "fr", 1),
    # Zahra heads Conferences.
    Member("zahra", _named("Zahra Ismailova", "زهرة إسماعيلوفا"), Role.HEAD_OF_DEPARTMENT, "CNF",
           _named("Director of Conferences", "مديرة المؤتمرات", "Directrice des conférences"), "en", 1),
    # Jean heads the Brussels office.
    Member("jean", _named("Jean Diallo", "جان ديالو"), Role.HEAD_OF_OFFICE, "BRU",
           _named("Head of the Brussels office", "رئيس مكتب بروكسل", "Chef du bureau de Bruxelles"), "fr", 1),
    # Mariam heads the New York mission.
    Member("mariam", _named("Mariam Aziz", "مريم عزيز"), Role.HEAD_OF_OFFICE, "NYC",
           _named("Head of the New York mission", "رئيسة بعثة نيويورك", "Cheffe de la mission de New York"), "en", 2),
    # Sami is the focal point of an institution outside.
    Member("sami", _named("Sami Yilmaz", "سامي يلماز"), Role.INSTITUTION_FOCAL_POINT, "SESRIC",
           _named("Focal point", "جهة الاتصال", "Point focal"), "en", 1),
    # Rania translates.
    Member("rania", _named("Rania Saleh", "رانيا صالح"), Role.TRANSLATOR, "CNF",
           _named("Translator", "مترجمة", "Traductrice"), "ar", 1),
    # Hamza audits.
    Member("hamza", _named("Hamza Barry", "حمزة باري"), Role.AUDITOR, "IAU",
           _named("Internal auditor", "المدقق الداخلي", "Auditeur interne"), "fr", 3),
    # Adam administers the system and must not be able to read content.
    Member("adam", _named("Adam Nazari", "آدم نظري"), Role.ADMINISTRATOR, "ITD",
           _named("System administrator", "مدير النظام", "Administrateur système"), "en", 0),
    # Zayd is a stranger: he signs in and holds no post.
    Member("zayd", _named("Zayd Noor", "زيد نور"), None, "", {}, "en", 0),
]  # fmt: skip


def assemble(*, password: str = PASSWORD) -> dict[str, Person]:
    """Bring the cast in: persons, posts, holdings. Run again, it changes nothing."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    found: dict[str, Person] = {}
    hashed = make_password(password)  # once for all: nobody's secret
    for member in CAST:
        if member.unit and member.unit not in units:
            continue
        person, new = Person.objects.get_or_create(
            username=member.username,
            defaults={
                "name": member.name,
                "language": member.language,
                "clearance": member.clearance,
                "email": f"{member.username}@diwan.example",
                "password": hashed,
            },
        )
        if new and member.role:
            there = Post.objects.filter(unit=units[member.unit], role=member.role, holdings__isnull=True).first()
            post = there or Post.objects.create(unit=units[member.unit], title=member.title, role=member.role)
            Holding.objects.create(post=post, person=person, since=SINCE)
        found[member.username] = person
    return found
