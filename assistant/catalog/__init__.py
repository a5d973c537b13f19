"""Typed views of `corpus/`: criteria, rules, crosswalks. Data stays data; this only reads it."""
