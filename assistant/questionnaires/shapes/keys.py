"""What JSON and YAML questionnaires call things; keys are compared in lower case, without signs."""

from __future__ import annotations

QUESTION = (
    "question", "questiontext", "prompt", "query", "assessmentquestion", "consensusassessmentquestion",
    "questiontitle", "questionname", "ask", "requirement", "requirementtext",
)  # fmt: skip
TEXT = ("text", "title", "label", "description", "name", "statement", "content", "control")
ID = (
    "id", "questionid", "qid", "number", "no", "num", "ref", "refid", "reference", "code", "key", "linkid",
    "identifier", "questionnumber", "questionno", "questionref", "controlid", "uid", "slug", "name", "index",
)  # fmt: skip
SECTION = ("section", "domain", "category", "group", "topic", "area", "chapter", "theme", "family")
HEADING = (
    "title",
    "name",
    "section",
    "heading",
    "label",
    "domain",
    "category",
    "text",
    "topic",
    "displayname",
)
ANSWER = (
    "answer",
    "response",
    "reply",
    "answervalue",
    "responsevalue",
    "vendorresponse",
    "answertext",
)
COMMENT = (
    "comment",
    "comments",
    "notes",
    "note",
    "remarks",
    "explanation",
    "justification",
    "details",
)
EVIDENCE = ("evidence", "attachments", "attachment", "evidencelinks", "documents", "evidencefiles")
OPTIONS = (
    "options", "choices", "answeroptions", "allowedvalues", "allowedanswers", "enum", "values", "answers",
    "responseoptions", "possibleanswers", "answeroption", "possiblevalues", "choiceslist", "validanswers",
)  # fmt: skip
TYPE = (
    "type",
    "fieldtype",
    "answertype",
    "responsetype",
    "inputtype",
    "questiontype",
    "kind",
    "format",
)
CONTEXT = (
    "guidance", "help", "helptext", "hint", "description", "context", "rationale", "tooltip", "instructions",
    "notesforvendor", "controltext", "controlspecification", "specification", "explanationtext", "why",
)  # fmt: skip
PARENT = ("parent", "parentid", "dependson", "parentquestion", "followupto", "parentquestionid")
LISTS = (
    "questions", "items", "item", "fields", "elements", "controls", "questionnaire", "subquestions",
    "followups", "followup", "children", "rows", "checks", "entries", "assessmentquestions", "requirements",
)  # fmt: skip
BELOW = ("subquestions", "followups", "followup", "children")
FEW_WORDS = 3
