"""Measuring commands: `make bench NAME=…` prints figures and ratios, run side by side."""
