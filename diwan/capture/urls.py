"""The addresses of capture."""

from __future__ import annotations

from django.urls import path

from diwan.capture.views import arrival, handing_in, mailboxes, tray

urlpatterns = [
    path("tray/", tray.tray, name="tray"),
    path("tray/new/", handing_in.new, name="tray-new"),
    path("tray/setting-aside/", tray.setting_aside, name="tray-setting-aside"),
    path("tray/separators/", handing_in.separators, name="tray-separators"),
    path("tray/mailboxes/", mailboxes.mailboxes, name="mailboxes"),
    path("tray/mailboxes/new/", mailboxes.mailbox, name="mailbox-new"),
    path("tray/mailboxes/<int:pk>/", mailboxes.mailbox, name="mailbox"),
    path("tray/mailboxes/<int:pk>/look/", mailboxes.look, name="mailbox-look"),
    path("tray/<int:pk>/", arrival.arrival, name="arrival"),
    path("tray/<int:pk>/reading/", arrival.reading, name="arrival-reading"),
    path("tray/<int:pk>/setting-aside/", arrival.setting_aside, name="arrival-setting-aside"),
    path("tray/<int:pk>/return/", arrival.put_back, name="arrival-return"),
    path("tray/<int:pk>/seal/", arrival.seal, name="arrival-seal"),
]
