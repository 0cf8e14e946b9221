"""The workbooks of this area: activities and congresses, contracts."""
