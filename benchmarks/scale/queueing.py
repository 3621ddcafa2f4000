"""How long a message waits for one of many workers."""

from math import exp, lgamma, log


def erlang_c(servers: int, load: float) -> float:
    """The share of messages that wait at all. `load` is in servers (rate × service time) and below `servers`.

    Erlang C in logarithms, as the sum overflows from about 170 servers on; L. Kleinrock, Queueing Systems I,
    section 3.5.
    """
    terms = [k * log(load) - lgamma(k + 1) for k in range(servers)]
    top = max(terms)
    below = top + log(sum(exp(term - top) for term in terms))
    last = servers * log(load) - lgamma(servers + 1) + log(servers / (servers - load))
    return 1 / (1 + exp(below - last))


def mean_wait(servers: int, rate: float, service: float, variation: float = 1.0) -> float:
    """Seconds in the queue. `service` is in seconds, `variation` its squared coefficient of variation.

    Allen–Cunneen's approximation for G/G/c with Poisson arrivals; A. O. Allen, Probability, Statistics and
    Queueing Theory, 1990, section 5.3.
    """
    load = rate * service
    return erlang_c(servers, load) * service / (servers - load) * (1 + variation) / 2


def wait_percentile(servers: int, rate: float, service: float, share: float = 0.95) -> float:
    """Seconds that `share` of the messages do not exceed, for M/M/c, whose waits are exponential once there
    is one (Kleinrock, as above)."""
    load = rate * service
    waiting = erlang_c(servers, load)
    if waiting <= 1 - share:
        return 0.0
    return log(waiting / (1 - share)) * service / (servers - load)
