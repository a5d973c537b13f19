"""What a question asks about, as a set of things that can be compared whatever words name them.

First step of matching: the form of the question, the values and names in it, and its telling words
under one name for each thing. The vocabulary is data, `corpus/rules/question_terms.yaml`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

import yaml

from assistant import resources
from assistant.answering.lexicon import lexicon
from assistant.claims.values import Placed, Value, placed_durations, placed_frequencies
from assistant.errors import CorpusError

_LABEL = re.compile(r"^\s*(?:(?:[A-Z&]{1,6}[-. ]?)?\d+(?:[.\-]\d+)*[.):]?|[a-z][.)]|q\d+[.:)]?)\s+")
_TAIL = re.compile(
    r"(?:[.?;,]|\s[-–]|\()\s*(?:(?:if|where) (?:yes|so|not|no|applicable)[,:]?\s*)?(?:please\s+)?"
    r"(?:briefly\s+)?(?:describe|explain|elaborate|specify|comment|provide (?:a )?(?:brief )?"
    r"(?:details?|descriptions?|explanations?|comments?))(?:\s+(?:how|it|this|details?|why))?\s*[.?!)]*\s*$",
    re.IGNORECASE,
)
_AUXILIARY = r"(?:do|does|did|is|are|was|were|has|have|will|would|can|could|must|should|shall|may)"
_FORMS: tuple[tuple[str, str], ...] = (
    (
        "often",
        r"how (?:often|frequently|regularly)|(?:what|which).{0,20}\b(?:frequency|interval)\b",
    ),
    (
        "long",
        r"how (?:long|quickly|soon|fast)|(?:within|in) (?:what|which|how (?:many|much)) "
        r"(?:time|period|hours|days)|what (?:is|are) (?:the |your |our )(?:\w+ ){0,3}(?:period|time(?: ?frame| ?line| ?limit)?)\b"
        r"(?! (?:objective|zone))|for how long",
    ),
    ("many", r"how (?:many|much)|what (?:number|percentage|share|proportion)"),
    (
        "who",
        r"who(?:m|se)?\b|name (?:the|your)\b|(?:which|what) (?:person|people|role|team|department|employee)s?\b",
    ),
    (
        "where",
        r"where\b|(?:in )?(?:which|what) (?:(?:geographic(?:al)?|physical) )?"
        r"(?:countr|location|region|place|jurisdiction)",
    ),
    ("when", r"when\b|(?:on )?(?:what|which) (?:date|day|year)\b|what was the date"),
    ("why", r"why\b"),
    (
        "how",
        r"how\b|(?:please )?(?:describe|explain|outline|detail|elaborate)\b|"
        r"(?:what|which) (?:is|are) (?:the |your )?(?:process|approach|procedure|method|steps)",
    ),
    ("what", r"what\b|which\b|(?:please )?(?:list|state|name|specify|indicate|identify|give)\b"),
    (
        "send",
        r"(?:(?:can|could|will|would) you )?(?:please )?(?:attach|upload|send|share|provide)\b"
        r"(?= (?:us |me )?(?:with )?(?:an? |the |your |any |copies|cop))",
    ),
)
_WH = tuple((name, re.compile(rf"^(?:please )?(?:{pattern})", re.I)) for name, pattern in _FORMS)
_NEGATIVE = re.compile(r"\b(?:not|never|cannot|\w+n't|no longer|neither|nor)\b", re.IGNORECASE)
_HOUSE = re.compile(
    r"\b(?:your|the|our) (?:organi[sz]ation|company|business|firm|vendor|supplier|service provider"
    r"|provider|entity|respondent)(?:'s)?\b",
    re.IGNORECASE,
)
_NAMED_HOUSE = re.compile(
    rf"^(?i:{_AUXILIARY}) (?P<name>[A-Z][\w&.-]+(?: [A-Z][\w&.-]+){{0,2}}) (?=[a-z])"
)
_ACTOR = re.compile(
    r"^(?:do|does|did|will|would|can|could|must|should|may) (?:all |any |the |your |every )*"
    r"(?P<actor>[a-z][\w-]*)",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"^must\b|\b(?:requir(?:e|es|ed)|must|have to|has to|enforc\w+|mandat\w+|obligatory|compulsory)\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"^(?:can|may|could)\b(?! you\b)|\b(?:able to|support(?:s|ed)?|offer(?:s|ed)?|option(?:al|ally)?"
    r"|possible|available|permit\w*|allow\w*)\b",
    re.IGNORECASE,
)
_COUNTRY = re.compile(r"\bU\.?S\.?(?:A\.?)?(?!\w)")
_BRITISH = re.compile(r"is(e|ed|es|er|ers|ing|ation|ations)$")
_DEPENDENT = re.compile(
    r"^\W*(?:if (?:yes|so|no|not|applicable|answered|you answered)\b|(?:how |what |when |who |where )?"
    rf"(?:often |long |frequently )?(?:{_AUXILIARY} )?(?:it|its|this|these|those|they|their|such)\b"
    r"|(?:please )?(?:explain|describe|comment|elaborate|specify|provide details)\W*$)",
    re.IGNORECASE,
)
_DELEGATES = re.compile(
    r"\b(?:require|ensure|allow|permit|enable|mandate|oblige|ask|let|have|expect|train)s?\b", re.I
)
_ATTRIBUTE = re.compile(
    r"\b(an?|the|your|any|all|of)\s+((?:(?:formal(?:ly|i[sz]ed)?|documented|written|defined|established"
    r"|comprehensive|current)(?:\s+and|,)?\s+)+)(?=\w)"
)
_TOKEN = re.compile(r"[a-z0-9][a-z0-9.\-]*[a-z0-9]|[a-z0-9]")
_NAME = re.compile(r"(?<!^)(?<![.?!] )\b(?:[A-Z]{2,}[A-Z0-9]*|[A-Z][a-z]+(?:[A-Z]\w*)?)\b")


@dataclass(frozen=True, slots=True)
class Wording:
    """A question, taken apart.

    `form` is yes_no or what a question word asks for (how, who, often, long, …). `terms` are the
    things it speaks of, one name for each; `names` those of them that are proper names or contain
    a digit. `values` are the durations and frequencies in it. `actor` is who acts in "do … act?",
    empty for the house itself or where nobody is said.
    """

    key: str
    form: str
    terms: frozenset[str]
    names: frozenset[str]
    values: tuple[Value, ...]
    negative: bool
    modality: Literal["may", "must", ""]
    """Whether something can be done, or has to be; empty where it only is."""
    actor: str = ""
    dependent: bool = False
    """It follows up another question and says nothing by itself: "if so, how often is it tested?"."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The shipped words: one name for each thing, words without meaning, and opposites."""

    terms: re.Pattern[str]
    named: tuple[str, ...]
    fillers: frozenset[str]
    contrasts: frozenset[str]
    implied: dict[str, frozenset[str]]
    """By form of question: terms that the form already says."""


@lru_cache(maxsize=16_384)
def question_key(text: str) -> str:
    """The question without case, punctuation and numbering: equal keys are the same words."""
    plain = _plain(_LABEL.sub("", text))
    return " ".join(re.findall(r"[\w%]+(?:\.\d+)*", plain))


@lru_cache(maxsize=16_384)
def wording(text: str) -> Wording:
    """What this question asks for. Any text gives a wording; one without telling words has no terms."""
    asked = _TAIL.sub("", _LABEL.sub("", " ".join(text.split())))
    asked = _COUNTRY.sub("USA", _without_house(asked))
    form = _form(asked)
    values, rest = _values(asked)
    terms = _terms(_ATTRIBUTE.sub(r"\1 ", _plain(rest)))
    terms -= vocabulary().implied.get(form, frozenset())
    named = {stem for match in _NAME.finditer(rest) for stem in _terms(match.group(0).lower())}
    return Wording(
        key=question_key(text),
        form=form,
        terms=terms,
        names=frozenset(t for t in terms if any(c.isdigit() for c in t)) | (terms & named),
        values=values,
        negative=bool(_NEGATIVE.search(asked)),
        modality="must" if _MUST.search(asked) else "may" if _MAY.search(asked) else "",
        actor=_actor(asked),
        dependent=bool(_DEPENDENT.match(text)),
    )


@cache
def vocabulary() -> Vocabulary:
    """The shipped vocabulary. Raises `CorpusError` where the file is damaged."""
    path = resources.corpus("rules", "question_terms.yaml")
    try:
        data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        fillers = frozenset(data["fillers"].split())
        rows = [(str(row[0]), str(row[1])) for row in data["terms"]]
        rows += _short_forms(fillers)
        parts = [f"(?P<t{n}>{pattern})" for n, (_, pattern) in enumerate(rows)]
        return Vocabulary(
            terms=re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])"),
            named=tuple(name for name, _ in rows),
            fillers=fillers,
            contrasts=frozenset(w for row in data["contrasts"] for w in row.split()),
            implied={k: frozenset(v.split()) for k, v in data["implied"].items()},
        )
    except (KeyError, TypeError, re.error, yaml.YAMLError) as error:
        raise CorpusError(f"{path.name} is damaged: {error}") from error


def _short_forms(fillers: frozenset[str]) -> list[tuple[str, str]]:
    """The short forms of the answering lexicon with what their letters stand for, one name each."""
    rows = []
    for short, longs in lexicon().acronyms.items():
        name = short.casefold()
        words = re.findall(r"\w+", longs[0].casefold())
        letters = "".join(w[0] for w in words if w not in ("and", "of", "to", "in", "the"))
        if letters == name and name not in fillers:
            rows.append((name, rf"(?:{' '.join(words)}|{name})s?(?! ?\d)"))
    return rows


def _plain(text: str) -> str:
    """Lower case, one kind of quote, hyphens and slashes as spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(re.sub(r"[-‐-―/]", " ", plain).split())


def _without_house(text: str) -> str:
    """The respondent is always who is asked: "does Acme", "does your company" are "do you"."""
    found = _NAMED_HOUSE.match(text)
    if found and not found.group("name").isupper():
        text = re.sub(rf"\b{re.escape(found.group('name'))}(?:'s|’s)?(?!\w)", "you", text)
    return _HOUSE.sub("you", text)


def _form(text: str) -> str:
    return next((name for name, pattern in _WH if pattern.match(text)), "yes_no")


def _values(text: str) -> tuple[tuple[Value, ...], str]:
    """Frequencies and durations, and the text without them."""
    found: list[Placed] = list(placed_frequencies(text))
    taken = [(p.start, p.end) for p in found]
    for placed in placed_durations(text):
        if all(placed.end <= start or end <= placed.start for start, end in taken):
            found.append(placed)
            taken.append((placed.start, placed.end))
    rest = text
    for start, end in sorted(taken, reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    return tuple(sorted((p.value for p in found), key=lambda v: (v.low, v.high))), rest


def _terms(plain: str) -> frozenset[str]:
    words = vocabulary()
    found: set[str] = set()

    def take(match: re.Match[str]) -> str:
        assert match.lastgroup is not None  # every branch is a named group
        found.update(words.named[int(match.lastgroup[1:])].split())
        return " "

    rest = words.terms.sub(take, plain)
    tokens = (t for t in _TOKEN.findall(rest.replace("'s", "")) if t not in words.fillers)
    return frozenset(found | {_stem(token) for token in tokens})


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@lru_cache(maxsize=16_384)
def _stem(token: str) -> str:
    """The stem, in one spelling; what the spelling is does not matter, only that it is one."""
    plain = _BRITISH.sub(r"iz\1", token.replace("programme", "program"))
    return str(_stemmer().stemWord(plain))


def _actor(text: str) -> str:
    found = _ACTOR.match(text)
    if found is None or _DELEGATES.search(text):
        return ""
    actor = found.group("actor").lower()
    return "you" if actor in ("you", "your", "we", "the") else next(iter(_terms(actor)), "")
