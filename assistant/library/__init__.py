"""The answer library: approved answers, reused while their sources stand."""
