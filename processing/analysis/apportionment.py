"""Apportionment of a whole number of units among several, such as a county's target among its townships."""

from __future__ import annotations

from collections.abc import Mapping


class ApportionmentError(ValueError):
    """A total that cannot be divided as asked.

    Attributes:
        excess: by how many units fixed shares and floors exceed the total; 0 where there is nothing to go by instead.

    """

    def __init__(self, excess: int = 0) -> None:
        """Take the excess."""
        super().__init__(f"exceeds the total by {excess}" if excess else "no basis to divide by")
        self.excess = excess


def apportion_total(
    total: int, basis: Mapping[str, int], fixed: Mapping[str, int] | None = None, floor: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Divide a total by a basis, so that the shares are whole and add up to it exactly (measures 3 and 18).

    Fixed shares are taken first. What is left goes by the basis; whoever would get less than his floor gets the floor,
    and the others share the rest anew. Quotas are rounded down, and the missing units go to the largest remainders, of
    equal ones to the smaller code. All in whole numbers: no total and no basis is too large.

    Args:
        total: units to divide, not negative.
        basis: by code, not negative, in any unit of its own.
        fixed: shares that are given, of some of the codes.
        floor: least shares, of some of the codes.

    Returns:
        The shares by code, in the order of `basis`.

    Raises:
        ApportionmentError: fixed shares and floors exceed the total, or something is left and no basis is above 0.

    >>> townships = {"360222100": 5000, "360222101": 3000, "360222102": 2001}
    >>> list(apportion_total(2521, townships).values())  # quotas 1260.37, 756.22 and 504.40
    [1260, 756, 505]
    >>> list(apportion_total(2521, townships, floor={"360222102": 600}).values())
    [1201, 720, 600]

    """
    given = dict(fixed or {})
    least = {code: units for code, units in (floor or {}).items() if code not in given}
    excess = sum(given.values()) + sum(least.values()) - total
    if excess > 0:
        raise ApportionmentError(excess)
    left, free = total - sum(given.values()), {code: units for code, units in basis.items() if code not in given}
    while True:
        weight = sum(free.values())
        below = [code for code in free if left * free[code] < least.get(code, 0) * weight]
        if weight == 0:
            below = [code for code in free if least.get(code, 0)]
        if not below:
            break
        for code in below:
            given[code] = least[code]
            left -= least[code]
            del free[code]
    if left and not weight:
        raise ApportionmentError
    given.update({code: left * units // weight if weight else 0 for code, units in free.items()})
    missing = total - sum(given[code] for code in basis)
    for code in sorted(free, key=lambda code: (-(left * free[code] % weight) if weight else 0, code))[:missing]:
        given[code] += 1
    return {code: given[code] for code in basis}
