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


def test_nothing_of_ours_answers_and_a_page_is_shown_that_needs_nothing_of_ours(plan):
    (site,) = resources(plan, "aws_cloudfront_distribution").values()
    shown = {one["error_code"]: one for one in site["custom_error_response"]}
    page = behaviors(plan)[shown[502]["response_page_path"]]
    assert page["target_origin_id"] == "pages"
    (object_,) = resources(plan, "aws_s3_object").values()
    assert f"/{object_['key']}" == page["path_pattern"] == shown[504]["response_page_path"]
    assert {code: shown[code]["response_code"] for code in (502, 504)} == {502: 502, 504: 504}


def test_what_a_service_says_itself_is_not_replaced(plan):
    """Trac's pages and services' JSON of 500 and 503 say what to do, and when to ask again."""
    (site,) = resources(plan, "aws_cloudfront_distribution").values()
    shown = {one["error_code"]: one for one in site["custom_error_response"]}
    assert {shown[code].get("response_page_path") or None for code in (500, 503)} == {None}


def test_page_is_nobodys_but_the_distributions(plan):
    (control,) = resources(plan, "aws_cloudfront_origin_access_control").values()
    assert (control["origin_access_control_origin_type"], control["signing_behavior"]) == ("s3", "always")
    blocks = resources(plan, "aws_s3_bucket_public_access_block")
    (block,) = [one for address, one in blocks.items() if "edge" in address]
    kinds = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
    assert all(block[kind] for kind in kinds)
