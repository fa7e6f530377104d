"""The printing of the Secretary General's report: from plain data to DOCX and PDF/A, in any language.

Nothing here knows Django, a database or a translation: see ``report.py`` for what must be handed in.
"""
