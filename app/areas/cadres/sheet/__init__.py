"""The workbooks of this area: cadres with their posts, terms."""
