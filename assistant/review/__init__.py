"""What people decide: on links, on answers, on gaps. Appended, never edited."""
