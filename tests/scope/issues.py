"""A problem at the Dongxia station that its secretary leads, and one that waits for two words."""

from typing import Any

from programme.models import Evidence
from tests.cast import Cast
from tests.programme.problems import handed_in, rectified


def fill(samples: dict[str, Any], cast: Cast) -> None:
    samples["issue"] = rectified(cast)
    samples["issue_evidence"] = Evidence.objects.get()
    samples["issue_handed_in"] = handed_in(cast)
