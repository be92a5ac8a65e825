"""Reading a case: who sees what, and nothing else."""

from tests.cast import House

READERS = (("U-CR1", "S-02"), ("U-ZP1", "S-02"), ("U-WC2", "S-04"), ("U-WW1", "S-04"), ("U-WT1", "S-12"))


def test_every_member_who_may_read_something_sees_the_page(standing: House) -> None:
    for who, case in READERS:
        answer = standing.sign_in(who).get(standing.url(case))
        assert answer.status_code == 200, (who, case, answer.text[:400])
