"""The only writers of impact."""
