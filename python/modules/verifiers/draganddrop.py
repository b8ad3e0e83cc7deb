"""Whether things were dragged to where they belong.

An answer is a list of what lies where: `[{"cat": "basket"}]`, `[{"cat": [10, 20]}]`, or on top of something else
`[{"cat": {"head": {"dog": "basket"}}}]`, which is the target `basket[dog][head]`.
"""

import json

_rules = ("exact", "anyof", "unordered_equal")
_radius = 10
_position = (str, list, tuple)


def flat_user_answer(user_answer):
    return [_flat(*next(iter(placed.items()))) for placed in user_answer]


def _flat(name, position):
    path = []
    while isinstance(position, dict):
        key, position = next(iter(position.items()))
        path.append(key)
    return {name: f"{position}{''.join(f'[{key}]' for key in reversed(path))}" if path else position}


def _point(position):
    """A place with the distance that still counts as there."""
    if isinstance(position[0], (list, tuple)):
        return position[0][0], position[0][1], max(position[1], _radius)
    return position[0], position[1], _radius


def _same(one, other):
    """Targets are the same by name, places when they are near each other."""
    if not one or not other or not isinstance(one, _position) or not isinstance(other, _position):
        return False
    if all(isinstance(part, str) for part in (*one, *other)):
        return "".join(one) == "".join(other)
    if isinstance(one, str) or isinstance(other, str):
        return False
    try:
        (x, y, far), (x2, y2, far2) = _point(one), _point(other)
        return (x2 - x) ** 2 + (y2 - y) ** 2 <= max(far, far2) ** 2
    except (TypeError, ValueError, IndexError):
        return False


def _matches(rule, wanted, placed):
    if rule == "anyof":
        return all(any(_same(one, other) for other in wanted) for one in placed)
    if len(wanted) != len(placed):
        return False
    if rule == "exact":
        return all(map(_same, wanted, placed))
    left = list(wanted)
    for one in placed:
        found = next((number for number, other in enumerate(left) if _same(one, other)), None)
        if found is None:
            return False
        del left[found]
    return True


class DragAndDrop:
    def __init__(self, correct_answer, user_answer):
        if isinstance(correct_answer, dict):
            correct_answer = [
                {"draggables": [name], "targets": [target], "rule": "exact"} for name, target in correct_answer.items()
            ]
        self.groups = correct_answer
        answer = json.loads(user_answer) if isinstance(user_answer, str) else user_answer
        if isinstance(answer, dict):
            answer = next(iter(answer.values()), [])
        self.placed = [item for placed in flat_user_answer(answer) for item in placed.items()]

    def grade(self):
        """Every group has exactly its things, each as its rule says, and nothing else was placed."""
        known = {name for group in self.groups for name in group["draggables"]}
        return all(name in known for name, _ in self.placed) and all(map(self._holds, self.groups))

    def _holds(self, group):
        rule = group["rule"]
        placed = [(name, position) for name, position in self.placed if name in group["draggables"]]
        names = [name for name, _ in placed]
        if "number" not in rule:
            names = list(set(names))
        rule = rule.replace("+", "").replace("number", "")
        if sorted(names) != sorted(group["draggables"]) or rule not in _rules or not group["targets"]:
            return False
        return _matches(rule, group["targets"], [position for _, position in placed])


def grade(user_input, correct_answer):
    """Whether an answer is right: `{"cat": "basket"}`, or a list of groups {draggables, targets, rule}."""
    return DragAndDrop(correct_answer, user_input).grade()
