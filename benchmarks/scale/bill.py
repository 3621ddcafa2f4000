"""A month at list prices."""

from collections.abc import Mapping

from benchmarks.scale.capacity import cell_size, cells, cores
from benchmarks.scale.figures import Figures

HOURS = 24


def answers_a_month(figures: Figures) -> float:
    load = figures["load"]
    return float(load["learners"] * load["answers_per_learner_day"] * load["days_per_month"])


def core_hours(figures: Figures) -> float:
    """vCPU hours a day: the exam's hour for its peak, the others for their burst."""
    load = figures["load"]
    mean = load["learners"] * load["answers_per_learner_day"] / HOURS / 3600
    peak, usual = (sum(cores(figures, rate).values()) for rate in (load["peak"], mean * load["burst"]))
    return peak * load["peak_hours"] + usual * (HOURS - load["peak_hours"])


def monthly_bill(figures: Figures) -> Mapping[str, float]:
    """USD by what it is for."""
    load, sizes = figures["load"], figures["sizes"]
    price = {name: one["usd"] for name, one in figures["prices"].items()}
    asks = {part["part"].partition(":")[0]: part["asks"] for part in figures["parts"]}
    answers, days, hours = answers_a_month(figures), load["days_per_month"], HOURS * load["days_per_month"]
    millions, count = answers / 1e6, cells(figures)
    core = price["fargate_vcpu_hour"] + sizes["gb_per_vcpu"] * price["fargate_gb_hour"]
    database = hours * database_cores(figures) * price["database_vcpu_hour"]
    database += per_cell_gb(figures) * price["database_gb_month"]
    tokens = figures["tokens"]
    return {
        "Fargate": core_hours(figures) * days * core,
        "RDS, a database a cell": count * database,
        "ElastiCache": count * sizes["cache_nodes_per_cell"] * hours * price["cache_hour"],
        "API Gateway": millions * asks["API Gateway"] * price["api_gateway_million"],
        "EventBridge": millions * 3 * price["events_million"],
        "SQS": millions * 5 * 2 * price["sqs_million"],
        "Logs": answers * sizes["log_bytes_per_answer"] / 1e9 * price["logs_gb"],
        "CloudFront": answers * load["bytes_out_per_answer"] / 1e9 * price["traffic_gb"],
        "Cognito": load["learners"] * price["cognito_user_month"],
        "Aura": sizes["aura_gb"] * price["aura_gb_month"],
        "Language model, if it grades all": millions
        * (tokens["input"] * price["model_input_million"] + tokens["output"] * price["model_output_million"]),
    }


def database_cores(figures: Figures) -> int:
    """vCPU of the smallest class that takes a cell's peak."""
    sizes, load = figures["sizes"], figures["measured"]["postgresql"]["cpu"]
    need = cell_size(figures) * load / sizes["utilisation"]
    return min(size for size in sizes["database_vcpu"] if size >= need)


def per_cell_gb(figures: Figures) -> float:
    """A year of answers, shared by the cells."""
    year = answers_a_month(figures) * 12 * figures["load"]["bytes_per_answer"] / 1e9
    return year / cells(figures)
