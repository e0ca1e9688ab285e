"""How a procedure is rehearsed."""

from dataclasses import dataclass

from sop_handbook.model.basics import Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """A situation to rehearse: `trainee` and `steps` are ids of a role and of steps."""

    title: str
    situation: Text
    trainee: str
    tasks: tuple[Text, ...]
    steps: tuple[str, ...]
    trainer: tuple[Text, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Training:
    """How a procedure is rehearsed."""

    scenarios: tuple[Scenario, ...]
