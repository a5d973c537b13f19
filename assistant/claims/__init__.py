"""Claims: does what is cited say what is claimed?"""
