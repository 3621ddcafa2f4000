"""A release to AWS, step by step: images, migrations, tasks, API, edge, and a look whether it works.

`infra/terraform` makes what stands; this changes what runs on it. Every step may be run again: what is done
already is found done. The steps are data (`steps.Step`), so `--dry-run` shows exactly those that would run.
"""
