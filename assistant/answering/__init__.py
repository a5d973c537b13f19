"""Answering: a question's query, whether passages answer it, the verdict and the words."""
