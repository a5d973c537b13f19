"""Everything that Evidary raises on purpose.

    EvidaryError
    ├── UsageError            the call cannot be carried out as asked (exit code 2)
    │   ├── ScopeError        report type, period or categories missing or contradictory
    │   ├── SettingsError     a setting is unknown or unusable
    │   └── QuestionnaireError  a questionnaire cannot be read, understood or written
    ├── WorkspaceError        the workspace is in use, damaged or of another version
    │   └── IndexMismatch     the index was made by another embedder
    ├── CorpusError           a shipped data file is damaged or inconsistent
    ├── EmbedderUnavailable   the embedder's model is missing or not the one expected
    ├── EngineError           a model endpoint failed or answered outside its contract
    │   ├── EngineRejected    the endpoint will refuse every call: a wrong key, an unknown model
    │   └── ReplyError        the model answered, but the reply cannot be used
    └── UnprovenError         something without a re-found quote was about to be kept

A bad evidence file raises none of these: it is a `Failure` row.
"""


class EvidaryError(Exception):
    """Base of all expected errors. The message says what happened and what to do."""


class UsageError(EvidaryError):
    """The call cannot be carried out as it was asked."""


class ScopeError(UsageError):
    """The scope of the assessment is missing or contradicts itself; assessment_rules.md, section 2."""


class SettingsError(UsageError):
    """A setting is unknown or has an unusable value."""


class QuestionnaireError(UsageError):
    """A questionnaire cannot be read, understood or written back; the message says what to do."""


class WorkspaceError(EvidaryError):
    """The workspace cannot be used as it is."""


class IndexMismatch(WorkspaceError):
    """The index was made with another embedder than the one now set; rebuild it or set it back."""


class CorpusError(EvidaryError):
    """A data file under `corpus/` is damaged or contradicts another."""


class EmbedderUnavailable(EvidaryError):
    """The embedder's weights are missing or their hash is not the expected one."""


class EngineError(EvidaryError):
    """A model endpoint failed, or its answer did not hold to the contract."""


class EngineRejected(EngineError):
    """The endpoint refuses this key or does not know this model: no further call can succeed."""


class ReplyError(EngineError):
    """The model answered, but with something that cannot be used; told of it, it may do better."""


class UnprovenError(EvidaryError):
    """A proposal with an unverified citation reached the store or an export. This is a defect."""


class NotAllowed(EvidaryError):
    """The person's role does not permit this, or a second person must do it; nothing was changed."""


class SignInRefused(EvidaryError):
    """Wrong name or password, an ended account, or too many tries; the message never says which."""
