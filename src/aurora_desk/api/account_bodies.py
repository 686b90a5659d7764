"""The request bodies of the account endpoints, as the reference names their fields."""

from pydantic import Field

from aurora_desk.api.fields import Body, Text, example
from aurora_desk.domain.accounts import LONGEST_NAME

_TABLE_WORDS = "The table of accounts; left out, aurora_customers."


class AccountBody(Body):
    """What all bodies about accounts share."""

    auth_table: str | None = Field(None, alias="authTable", description=_TABLE_WORDS)


class SignUp(AccountBody):
    """A new account."""

    model_config = example(
        email="customer@example.com",
        password="Str0ngPass!",  # noqa: S106 - the reference's example
        firstname="Alex",
        lastname="Taylor",
        displayname="Alex T",
        appID=42,
        authTable="aurora_customers",
    )

    email: Text
    password: str = Field(repr=False)
    firstname: Text = Field("", max_length=LONGEST_NAME)
    lastname: Text = Field("", max_length=LONGEST_NAME)
    displayname: Text = Field("", max_length=LONGEST_NAME)


class LogIn(AccountBody):
    """Somebody who wants in."""

    model_config = example(
        email="customer@example.com",
        password="Str0ngPass!",  # noqa: S106 - the reference's example
        appID=42,
        authTable="aurora_customers",
        extraFields="phone,address",
    )

    email: str = Field(max_length=1_000)
    password: str = Field(repr=False)
    extra_fields: str = Field("", alias="extraFields", max_length=1_000)


class ResetPassword(AccountBody):
    """A new password, with the token that a mail brought, given twice."""

    model_config = example(
        password="NewStr0ngPass!",  # noqa: S106 - the reference's example
        confirmPassword="NewStr0ngPass!",
        token="abc123def456",  # noqa: S106 - the same
        reset_password_token="abc123def456",  # noqa: S106 - the same
        authTable="aurora_customers",
    )

    password: str = Field(repr=False)
    confirm_password: str = Field(alias="confirmPassword", repr=False)
    token: str = Field(min_length=1, max_length=500, repr=False)
    reset_password_token: str = Field(min_length=1, max_length=500, repr=False)


class RequestReset(AccountBody):
    """A mail with a link that sets a new password, please."""

    model_config = example(email="customer@example.com", appID=42, url="https://app.example.com/customer/reset")

    email: str = Field(max_length=1_000)
    url: str
