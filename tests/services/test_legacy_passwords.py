"""Hashes of other systems: each is known by its whole shape, and only its own password fits.

The hashes are published ones (the schemes' specifications and the tests of PHPass, Django, Apache and OpenLDAP) or were
made by `openssl passwd` and glibc's crypt; none was made by the code that checks them here.
"""

import hashlib
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable

import bcrypt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aurora_desk.services.legacy_passwords import bcrypt_cost_of, is_known, matches

HELLO, SHORT_SALT = "Hello world!", "we have a short salt string but not a short password"
STRONG, FOREIGN = "Str0ngPass!", "Pâss wörd🗝1"
MADE_ELSEWHERE = [
    ("password", "5f4dcc3b5aa765d61d8327deb882cf99"),
    ("password", "5F4DCC3B5AA765D61D8327DEB882CF99"),
    ("lètmein", "88a434c88cca4e900f7874cd98123f43"),
    ("password", "5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8"),
    ("password", "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8"),
    ("password", "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8"),
    ("password", "5E884898DA28047151D0E56F8DC6292773603D0D6AABBDD62A11EF721D1542D8"),
    (
        "abc",
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    ),
    ("lètmein", "md5$seasalt$3f86d0d3d465b7b458c231bf3555c0e3"),
    ("lètmein", "sha1$seasalt$cff36ea83f5706ce9aa7454e63e431fc726b2dc8"),
    ("lètmein", "sha1$$6d138ca3ae545631b3abd71a4f076ce759c5700b"),
    ("lètmein", "pbkdf2_sha256$10000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY="),
    ("lètmein", "pbkdf2_sha256$870000$seasalt$wJSpLMQRQz0Dhj/pFpbyjMj71B2gUYp6HJS5AU+32Ac="),
    ("secret", "{SSHA}DkMTwBl+a/3DQTxCYEApdUtNXGgdUac3"),
    ("testing123", "{SSHA}0c0blFTXXNuAMHECS4uxrj3ZieMoWImr"),
    ("test12345", "$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0"),
    ("test12345", "$H$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0"),
    (HELLO, "$1$saltstri$YMyguxXMBpd2TEZ.vS/3q1"),
    (STRONG, "$1$$.fOwOGjphVJ/NcLgTW5w70"),
    (FOREIGN, "$1$Ab$50aVvE9eJ1lF4F7B4CA6t/"),
    ("myPassword", "$apr1$r31.....$HqJZimcKQFAMYayBlzkrA/"),
    (STRONG, "$apr1$$Sko8H5v3y92M6rRyW.v210"),
    (FOREIGN, "$apr1$Ab$OHqSSNke6DiUVpNB2K.IN."),
    (HELLO, "$5$saltstring$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5"),
    (STRONG, "$5$$R0aJUjqd6pbLHGao6/c4r8ekg/KNhvAVphlPX1A2goC"),
    (STRONG, "$5$rounds=1000$$yElw56AAxS2g.oRpZelfwnm0m8uo7qrv5OGu4lhmTMC"),
    (FOREIGN, "$5$Ab$vU3NVk0L69AvijrYS4S2.nM7RpNhphW3PPHX0jz6bKB"),
    (HELLO, "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1"),
    (
        HELLO,
        "$6$rounds=10000$saltstringsaltst$"
        "OW1/O6BYHV6BcXZu8QVeXbDWra3Oeqh0sbHbbMCVNSnCM/UrjmM0Dp8vOuZeHBy/YTBmSK6H9qs/y3RnOaw5v.",
    ),
    (
        SHORT_SALT,
        "$6$rounds=77777$short$WuQyW2YR.hBNpjjRhpYD/ifIw05xdfeEyQoMxIXbkvr0gge1a1x3yRULJ5CCaUeOxFmtlcGZelFl5CxtgfiAc0",
    ),
    (STRONG, "$6$$Q5FWBtLdDnUyrUaeVxcyJqwii2u3TQzGca6ToFbAb8WXy9kcp4iTRSgyAGwPynuqkzoNxOPDAbRoeK8jlyoi8."),
    (FOREIGN, "$6$Ab$3SVB9rkaqlQIc464oFc1TRSNIITws1wyBlMeYrZisIayJ/UKc5oVW/XC/jSe3YsDmxW8p5kxk9IQv7jy3o5PO1"),
    ("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"),
    (FOREIGN, "$2a$04$abcdefghijklmnopqrstuue1mgReLzSMHNgZEjY46dJ3dlmzXeE2S"),
    (FOREIGN, "$2y$04$abcdefghijklmnopqrstuue1mgReLzSMHNgZEjY46dJ3dlmzXeE2S"),
    (STRONG, "$2a$04$abcdefghijklmnopqrstuuyXMiq6LPqfVc19dgiLUlmvpnKoP.csm"),
    (STRONG, "$2y$05$abcdefghijklmnopqrstuugmMjsc8zjFBUnMDRUQV9vM2NSIC1/oO"),
    (STRONG, "$2b$05$abcdefghijklmnopqrstuugmMjsc8zjFBUnMDRUQV9vM2NSIC1/oO"),
]
HASHES = [stored for _, stored in MADE_ELSEWHERE]
MD5 = HASHES[0]


@pytest.mark.parametrize(("password", "stored"), MADE_ELSEWHERE)
def test_a_hash_made_elsewhere_fits_its_password_and_no_other(password: str, stored: str) -> None:
    assert is_known(stored)
    assert matches(password, stored)

    for wrong in ("", password + " ", " " + password, password.swapcase(), password[:-1]):
        assert not matches(wrong, stored)


@pytest.mark.parametrize("stored", HASHES)
def test_a_stolen_hash_is_no_password(stored: str) -> None:
    for stolen in (stored, stored.lower(), stored.upper(), stored.rpartition("$")[2]):
        assert not matches(stolen[:72], stored)


@pytest.mark.parametrize("stored", HASHES)
def test_a_near_miss_of_a_shape_is_not_known(stored: str) -> None:
    last = stored[-1]
    near_misses = [
        stored[:-1], stored[1:], stored + last, stored + "\n", "\n" + stored, stored + " ", " " + stored, stored + "\0",
        stored[:-1] + "!", stored[:-1] + "-", stored[:-1] + "é", stored[:-1] + "٣",
        stored + "$" + stored, "{CRYPT}" + stored,
    ]  # fmt: skip
    for near_miss in near_misses:
        assert not is_known(near_miss), near_miss


@pytest.mark.parametrize(
    "stored",
    [
        "", "!", "*", "password", STRONG, "x" * 31, "g" * 32, "5f4dcc3b5aa765d61d8327deb882CF99",
        "$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2b$5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2b$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "$2b$05$CCCCCCCCCCCCCCCCCCCCCCE5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",  # bits that no salt has
        "$1$saltstrin$YMyguxXMBpd2TEZ.vS/3q1",
        "$1$salt.str$YMyguxXMBpd2TEZ.vS/3qz",
        "$5$saltstringsaltstr$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        "$5$rounds=05000$salt$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        "$5$rounds=999$salt$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        "$5$rounds=$salt$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        "$P$4IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0",
        "{SSHA}" + b64encode(bytes(20)).decode(),  # without a salt
        "{ssha}DkMTwBl+a/3DQTxCYEApdUtNXGgdUac3",
        "{SHA}" + b64encode(bytes(20)).decode(),
        "{SSHA}" + b64encode(bytes(110)).decode(),
        "md5$sea$salt$3f86d0d3d465b7b458c231bf3555c0e3",
        "md5$seasalt$3F86D0D3D465B7B458C231BF3555C0E3",
        "sha1$seasalt$3f86d0d3d465b7b458c231bf3555c0e3",
        "pbkdf2_sha256$0$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=",
        "pbkdf2_sha256$-1$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=",
        "pbkdf2_sha256$010000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=",
        "pbkdf2_sha256$1e4$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=",
        "pbkdf2_sha256$10000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVZ=",  # bits that no digest has
        "pbkdf2_sha1$10000$wz5B6WkasRoF$atJmJ1o+XfJxKq1+Nu1f1i57Z5I=",
        "bcrypt$$2b$05$abcdefghijklmnopqrstuugmMjsc8zjFBUnMDRUQV9vM2NSIC1/oO",
        "$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
    ],
)  # fmt: skip
def test_a_shape_of_no_scheme_is_not_known_and_fits_nothing(stored: str) -> None:
    assert not is_known(stored)
    assert not matches(STRONG, stored)
    assert not matches(stored[:72], stored)


@pytest.mark.parametrize(
    ("within", "beyond"),
    [
        (
            "pbkdf2_sha256$2000000$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=",
            "pbkdf2_sha256$2000001$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=",
        ),
        (
            "$5$rounds=200000$salt$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
            "$5$rounds=200001$salt$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        ),
        (
            "$6$rounds=200000$salt$" + "a" * 85 + "1",
            "$6$rounds=200001$salt$" + "a" * 85 + "1",
        ),
        ("$P$EIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0", "$P$FIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0"),
        (
            "$2y$14$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
            "$2y$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        ),
    ],
)
def test_a_hash_dearer_than_the_bound_is_not_known(within: str, beyond: str) -> None:
    assert is_known(within)
    assert not is_known(beyond)


@pytest.mark.parametrize(
    "stored",
    [
        "pbkdf2_sha256$999999999999999999$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=",
        "pbkdf2_sha256$" + "9" * 100_000 + "$seasalt$CWWFdHOWwPnki7HvkcqN9iA2T3KLW1cf2uZ5kvArtVY=",
        "$5$rounds=999999999$salt$5B8vYYiY.CVt1RlTTf8KbXBH3hsxY/GNooZaBBGWEc5",
        "$6$rounds=999999999$salt$" + "a" * 85 + "1",
        "$P$zIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0",
        "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "{SSHA}" + "A" * 10_000_000,
        "md5$" + "a" * 10_000_000 + "$3f86d0d3d465b7b458c231bf3555c0e3",
    ],
    ids=lambda stored: stored[:20],
)
def test_unbounded_rounds_and_lengths_cost_nothing(stored: str) -> None:
    assert not is_known(stored)
    # Were rounds like these done, this would not end today.
    assert not matches(STRONG, stored)


def test_a_bare_digest_counts_as_an_unsalted_one_of_its_length_only() -> None:
    assert not matches("password", hashlib.md5(b"saltpassword").hexdigest())  # noqa: S324
    assert not matches("password", hashlib.md5(hashlib.md5(b"password").digest()).hexdigest())  # noqa: S324
    assert not matches("password", hashlib.sha1(b"password").hexdigest()[:32])  # noqa: S324
    assert not matches("password", hashlib.new("sha3_256", b"password").hexdigest())
    assert not matches("password", hashlib.new("sha3_512", b"password").hexdigest())


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), st.binary(min_size=1, max_size=64))
def test_schemes_of_the_standard_library_fit_any_password_and_salt(password: str, salt: bytes) -> None:
    secret, visible = password.encode(), salt.hex()
    made: dict[str, Callable[[], str]] = {
        "md5": lambda: hashlib.md5(secret).hexdigest(),  # noqa: S324
        "sha1": lambda: hashlib.sha1(secret).hexdigest(),  # noqa: S324
        "sha256": lambda: hashlib.sha256(secret).hexdigest(),
        "sha512": lambda: hashlib.sha512(secret).hexdigest().upper(),
        "django": lambda: f"md5${visible[:64]}${hashlib.md5(visible[:64].encode() + secret).hexdigest()}",  # noqa: S324
        "ssha": lambda: "{SSHA}" + b64encode(hashlib.sha1(secret + salt).digest() + salt).decode(),  # noqa: S324
    }
    for scheme, make in made.items():
        assert matches(password, make()), scheme
        assert not matches(password + "x", make()), scheme


@given(st.text(max_size=130) | st.text(st.sampled_from("$126aby0.5{}SHPmd$"), max_size=90))
def test_any_text_is_judged_and_nothing_is_raised(stored: str) -> None:
    assert matches(STRONG, stored) is False
    assert is_known(stored) in (True, False)


def test_the_cost_of_bcrypt_is_read_from_its_hashes_only() -> None:
    for prefix in (b"2a", b"2b"):
        assert bcrypt_cost_of(bcrypt.hashpw(b"x", bcrypt.gensalt(5, prefix)).decode()) == 5
    assert bcrypt_cost_of("$2y$14$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW") == 14
    assert [bcrypt_cost_of(stored) for stored in ("", "$2b$12$", MD5, "$2y$15$" + "." * 53)] == [0, 0, 0, 0]


def test_libraries_for_old_hashes_and_new_passwords_are_loaded_with_the_first_of_them() -> None:
    slow = (
        "import sys, aurora_desk.services.passwords as p\n"
        "passwords = p.Passwords(bcrypt_cost=4)\n"
        "loaded = lambda: sorted({'passlib', 'zxcvbn'} & set(sys.modules))\n"
        "passwords.verify('x', '5f4dcc3b5aa765d61d8327deb882cf99')\n"
        "print(loaded())\n"
        "passwords.verify('x', '$1$saltstri$YMyguxXMBpd2TEZ.vS/3q1')\n"
        "passwords.check_new('Max7#kd92Lq!')\n"
        "print(loaded())\n"
    )
    said = subprocess.run([sys.executable, "-W", "error", "-c", slow], capture_output=True, text=True, check=True)
    assert said.stdout.splitlines() == ["[]", "['passlib', 'zxcvbn']"]
