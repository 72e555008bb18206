"""What is asked for, the streams of chance, and the uids: all follow from the seed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import blake2b
from uuid import UUID

import numpy as np

from backend.common.zone import SHANGHAI

COUNTY = "630121"
# Its income waves pass the gates of IMPACT section 5 (docs/how/demo.md says which seeds do not).
DEFAULT_SEED = 12
DEFAULT_AS_OF = date(2026, 9, 30)
SCENARIOS = ("standard", "selection", "few", "attrition")


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of everything that may grow; stations, areas and the seed's totals never do."""

    households_per_village: int
    orders: int
    retail_share: float
    postgresql_only: bool = False
    # Main products whose usual channel is watched; tests watch one.
    watched: int = 6


SCALES = {
    "small": Scale(households_per_village=12, orders=12_000, retail_share=0.7),
    "county": Scale(households_per_village=70, orders=70_000, retail_share=0.7),
    "large": Scale(
        households_per_village=692, orders=1_000_000, retail_share=0.8, postgresql_only=True
    ),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """One run of the generator."""

    seed: int
    scale: Scale
    as_of: date
    scenario: str = "standard"

    def chance(self, noun: str) -> np.random.Generator:
        """A stream of its own per noun, so that one noun's growth never shifts another's."""
        key = int.from_bytes(blake2b(noun.encode(), digest_size=6).digest())
        return np.random.default_rng([self.seed, key])

    def uid(self, noun: str, number: int | str) -> UUID:
        body = f"{self.seed}:{self.scenario}:{noun}:{number}".encode()
        return UUID(bytes=blake2b(body, digest_size=16).digest(), version=4)

    @property
    def closes_at(self) -> datetime:
        """The last moment of the county: six in the evening of the as-of day."""
        return local(self.as_of, 18)


def local(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """An instant by the county's clock."""
    return datetime.combine(day, time(hour, minute), SHANGHAI).astimezone(UTC)
