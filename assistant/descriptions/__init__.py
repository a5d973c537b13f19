"""The system description: typed facts, sections drafted from them, checks, variants, writing."""
