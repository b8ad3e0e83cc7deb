"""The shapes of molecules, as learners build them: {geometry, atoms by their positions}.

Positions are `c0` in the centre, `p0`, `p1`... around it, `a0`... on the axis, `e0`... on the equator, where an
octahedron has two pairs, `e10` `e11` and `e20` `e21`.
"""

import itertools
import json


def vsepr_parse_user_answer(user_input):
    return json.loads(user_input)


def vsepr_build_correct_answer(geometry, atoms):
    return {"geometry": geometry, "atoms": atoms}


def _at(atoms, position):
    return sorted(atom for place, atom in atoms.items() if place.startswith(position))


def vsepr_grade(user_input, correct_answer, convert_to_peripheral=False):
    """Whether the geometry, the centre and the atoms of each kind of position are the same."""
    atoms, correct = dict(user_input["atoms"]), correct_answer["atoms"]
    if user_input["geometry"] != correct_answer["geometry"] or atoms["c0"] != correct["c0"]:
        return False
    if convert_to_peripheral:
        centre = atoms.pop("c0")
        atoms = {f"p{number}": atom for number, atom in enumerate(atoms.values())}
        atoms["c0"] = centre
    if "e10" in correct:
        wanted = [_at(correct, axis) for axis in ("a", "e1", "e2")]
        return any([_at(atoms, axis) for axis in order] == wanted for order in itertools.permutations(("a", "e1", "e2")))
    return all(_at(atoms, position) == _at(correct, position) for position in "pae")
