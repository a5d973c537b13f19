"""Questionnaires: read any format, know where each answer goes, write the answers back."""
