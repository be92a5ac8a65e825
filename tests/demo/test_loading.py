"""Loading a world: any valid file, whole or not at all."""

from tests.cast import House


def test_the_cast_can_sign_in_to_the_loaded_world(house: House) -> None:
    answer = house.sign_in("U-WC1").get("/aanmelden")
    assert answer.status_code == 200
    assert house.url("S-02").startswith("/casussen/")
    assert house.truth("select count(*) from app.matter")[0][0] == 12
