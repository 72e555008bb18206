"""Labels to numbers 0..n-1 fast: a table lookup for dense integers, a sort for the rest."""

import numpy as np

from impact.estimators.arrays import Floats, Ints, Labels


def codes(labels: Labels) -> tuple[Labels, Ints]:
    """Sorted distinct labels, and each row's position among them."""
    if labels.dtype.kind in "iu" and labels.size:
        low, high = int(labels.min()), int(labels.max())
        if high - low < 4 * labels.size + 1_000:
            return _dense(labels.astype(np.int64, copy=False), low, high)
    if labels.dtype.kind == "f" and labels.size and _whole(labels):
        distinct, position = codes(labels.astype(np.int64))
        return distinct.astype(labels.dtype), position
    found, position = np.unique(labels, return_inverse=True)
    return found, position.astype(np.int64, copy=False)


def _whole(labels: Labels) -> bool:
    numbers = labels.astype(np.float64, copy=False)
    return bool((np.abs(numbers) < 2**53).all() and (numbers == np.floor(numbers)).all())


def _dense(labels: Ints, low: int, high: int) -> tuple[Labels, Ints]:
    shifted = labels - low if low else labels
    present = np.zeros(high - low + 1, dtype=bool)
    present[shifted] = True
    distinct = np.flatnonzero(present)
    if len(distinct) == len(present):
        return distinct + low, shifted
    position = np.cumsum(present, dtype=np.int64) - 1
    return distinct + low, position[shifted]


def sums(owner: Ints, values: Floats, size: int) -> Floats:
    """Sum of `values` for each owner 0..size-1."""
    return np.bincount(owner, weights=values, minlength=size).astype(np.float64, copy=False)
