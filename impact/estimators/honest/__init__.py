"""How far parallel trends may fail before the conclusion changes (Rambachan & Roth 2023)."""
