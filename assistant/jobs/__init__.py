"""Long work outside the page: queued, counted, cancelled, resumed, alive after a restart."""
