"""What a learner of a new TracLearn finds closed: Trac's own ways to change what is there."""

import pytest

pytestmark = pytest.mark.stack


@pytest.mark.parametrize(
    "address",
    [
        "newticket",
        "wiki/WikiStart?action=edit",
        "wiki/Course/New?action=edit",
        "wiki/WikiStart?action=delete",
    ],
)
def test_learner_gets_no_form_that_authors_get(learner, author, address):
    assert learner.http.get(f"/trac/{address}").status_code == 403
    assert author.http.get(f"/trac/{address}").status_code == 200
