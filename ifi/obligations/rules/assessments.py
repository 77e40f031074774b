"""An assessment as it is kept: codes, amounts as text, citations. Pure."""

from datetime import date
from enum import StrEnum
from typing import Any

from ifi.core.money import plain
from ifi.law.facts import Assessment, Channel, Citation
from ifi.obligations.rules.performance import OpenChannels


class AssessmentReason(StrEnum):
    """Why a duty was assessed."""

    FIRST = "first"
    BASE_DECLARED = "base_declared"
    BASE_CORRECTED = "base_corrected"
    NORMS_CHANGED = "norms_changed"
    RIGHT_CHANGED = "right_changed"


def steps_as_json(assessment: Assessment) -> list[dict[str, Any]]:
    """The steps for storage: code, amount as text or null, parameters as text, citation or null."""
    return [
        {
            "code": step.code,
            "amount": None if step.amount is None else plain(step.amount),
            "parameters": dict(step.parameters),
            "citation": _citation(step.citation) if step.citation else None,
        }
        for step in assessment.steps
    ]


def channels_as_json(assessment: Assessment) -> list[dict[str, Any]]:
    """The channels for storage: codes, first and last day or null, KBK or null, citation."""
    return [
        {
            "channels": [channel.value for channel in period.channels],
            "by_contract": period.by_contract,
            "valid_from": period.valid_from.isoformat() if period.valid_from else None,
            "valid_to": period.valid_to.isoformat() if period.valid_to else None,
            "kbk": period.kbk,
            "citation": _citation(period.citation),
        }
        for period in assessment.channels
    ]


def channels_from_json(stored: list[dict[str, Any]]) -> tuple[OpenChannels, ...]:
    """The stored channels as a decision needs them."""
    return tuple(
        OpenChannels(
            channels=tuple(Channel(code) for code in period["channels"]),
            valid_from=date.fromisoformat(period["valid_from"]) if period["valid_from"] else None,
            valid_to=date.fromisoformat(period["valid_to"]) if period["valid_to"] else None,
            kbk=period["kbk"],
        )
        for period in stored
    )


def _citation(citation: Citation) -> dict[str, str]:
    return {
        "act": citation.act,
        "article": citation.article,
        "link": citation.link,
        "confidence": citation.confidence.value,
        "note": citation.note,
    }
