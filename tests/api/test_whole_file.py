"""Files of the program itself are answered whole, whatever part is asked for."""

import pytest

from api.shop import Shop


@pytest.mark.parametrize("path", ["/docs", "/docs/start.js", "/page.css"])
@pytest.mark.parametrize("part", ["bytes=0-1", "bytes=9-1", "bytes=99999999-", "bytes=0-1,3-4", "pages=1", "bytes="])
def test_a_part_of_a_file_is_the_whole_file(shop: Shop, path: str, part: str) -> None:
    whole = shop.client.get(path)

    answer = shop.client.get(path, headers={"Range": part})

    assert answer.status_code == 200
    assert answer.content == whole.content
    assert answer.headers["accept-ranges"] == "none"
