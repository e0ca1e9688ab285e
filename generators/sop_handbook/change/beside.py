"""What prints show that no procedure's history tells of: names, forms, terms, numbers."""

from collections.abc import Iterable, Iterator

from sop_handbook.change.comparison_tree import FieldGroup, Items, Leaf, group
from sop_handbook.model import Family, Handbook, Procedure
from sop_handbook.model.index import roles_of


def beside(handbook: Handbook, of: str, subject: str) -> FieldGroup:
    """Return it as one part, for prints about one subject.

    `of` is procedure, role, form, family, industry or handbook. A volume shows what its families
    share, its forms and terms; a plate shows telephone numbers; a form shows itself. The rules that
    steps go by are told of with these (change.used).
    """
    names = [subject] if of == "procedure" else handbook.covered.get((of, subject), ())
    procedures = [handbook.procedures[name] for name in names if name in handbook.procedures]
    parts = {"roles": _role_titles(handbook, procedures)}
    if of == "role":
        parts["contacts"] = _contacts(handbook, procedures)
    elif of == "form" and subject in handbook.forms:
        parts["forms"] = _items("Family.forms", [group(handbook.forms[subject])])
    elif of == "family" and subject in handbook.families:
        parts["families"] = _items("Family.id", [group(handbook.families[subject])])
    elif of in {"industry", "handbook"}:
        parts |= _of_volume(handbook, procedures)
    kinds = {"roles": "Role.title", "contacts": "Quantity.value", "forms": "Family.forms"}
    kinds |= {"families": "Family.id", "terms": "Procedure.terms"}
    return FieldGroup(parts, {key: kinds[key] for key in parts})


def _role_titles(handbook: Handbook, procedures: Iterable[Procedure]) -> Items:
    named = {role for procedure in procedures for role in roles_of(procedure)}
    titles = [role.title for role in handbook.roles.values() if role.id in named]
    return _items("Role.title", [Leaf(title, title, text=True) for title in titles])


def _contacts(handbook: Handbook, procedures: list[Procedure]) -> Items:
    """The telephone numbers that a plate shows."""
    owners: list[Procedure | Family] = [*procedures, *_families(handbook, procedures)]
    shown = {q.value for owner in owners for q in owner.quantities if q.kind == "contact"}
    return _items("Quantity.value", [Leaf(number, number) for number in sorted(shown)])


def _of_volume(handbook: Handbook, procedures: list[Procedure]) -> dict[str, Items]:
    families = dict.fromkeys(_families(handbook, procedures))
    forms = {form for one in procedures for step in one.steps for form in step.forms}
    terms = {name for procedure in procedures for name in procedure.terms}
    return {
        "families": _items("Family.id", [group(family) for family in families]),
        "forms": _items("Family.forms", [group(handbook.forms[name]) for name in sorted(forms)]),
        "terms": _items("Procedure.terms", [group(handbook.terms[name]) for name in sorted(terms)]),
    }


def _families(handbook: Handbook, procedures: Iterable[Procedure]) -> Iterator[Family]:
    return (handbook.families[p.family] for p in procedures if p.family)


def _items(rule: str, parts: list[FieldGroup] | list[Leaf]) -> Items:
    return Items(tuple(parts), None, rule)
