"""How a procedure is rehearsed."""

from dataclasses import dataclass

from sop_handbook.model.basics import Text


@dataclass(frozen=True, kw_only=True, slots=True)
class Scenario:
    """A situation to rehearse: `trainee` and `steps` are ids of a role and of steps.

    `actor` is what whoever plays the other side says and does, `minutes` how long it may take, and
    `pass_mark` how many of a hundred of what is watched for must be done, None where nobody says.
    """

    title: str
    situation: Text
    trainee: str
    tasks: tuple[Text, ...]
    steps: tuple[str, ...]
    trainer: tuple[Text, ...] = ()
    actor: tuple[Text, ...] = ()
    minutes: int | None = None
    pass_mark: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Training:
    """How a procedure is rehearsed."""

    scenarios: tuple[Scenario, ...]
