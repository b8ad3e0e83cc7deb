"""What hint functions get the grades of inputs in."""

_properties = ("correctness", "npoints", "msg", "hint", "hintmode", "queuestate", "answervariable")


class CorrectMap:
    """The grades of inputs by their id: a dict of properties for each."""

    def __init__(self, *args, **kwargs):
        self.cmap = {}
        self.overall_message = ""
        self.set(*args, **kwargs)

    def keys(self):
        return self.cmap.keys()

    def items(self):
        return self.cmap.items()

    def __getitem__(self, answer_id):
        return self.cmap[answer_id]

    def __iter__(self):
        return iter(self.cmap)

    def __repr__(self):
        return repr(self.cmap)

    def set(
        self,
        answer_id=None,
        correctness=None,
        npoints=None,
        msg="",
        hint="",
        hintmode=None,
        queuestate=None,
        answervariable=None,
        **others,
    ):
        if answer_id is not None:
            given = (correctness, npoints, msg, hint, hintmode, queuestate, answervariable)
            self.cmap[answer_id] = dict(zip(_properties, given))

    def get_dict(self):
        return self.cmap

    def set_dict(self, correct_map):
        self.__init__()
        if correct_map and not isinstance(next(iter(correct_map.values())), dict):
            correct_map = {answer_id: {"correctness": one} for answer_id, one in correct_map.items()}
        for answer_id, properties in (correct_map or {}).items():
            self.set(answer_id, **properties)

    def update(self, other_cmap):
        if not isinstance(other_cmap, CorrectMap):
            raise Exception(f"CorrectMap.update takes a CorrectMap, not {other_cmap!r}")
        self.cmap.update(other_cmap.get_dict())
        self.set_overall_message(other_cmap.get_overall_message())

    def set_property(self, answer_id, prop, value):
        self.cmap.setdefault(answer_id, {})[prop] = value

    def get_property(self, answer_id, prop, default=None):
        return self.cmap.get(answer_id, {}).get(prop, default)

    def is_correct(self, answer_id):
        if answer_id not in self.cmap:
            return None
        return self.get_correctness(answer_id) in ("correct", "partially-correct")

    def is_partially_correct(self, answer_id):
        if answer_id not in self.cmap:
            return None
        return self.get_correctness(answer_id) == "partially-correct"

    def is_queued(self, answer_id):
        return self.get_property(answer_id, "queuestate") is not None

    def is_right_queuekey(self, answer_id, test_key):
        return self.is_queued(answer_id) and self.cmap[answer_id]["queuestate"]["key"] == test_key

    def get_queuetime_str(self, answer_id):
        state = self.cmap[answer_id]["queuestate"]
        return state["time"] if state else None

    def get_npoints(self, answer_id):
        points = self.get_property(answer_id, "npoints")
        if points is not None:
            return points
        return 1 if self.is_correct(answer_id) else 0

    def get_correctness(self, answer_id):
        return self.get_property(answer_id, "correctness")

    def get_msg(self, answer_id):
        return self.get_property(answer_id, "msg", "")

    def get_hint(self, answer_id):
        return self.get_property(answer_id, "hint", "")

    def get_hintmode(self, answer_id):
        return self.get_property(answer_id, "hintmode")

    def set_hint_and_mode(self, answer_id, hint, hintmode):
        self.set_property(answer_id, "hint", hint)
        self.set_property(answer_id, "hintmode", hintmode)

    def set_overall_message(self, message_str):
        self.overall_message = str(message_str) if message_str else ""

    def get_overall_message(self):
        return self.overall_message
