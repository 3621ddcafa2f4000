"""What a completion costs at list prices, as the package genai-prices has them, or at an operator's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from importlib.metadata import version

from genai_prices import Usage, calc_price

from grader.domain.errors import UnknownModel

PRICE_LIST = f"list prices of genai-prices {version('genai-prices')}"
"""The list is as old as the package: no prices are fetched."""
MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Price:
    """Of one's own, in USD for a million tokens."""

    input: Decimal
    output: Decimal

    @classmethod
    def parse(cls, said: str) -> "Price":
        """`0.15/0.60`. Raises UnknownModel, in words for an operator."""
        try:
            prices = [Decimal(one) for one in said.split("/")]
            if len(prices) == 2 and all(one.is_finite() and one >= 0 for one in prices):
                return cls(*prices)
        except ArithmeticError:
            pass
        raise UnknownModel(f"{said!r} is no price: write IN/OUT in USD for a million tokens, as 0.15/0.60.")


@dataclass(frozen=True, slots=True)
class PriceList:
    """What tokens of one configured model cost, by what its replies call it or by its configured name."""

    provider: str
    model: str
    own: Price | None = None

    def usd(self, input_tokens: int, output_tokens: int, model: str = "") -> Decimal | None:
        """None for a model that is on no list. `model`: as a reply says it, mostly with a date."""
        if self.own is not None:
            return (input_tokens * self.own.input + output_tokens * self.own.output) / MILLION
        usage = Usage(input_tokens=input_tokens, output_tokens=output_tokens)
        for name in filter(None, (model, self.model)):
            try:
                return calc_price(usage, name, provider_id=self.provider).total_price
            except LookupError:
                continue
        return None


def parse_prices(said: str) -> Mapping[str, Price]:
    """`my-model=0.15/0.60, other=0/0`: by the model's name. Raises UnknownModel."""
    pairs = [one.partition("=") for one in said.split(",") if one.strip()]
    return {name.strip(): Price.parse(price.strip()) for name, _, price in pairs}
