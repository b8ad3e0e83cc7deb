"""Only the error that formulas raise, so that scripts can name it."""


class ParseBaseException(Exception):
    pass


class ParseException(ParseBaseException):
    pass


def __getattr__(name):
    raise AttributeError(f"pyparsing has no '{name}' for scripts; there is ParseException alone")
