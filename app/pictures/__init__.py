"""Files brought in as evidence: what they are by their content, and pictures made fit to keep."""
