"""The face of the web application: what a person at a seat may see and do, checked and recorded."""
