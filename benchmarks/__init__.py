"""Measuring and learning: never imported by the product."""
