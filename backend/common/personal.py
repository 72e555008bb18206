"""What names a person inside free text: one pattern for what is refused and what is blanked."""

import re

# 18-digit identity numbers, mobiles, and bank cards, wherever they stand.
PERSONAL_NUMBER = re.compile(r"(?<!\d)(\d{17}[\dXx]|1[3-9]\d{9}|\d{16,19})(?!\d)")
