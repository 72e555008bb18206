"""Workbooks in and out: checked without writing, applied in chunks, undone as a batch."""
