"""How the tables of a workspace and of the house came to be, one numbered step after another."""
