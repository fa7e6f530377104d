"""Importing, reading, reviewing and adopting volumes. A verb's address is a noun, and takes POST only."""

from django.urls import path

from diwan.resolutions.views import review, volumes

VOLUME = "volumes/<int:pk>/"
PARAGRAPH = VOLUME + "review/paragraphs/<int:paragraph>/"

urlpatterns = [
    path("volumes/", volumes.volumes, name="volumes"),
    path("volumes/import/", volumes.importation, name="volume-import"),
    path(VOLUME, volumes.volume, name="volume"),
    path(VOLUME + "reading/", volumes.reading, name="volume-reading"),
    path(VOLUME + "files/", volumes.files, name="volume-files"),
    path(VOLUME + "files/<int:text>/rereading/", volumes.rereading, name="volume-rereading"),
    path(VOLUME + "files/<int:text>/setting-aside/", volumes.setting_aside, name="volume-setting-aside"),
    path(VOLUME + "withdrawal/", volumes.withdrawal, name="volume-withdrawal"),
    path(VOLUME + "adoption/", volumes.adoption, name="volume-adoption"),
    path(VOLUME + "languages/", volumes.languages_beside, name="volume-languages"),
    path(VOLUME + "review/", review.review, name="volume-review"),
    path(VOLUME + "review/resolutions/<int:draft>/heading/", review.heading, name="review-heading"),
    path(PARAGRAPH, review.paragraph, name="review-paragraph"),
    path(PARAGRAPH + "correction/", review.correction, name="review-correction"),
    path(PARAGRAPH + "settlement/", review.settlement, name="review-settlement"),
    path(PARAGRAPH + "join/", review.join, name="review-join"),
    path(PARAGRAPH + "alignment/", review.alignment, name="review-alignment"),
    path(PARAGRAPH + "split/", review.split, name="review-split"),
    path(PARAGRAPH + "drop/", review.drop, name="review-drop"),
]
