"""Reports, what units contribute to them, and the versions issued."""

from diwan.reports.models.contribution import Contribution
from diwan.reports.models.edition import Edition, EditionFile
from diwan.reports.models.report import Report

__all__ = ["Contribution", "Edition", "EditionFile", "Report"]
