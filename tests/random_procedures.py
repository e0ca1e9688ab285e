"""Sound procedures made at random: branches, loops, exceptions, roles, several ends."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from sop_handbook.model import (
    RESUME,
    Decision,
    End,
    ExceptionRule,
    Outcome,
    Outside,
    Procedure,
    Reading,
    Step,
    Trigger,
    Value,
)
from tests.support import procedure, text

SIGNS = (
    "接到会员来电正常派车核实身份填写担保函申请号码是否签约网络医院患者签字交付督导财务汇款邮寄单据"
)


def random_procedure(seed: int, roles: tuple[str, ...], others: tuple[str, ...]) -> Procedure:
    """Return a procedure of 1 to 12 steps; `others` are procedures it may start or hand over to."""
    return _Maker(seed, roles, others).procedure(f"random-{seed}")


class _Maker:
    def __init__(self, seed: int, roles: tuple[str, ...], others: tuple[str, ...]) -> None:
        self._random = random = Random(seed)
        self._read = Random(~seed)  # of its own: whoever adds to it changes nothing else
        self._roles = roles[: random.randint(1, len(roles))]
        self._others = others
        self._count = random.randint(1, 12)
        self._ends = tuple(f"end-{n}" for n in range(random.randint(1, 3)))

    def procedure(self, name: str) -> Procedure:
        """Put one together; the last step always ends it, and every step can be reached."""
        steps = tuple(self._step(index) for index in range(self._count))
        used = {way.go for step in steps if step.decision for way in step.decision.outcomes}
        rules = tuple(self._rule() for _ in range(self._random.choice((0, 0, 1, 2))))
        used |= {steps[-1].next or "", *(rule.then for rule in rules)}
        used |= {o.go for step in steps for r in step.readings if (o := r.outside) and o.go}
        kept = [end for end in self._ends if end in used]
        return replace(
            procedure("a"),
            id=name,
            title=self._text(12),
            order="sequence",
            steps=steps,
            ends=tuple(self._end(end) for end in kept),
            exceptions=rules,
            triggers=tuple(
                Trigger(text=text(self._text(30))) for _ in range(self._random.randint(0, 3))
            ),
        )

    def _end(self, name: str) -> End:
        return End(id=name, text=text(self._text(30)), hands_over=self._other())

    def _step(self, index: int) -> Step:
        last = index == self._count - 1
        decision = None
        if self._random.random() < 0.4:
            decision = self._decision(index)
        return Step(
            id=f"s{index}",
            title=self._text(18),
            role=self._random.choice(self._roles),
            decision=decision,
            starts=self._other() if self._random.random() < 0.15 else None,
            next=self._random.choice(self._ends) if last and not decision else None,
            readings=tuple(self._readings(index)),
            time_limit=Value(literal="5min", op="le") if self._random.random() < 0.2 else None,
        )

    def _readings(self, index: int) -> Iterator[Reading]:
        """Some steps have values to write down, some of them lead elsewhere out of bounds."""
        places = [None, *(f"s{n}" for n in range(self._count)), *self._ends]
        for number in range(self._read.choice((0, 0, 0, 1, 2))):
            yield Reading(
                id=f"r{index}-{number}",
                label="".join(self._read.choices(SIGNS, k=self._read.randint(2, 8))),
                unit="℃",
                at_most=Value(literal="21", op="le"),
                outside=Outside(do=text("重新加热"), go=self._read.choice(places)),
            )

    def _decision(self, index: int) -> Decision:
        """One answer goes straight on, so that everything can be reached and ended."""
        on = f"s{index + 1}" if index + 1 < self._count else self._random.choice(self._ends)
        places = [*(f"s{n}" for n in range(self._count)), *self._ends]
        goes = [on, *(self._random.choice(places) for _ in range(self._random.randint(1, 3)))]
        self._random.shuffle(goes)
        return Decision(
            question=text(f"{self._text(16)}？"),
            outcomes=tuple(Outcome(answer=text(self._text(8)), go=go) for go in goes),
        )

    def _rule(self) -> ExceptionRule:
        at = tuple(f"s{n}" for n in range(self._count) if self._random.random() < 0.4)
        places = [RESUME, *(f"s{n}" for n in range(self._count)), *self._ends]
        return ExceptionRule(
            when=text(self._text(12)),
            then=self._random.choice(places),
            at=at,
            role=self._random.choice((None, *self._roles)),
            method=text(self._text(24)) if self._random.random() < 0.7 else None,
        )

    def _other(self) -> str | None:
        return self._random.choice((None, *self._others))

    def _text(self, longest: int) -> str:
        return "".join(self._random.choices(SIGNS, k=self._random.randint(2, longest)))
