"""The request bodies of the account endpoints, as the reference names their fields."""

from pydantic import Field

from aurora_desk.api.fields import Body, Text, example

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
    password: str
    firstname: Text = Field("", max_length=100)
    lastname: Text = Field("", max_length=100)
    displayname: Text = Field("", max_length=100)


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
    password: str
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

    password: str
    confirm_password: str = Field(alias="confirmPassword")
    token: str = Field(min_length=1, max_length=500)
    reset_password_token: str = Field(min_length=1, max_length=500)


class RequestReset(AccountBody):
    """A mail with a link that sets a new password, please."""

    model_config = example(email="customer@example.com", appID=42, url="https://app.example.com/customer/reset")

    email: str = Field(max_length=1_000)
    url: str
