"""Files to passages: reading evidence, and nothing else.

First stage of the flow. It knows formats, places, dates and kinds of evidence; it knows nothing of
criteria, models, vectors or stores.
"""
