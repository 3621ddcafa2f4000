"""CloudFront: what it does with pages and with files, by the address."""

from traclearn_local.terraform.plan import resources


def behaviors(plan):
    (site,) = resources(plan, "aws_cloudfront_distribution").values()
    return {one["path_pattern"]: one for one in site["ordered_cache_behavior"]}


def test_pages_are_compressed_by_trac_alone(plan):
    """Who could have them compressed at will could guess a form's token by their length (BREACH)."""
    found = behaviors(plan)
    assert [found[path]["compress"] for path in ("/trac", "/trac/*")] == [False, False]


def test_files_are_compressed_and_found_before_pages(plan):
    found = behaviors(plan)
    assert found["/trac/chrome/*"]["compress"]
    assert list(found).index("/trac/chrome/*") < list(found).index("/trac/*")
