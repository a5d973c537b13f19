"""The main verbs of answering: one question, or a whole questionnaire."""
