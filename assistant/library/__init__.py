"""The answer library: answers kept, imported, matched to new questions, and watched."""
