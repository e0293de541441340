"""Read security-policy reports, and show the sentence behind every number."""
