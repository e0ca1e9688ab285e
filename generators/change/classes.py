"""How serious a change is: one table of fields, and one rule for what is read.

A field's class is the class of adding, removing or replacing it. Where people read a text,
the table gives the ceiling and the text decides (`class_of_text`): a comma is less than a figure.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from generators.model import Class

ORDER: tuple[Class, ...] = ("editorial", "clarification", "effective", "procedural", "safety")
# What texts and fields can amount to, and authors declare.
LEVELS: tuple[Class, ...] = tuple(class_ for class_ in ORDER if class_ != "effective")

# One row a field of the model, under the name it has in the sources. A field that is not
# listed counts as procedural; a test says that none is forgotten.
_FIELDS: Mapping[Class, str] = {
    "safety": """
        CriticalPoint: text kind critical
        KeyPoint: critical
    """,
    "procedural": """
        Procedure: id scope order steps triggers exceptions standards quantities forms checklists
        Step: id role with time_limit receives actions avoid tools records flexibility choices
            uses_form uses_rules decision use starts next
        Action: do when
        Avoid: text instead
        Receive: item from
        Decision: question outcomes
        Outcome: answer go
        Trigger: text
        ExceptionRule: when then at within requirement method role
        Checklist: pause_point mode items
        Check: check step
        Standard: id metric value
        Quantity: id kind value op
        End: id hands_over
        Control: retired
        Family: quantities rules forms
        RuleTable: id rows remarks
        Form: id filled_by fields signatures copies validity rules
        Field: label
        Copy: to keeps
    """,
    "clarification": """
        Procedure: number title industry family supersedes replaced_by goal principles ends
            feedback training
        Step: title key_points phrases errors short
        KeyPoint: text kind
        CriticalPoint: reason
        CriticalReason: text origin
        Phrase: say when
        Trigger: from
        End: text
        Standard: how steps
        Quantity: label note
        Feedback: channels callback loop
        Family: id title overview
        RuleTable: title columns
        Form: title purpose
        Field: hint lines
        Scenario: title situation trainee tasks steps trainer
        Training: scenarios
        Role: id title
        Term: id term definition
    """,
    "editorial": """
        Procedure: aliases terms gaps related sources revision changes waivers
        Step: aliases
        KeyPoint: reason
        Reason: text origin
        Control: status owner approver effective_from review_by
        Owner: role deputy
        Gap: text at
        Waiver: code at reason
        Related: procedure why
        Provenance: part document place
        Change: revision date class summary steps
        Family: industry summary members gaps sources waivers
        RuleTable: aliases
        Form: aliases gaps
        Role: industry summary aliases accounts
        Term: aliases
        Industry: id title summary aliases report_to generic emergency adoption
        Document: id title
        Contact: id label email
        Origin: flow title document place procedures families pages
        Handbook: title summary report_to base_url documents contacts origins maintainers
            synonyms
    """,
}

# Where the order of things is part of what they say; elsewhere moving is editorial.
ORDERED: Mapping[str, Class] = {
    "Procedure.steps": "procedural",
    "Step.actions": "procedural",
    "Family.members": "editorial",
}

# What carries a figure, a duty, a condition or an order: another one is another practice. The
# look-arounds leave out everyday words that only contain such a character (统一, 供应, 前台).
_SENSE = re.compile(
    r"[0-9]+(?:[.:][0-9]+)?|[%‰]"
    r"|(?<![统唯])一(?![起致样定般律直同并])|[零〇二三四五六七八九十百千万亿两半]"
    r"|必须|禁止|严禁|不|未|无|没|勿|(?<![分类级特识区个性])别(?![人的处])"
    r"|(?<![供反响相适对])应(?![用急])|须|(?<![适便])宜|(?<![认许])可(?![靠口])"
    r"|先(?![生进])|(?<![当目提])前(?![台厅厨往来])|后(?![台厨勤续者])|再|立即|马上|随时"
    r"|只|仅|全部|每|超过|至少|至多|最多|最少|以上|以下|以内|以外|或|且"
)
# Characters that writers mix up without meaning anything else.
_SAME = str.maketrans("帐作象定粘", "账做像订黏", "的地得")


def highest(classes: Iterable[Class]) -> Class:
    """Return the most serious of several classes; editorial if there is none."""
    return max(classes, key=ORDER.index, default="editorial")


def class_of_field(rule: str) -> Class:
    """Return the class of a field such as `Step.role`, for what is no text."""
    return CLASSES.get(rule, "procedural")


def class_of_text(rule: str, old: str, new: str) -> Class:
    """Return how serious it is that a text reads otherwise, by the ceiling of its field.

    Other figures, duties or conditions count in full, other words less, other marks least.
    An action, a limit, a decision or a critical key point is never editorial.
    """
    ceiling = class_of_field(rule)
    if old == new or ceiling == "editorial":
        return "editorial"
    return highest(
        level for level in LEVELS[1:] if trace(rule, old, level) != trace(rule, new, level)
    )


def trace(rule: str, text: str, level: Class) -> str:
    """Return what of a text counts at a level: if it differs, the change is at least that."""
    ceiling = class_of_field(rule)
    if level == "editorial":
        return text
    if ceiling == "editorial" or (level == "safety" and ceiling != "safety"):
        return ""
    if ceiling == "safety":
        return text if level == "clarification" else f"{words_of(text)} {sense_of(text)}"
    if level == "procedural":
        return sense_of(text)
    return text if ceiling == "procedural" else words_of(text)


def sense_of(text: str) -> str:
    """Return the figures, duties and conditions of a text, in order."""
    return " ".join(_SENSE.findall(unicodedata.normalize("NFKC", text)))


def words_of(text: str) -> str:
    """Return a text without marks, spaces and width, and with often-confused characters alike."""
    plain = unicodedata.normalize("NFKC", text).translate(_SAME)
    return "".join(c for c in plain if unicodedata.category(c)[0] not in "PZCS" or c in "%‰<>+=~")


def _read_table() -> dict[str, Class]:
    table: dict[str, Class] = {}
    for class_, rows in _FIELDS.items():
        owner = ""
        for word in rows.split():
            if word.endswith(":"):
                owner = word[:-1]
            else:
                table[f"{owner}.{word}"] = class_
    return table


CLASSES: Mapping[str, Class] = _read_table()
