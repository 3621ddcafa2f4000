"""What a completion costs at list prices, as the package genai-prices has them."""

from importlib.metadata import version

from genai_prices import Usage, calc_price

from grader.adapters.language_models.provider import Completion

PRICE_LIST = f"list prices of genai-prices {version('genai-prices')}"
"""The list is as old as the package: no prices are fetched."""


def cost_usd(completion: Completion) -> float | None:
    """None for a model that is not on the list, such as one of one's own."""
    usage = Usage(input_tokens=completion.input_tokens, output_tokens=completion.output_tokens)
    try:
        price = calc_price(usage, completion.model, provider_id=completion.provider)
    except LookupError:
        return None
    return float(price.total_price)
