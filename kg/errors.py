"""Errors that a user can act on, each worded "where: what; what would be right"."""


class KgError(Exception):
    """Anything wrong with what the program was given; the command line prints it and exits with code 2."""


class ArticleError(KgError):
    """A file that cannot be read as a news article."""


class ForeignError(ArticleError):
    """An article in a language that is not read."""


class OntologyError(KgError):
    """A vocabulary that cannot be read or used."""


class ModelError(KgError):
    """A language pipeline that is missing, or labels text in another way than the reader expects."""


class GraphError(KgError):
    """A graph that cannot be read or written."""


class QueryError(KgError):
    """A question that does not exist, or a parameter that it cannot take."""


class EndpointError(KgError):
    """A running store that cannot be reached, refuses, or breaks off."""


class DecisionError(KgError):
    """Decisions on what is the same that cannot be read, or that contradict each other."""


class GoldError(KgError):
    """Gold facts that cannot be read."""
