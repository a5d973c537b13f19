"""The original at the cited place, with only those marks that were re-found."""
