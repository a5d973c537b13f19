"""Build the evidence of the invented sample company that is not plain text written by hand."""
