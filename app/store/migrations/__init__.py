"""The chain of migrations, one linear line from the first released schema."""
