"""What a match gives: its tokens in order, and values under the names the grammar gave."""


class ParseResults:
    def __init__(self, toklist=None, name=None, asList=True, modal=True):
        if isinstance(toklist, ParseResults):
            self._tokens, self._named = list(toklist._tokens), {key: list(held) for key, held in toklist._named.items()}
            self._every, self._name = set(toklist._every), toklist._name
        else:
            self._tokens = list(toklist) if isinstance(toklist, (list, tuple)) or hasattr(toklist, "__next__") else [toklist]
            if toklist is None:
                self._tokens = []
            self._named, self._every, self._name = {}, set(), None
        if name:
            self._call(name, asList, modal)

    def _call(self, name, as_list, modal):
        """Puts the tokens under a name: a group as a whole, a single token by itself."""
        self._name = name
        tokens = self._tokens
        if not tokens or (len(tokens) == 1 and tokens[0] == ""):
            return
        if not modal:
            self._every.add(name)
        value = tokens[0]
        if isinstance(value, ParseResults) and as_list:
            value._name = name
        elif len(tokens) > 1:
            value = ParseResults(tokens)
            value._named = {key: list(held) for key, held in self._named.items()}
            value._name = name
        self._named[name] = [value]

    def _take(self, other):
        self._tokens.extend(other._tokens)
        for name, values in other._named.items():
            self._named.setdefault(name, []).extend(values)
        self._every |= other._every
        return self

    def getName(self):
        if self._name or len(self._tokens) != 1 or len(self._named) != 1:
            return self._name
        return next(iter(self._named))

    def __getitem__(self, key):
        if isinstance(key, slice):
            part = ParseResults(self._tokens[key])
            part._named = dict(self._named)
            return part
        if isinstance(key, int):
            return self._tokens[key]
        values = self._named[key]
        return ParseResults(values) if key in self._every else values[-1]

    def __setitem__(self, key, value):
        if isinstance(key, (int, slice)):
            self._tokens[key] = value
        else:
            self._named[key] = [value]

    def __delitem__(self, key):
        if isinstance(key, (int, slice)):
            del self._tokens[key]
        else:
            del self._named[key]

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return self[name] if name in self._named else ""

    def __contains__(self, name):
        return name in self._named

    def __len__(self):
        return len(self._tokens)

    def __bool__(self):
        return bool(self._tokens or self._named)

    def __iter__(self):
        return iter(self._tokens)

    def __reversed__(self):
        return reversed(self._tokens)

    def __add__(self, other):
        return self.copy()._take(other)

    def __iadd__(self, other):
        return self._take(other)

    def __radd__(self, other):
        return self.copy() if other == 0 else NotImplemented

    def __str__(self):
        return "[" + ", ".join(str(one) if isinstance(one, ParseResults) else repr(one) for one in self._tokens) + "]"

    def __repr__(self):
        return f"ParseResults({self._tokens!r}, {self.asDict()!r})"

    def keys(self):
        return self._named.keys()

    def values(self):
        return [self[name] for name in self._named]

    def items(self):
        return [(name, self[name]) for name in self._named]

    def haskeys(self):
        return bool(self._named)

    def get(self, key, default_value=None):
        return self[key] if key in self._named else default_value

    def pop(self, at=-1, *default):
        if isinstance(at, int):
            return self._tokens.pop(at)
        if default and at not in self._named:
            return default[0]
        value = self[at]
        del self._named[at]
        return value

    def append(self, item):
        self._tokens.append(item)

    def extend(self, items):
        if isinstance(items, ParseResults):
            self._take(items)
        else:
            self._tokens.extend(items)

    def insert(self, at, item):
        self._tokens.insert(at, item)

    def clear(self):
        self._tokens.clear()
        self._named.clear()

    def copy(self):
        return ParseResults(self)

    __copy__ = copy

    def asList(self):
        return [one.asList() if isinstance(one, ParseResults) else one for one in self._tokens]

    def asDict(self):
        def plain(value):
            if not isinstance(value, ParseResults):
                return value
            return value.asDict() if value._named else [plain(one) for one in value]

        return {name: plain(value) for name, value in self.items()}

    def dump(self, indent="", **others):
        lines = [indent + str(self.asList())]
        for name, value in sorted(self.items()):
            shown = value.dump(indent + "  ").lstrip() if isinstance(value, ParseResults) else repr(value)
            lines.append(f"{indent}- {name}: {shown}")
        return "\n".join(lines)

    def _texts(self):
        return [text for one in self._tokens for text in (one._texts() if isinstance(one, ParseResults) else [str(one)])]

    get_name, as_list, as_dict = getName, asList, asDict
