"""What the account endpoints answer, field by field in the reference's order; a field without a value is empty text."""

from collections.abc import Sequence

from aurora_desk.api.shapes import Data
from aurora_desk.domain.accounts import Account


def signed_up(account: Account, public_id: str) -> Data:
    """What signup answers: the fields stand beside the status, and nothing is called `data`."""
    return {
        "status": "Success",
        "_id": public_id,
        "email": account.email,
        "emailverified": True,
        "firstname": account.firstname,
        "lastname": account.lastname,
        "displayname": account.displayname,
        "photourl": account.profile.photourl,
        "description": account.profile.description,
    }


def logged_in(account: Account, public_id: str, extra: Sequence[str]) -> Data:
    """What login answers, with the extra fields that were asked for behind all others."""
    data = {
        "_id": public_id,
        "email": account.email,
        "firstname": account.firstname,
        "lastname": account.lastname,
        "displayname": account.displayname,
        "description": account.profile.description,
        "photourl": account.profile.photourl,
        "emailverified": True,
    }
    return {
        "status": "Success",
        "message": "Login successful",
        "data": data | {name: account.public_field(name) for name in extra},
    }
