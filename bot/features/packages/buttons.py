"""Buttons about packages and contracts; those that change a contract carry its version."""

from __future__ import annotations

from dataclasses import dataclass

from bot.buttons import Button

#: What is typed below a question about a package.
DIALOGUE = "package"

# What a trainer offers.


@dataclass(frozen=True)
class OpenOffers(Button, prefix="gl"):
    pass


@dataclass(frozen=True)
class OpenOffer(Button, prefix="gp"):
    package_id: int


@dataclass(frozen=True)
class NewOffer(Button, prefix="gn"):
    pass


@dataclass(frozen=True)
class PickPart(Button, prefix="gx"):
    """An answer to what a typed package left open; `value` as it could have been typed."""

    draft: str
    value: str


@dataclass(frozen=True)
class AskChange(Button, prefix="gc"):
    package_id: int


@dataclass(frozen=True)
class SwitchBilling(Button, prefix="gb"):
    package_id: int
    billing: str


@dataclass(frozen=True)
class AskRemoveOffer(Button, prefix="gq"):
    package_id: int


@dataclass(frozen=True)
class RemoveOffer(Button, prefix="gr"):
    package_id: int


# A client's contracts.


@dataclass(frozen=True)
class OpenPackages(Button, prefix="gk"):
    """From the client's card: the contract, or the choice of a package."""

    client_id: int


@dataclass(frozen=True)
class ListContracts(Button, prefix="gw"):
    client_id: int


@dataclass(frozen=True)
class ChooseOffer(Button, prefix="gh"):
    """`renews_id`: the contract that the new one goes on from."""

    client_id: int
    renews_id: int | None = None


@dataclass(frozen=True)
class PickOffer(Button, prefix="gi"):
    client_id: int
    package_id: int
    renews_id: int | None = None


@dataclass(frozen=True)
class Renew(Button, prefix="gv"):
    contract_id: int


@dataclass(frozen=True)
class MakeContract(Button, prefix="gm"):
    """`after`: how many contracts the client had then, so that a second tap makes no second one."""

    client_id: int
    after: int
    package_id: int | None
    renews_id: int | None = None


@dataclass(frozen=True)
class OpenContract(Button, prefix="gu"):
    """`below`: as a new message, because what the button stands on is still needed."""

    contract_id: int
    below: bool = False


@dataclass(frozen=True)
class OpenMore(Button, prefix="gy"):
    contract_id: int


@dataclass(frozen=True)
class History(Button, prefix="gz"):
    contract_id: int


@dataclass(frozen=True)
class AskAdjust(Button, prefix="ga"):
    contract_id: int


@dataclass(frozen=True)
class PickAdjust(Button, prefix="gd"):
    contract_id: int
    version: int
    sessions: int


@dataclass(frozen=True)
class Adjust(Button, prefix="gj"):
    contract_id: int
    version: int
    sessions: int
    reason: str


@dataclass(frozen=True)
class AskExtend(Button, prefix="ge"):
    contract_id: int


@dataclass(frozen=True)
class Extend(Button, prefix="gt"):
    contract_id: int
    version: int
    days: int


@dataclass(frozen=True)
class AskFreeze(Button, prefix="gf"):
    contract_id: int


@dataclass(frozen=True)
class PreviewFreeze(Button, prefix="gg"):
    contract_id: int
    days: int


@dataclass(frozen=True)
class Freeze(Button, prefix="gs"):
    """`affected`: how many sessions inside were shown."""

    contract_id: int
    version: int
    days: int
    affected: int
    keep: bool


@dataclass(frozen=True)
class AskEnd(Button, prefix="g0"):
    contract_id: int


@dataclass(frozen=True)
class End(Button, prefix="g1"):
    contract_id: int
    version: int
    affected: int


# What a client taps.


@dataclass(frozen=True)
class Accept(Button, prefix="g2"):
    contract_id: int


@dataclass(frozen=True)
class RateIt(Button, prefix="g3"):
    contract_id: int
    stars: int


@dataclass(frozen=True)
class SkipComment(Button, prefix="g4"):
    contract_id: int
