"""The house: people, their roles, the workspaces they may enter, and the trail of what was done."""
