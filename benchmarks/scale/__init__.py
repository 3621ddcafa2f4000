"""What a million learners ask of each part, worked out from figures measured here, limits and list prices.

`figures.yaml` holds every number with its source; `make scale` writes the tables of docs/scale.md from it.
"""
