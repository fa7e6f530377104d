"""The addresses of the directory."""

from __future__ import annotations

from django.urls import path

from diwan.directory.views import formulas, listing, one

urlpatterns = [
    path("correspondents/", listing.correspondents, name="correspondents"),
    path("correspondents/choices/", listing.choices, name="correspondent-choices"),
    path("correspondents/export/<str:form>/", listing.export, name="correspondents-export"),
    path("correspondents/new/", one.entry, name="correspondent-new"),
    path("correspondents/formulas/", formulas.formulas, name="formulas"),
    path("correspondents/formulas/new/", formulas.formula, name="formula-new"),
    path("correspondents/formulas/<int:pk>/", formulas.formula, name="formula"),
    path("correspondents/formulas/<int:pk>/removal/", formulas.removal, name="formula-removal"),
    path("correspondents/<int:pk>/", one.correspondent, name="correspondent"),
    path("correspondents/<int:pk>/change/", one.change, name="correspondent-change"),
    path("correspondents/<int:pk>/merger/", one.merger, name="correspondent-merger"),
    path("correspondents/<int:pk>/closing/", one.closing, name="correspondent-closing"),
    path("correspondents/<int:pk>/reopening/", one.reopening, name="correspondent-reopening"),
]
