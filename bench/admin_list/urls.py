"""The admin, and the house."""

from django.contrib import admin
from django.urls import include, path

from bench.admin_list.models import PlainLetter

SHOWN = 50


class LetterAdmin(admin.ModelAdmin):
    """The list with the columns of the registry's, as many lines, and Django's usual conveniences."""

    list_display = ("number", "received_at", "sender", "subject", "language", "level", "unit", "due_on")
    list_filter = ("state", "language", "level")
    list_select_related = ("unit",)
    search_fields = ("number", "sender", "subject")
    ordering = ("-received_at",)
    list_per_page = SHOWN


admin.site.register(PlainLetter, LetterAdmin)
urlpatterns = [path("admin/", admin.site.urls), path("", include("diwan.config.urls"))]
