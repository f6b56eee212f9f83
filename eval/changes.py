"""What two runs do not share of all that their answers depend on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum

from eval.identity import Identity


class Part(StrEnum):
    """A part of a run's identity."""

    INDEX = "index"
    DOCUMENTS = "documents"
    CONFIGURATION = "configuration"
    MODEL = "model"
    LIBRARIES = "libraries"
    PYTHON = "python"
    CODE = "code"
    QUESTIONS = "questions"
    GROUP = "group"
    SPLIT = "split"
    VARIANT = "variant"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that the two identities do not share."""

    part: Part
    name: str
    """Document id, field of the configuration, library or question file; empty where the part is one thing."""
    before: str | None
    """Value or fingerprint; None where it is not there."""
    after: str | None


def changes(before: Identity, after: Identity) -> tuple[Change, ...]:
    """Return what differs between two identities, in the order of the parts."""
    old, new = _marks(before), _marks(after)
    keys = dict.fromkeys([*old, *new])
    found = [Change(part, name, old.get((part, name)), new.get((part, name))) for part, name in keys]
    order = list(Part)
    return tuple(sorted((c for c in found if c.before != c.after), key=lambda c: order.index(c.part)))


def _marks(identity: Identity) -> dict[tuple[Part, str], str | None]:
    return {
        (Part.INDEX, ""): identity.index_version,
        **{(Part.DOCUMENTS, mark.id): mark.sha256 for mark in identity.documents},
        **{(Part.CONFIGURATION, name): str(value) for name, value in asdict(identity.configuration).items()},
        (Part.MODEL, ""): identity.model,
        **{(Part.LIBRARIES, mark.name): mark.version for mark in identity.libraries},
        (Part.PYTHON, ""): identity.python,
        (Part.CODE, ""): identity.code,
        **{(Part.QUESTIONS, mark.name): mark.sha256 for mark in identity.questions},
        (Part.GROUP, ""): identity.group,
        (Part.SPLIT, ""): identity.split,
        (Part.VARIANT, ""): identity.variant or None,
    }
