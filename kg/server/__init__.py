"""A built graph over HTTP: a read-only SPARQL endpoint, the saved questions, and pages for people."""
