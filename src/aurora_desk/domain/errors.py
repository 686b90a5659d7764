"""The one base of every error that a person or a program can meet and act on."""

from collections.abc import Mapping

from aurora_desk.domain.words import Sentence


class AuroraError(Exception):
    """A refusal with a stable code and a sentence for the cashier; types beside the rules derive from it."""

    code = "refused"

    def __init__(self, words: str | Sentence = "") -> None:
        self.said = words if isinstance(words, Sentence) else Sentence(words)
        """What happened, what it means, what to do: for a screen, which says it in the language of the till."""
        super().__init__(str(self.said))

    @property
    def sentence(self) -> Sentence:
        """The same, which reads in English: for programs, logs and whoever hands it on to a screen."""
        return self.said


class NotFoundError(AuroraError):
    """What was named does not exist for this tenant."""

    code = "not_found"


class ConflictError(AuroraError):
    """The thing is in a state that does not allow this; `facts` hold what would be right."""

    code = "conflict"

    def __init__(self, sentence: str | Sentence, *, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(sentence)
        self.facts = dict(facts or {})


class InvalidError(AuroraError):
    """A value breaks a rule; `field` names it the way the caller wrote it (`items.0.quantity`)."""

    code = "invalid"

    def __init__(self, field: str, message: str | Sentence) -> None:
        super().__init__(message)
        self.field, self.message = field, str(message)


class UnavailableError(AuroraError):
    """Something needed can't be reached for the moment; nothing was changed by the part that failed."""

    code = "unavailable"
