"""Sign-in by a provider: it opens an account that stands, for domains that the department approved, and makes none."""

from __future__ import annotations

import base64
import dataclasses
import datetime
import json
import re
import urllib.request
import zlib
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from oidc_provider_mock import User, run_server_in_thread
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from tests.desk.cast import World, account
from tests.desk.signin.ways import signed_in

from postorders.desk.base.act import Refused
from postorders.desk.signin import acts
from postorders.desk.signin.models import Account
from postorders.desk.signin.providers import providers
from postorders.errors import InputError

pytestmark = [pytest.mark.both, pytest.mark.django_db]
COLE = "cole@cedar-bluff.example"
ENTITY = "https://idp.cedar-bluff.example/metadata"
HOST = {"HTTP_HOST": "localhost:8471"}


@pytest.fixture
def provider(settings: Any) -> Iterator[str]:
    """A provider of identities on the loopback, and a desk that knows it."""
    people = [
        User(sub="cole-1", claims={"email": COLE, "email_verified": True}),
        User(sub="cole-2", claims={"email": COLE, "email_verified": True}),
        User(sub="cole-3", claims={"email": COLE, "email_verified": False}),
        User(sub="lena-1", claims={"email": "lena@osage-crossing.example", "email_verified": True}),
        User(sub="nobody", claims={"email": "nobody@cedar-bluff.example", "email_verified": True}),
    ]
    with run_server_in_thread(user_claims=people) as server:
        url = f"http://localhost:{server.server_port}"
        config = dataclasses.replace(settings.CONFIG, oidc_server=url, oidc_client="desk", oidc_secret="s" * 20)
        settings.SOCIALACCOUNT_PROVIDERS = providers(config)
        yield url


def by_provider(sub: str, client: Client | None = None) -> Client:
    """A browser that went to the provider, signed in there as somebody, and came back."""
    client = client or Client()
    page = client.post("/sign-in/oidc/oidc/login/").content.decode()
    there = re.search(r'url=([^"]+)"', page)
    assert there, page

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *args: Any, **kwargs: Any) -> None:
            return None

    request = urllib.request.Request(there[1].replace("&amp;", "&"), data=urlencode({"sub": sub}).encode())
    try:
        urllib.request.build_opener(Stay).open(request)
    except urllib.error.HTTPError as answer:
        back = urlsplit(answer.headers["Location"])
    client.get(f"{back.path}?{back.query}")
    return client


def approve(world: World) -> None:
    acts.approve_provider(world.bluff.as_("chief"), "oidc", ["cedar-bluff.example"])


def test_it_opens_an_account_once_the_department_approved_it(world: World, provider: str) -> None:
    cole = account(world.bluff, "officer")
    assert not signed_in(by_provider("cole-1"))
    approve(world)
    assert signed_in(by_provider("cole-1"))
    link = SocialAccount.objects.get()
    assert (link.user, link.uid, link.extra_data) == (cole, "cole-1", {})


def test_the_password_stays_when_a_provider_is_linked(world: World, provider: str) -> None:
    cole, before = account(world.bluff, "officer"), account(world.bluff, "officer").password
    approve(world)
    by_provider("cole-1")
    cole.refresh_from_db()
    assert cole.password == before


def test_it_makes_no_account(world: World, provider: str) -> None:
    approve(world)
    count = Account.objects.count()
    assert not signed_in(by_provider("nobody"))
    assert Account.objects.count() == count


@pytest.mark.parametrize("sub", ["cole-3", "lena-1"])
def test_not_by_an_unverified_address_nor_into_a_department_that_did_not_approve(
    world: World, provider: str, sub: str
) -> None:
    account(world.bluff, "officer")
    account(world.osage, "officer")
    approve(world)
    assert not signed_in(by_provider(sub))


def test_a_second_identity_with_the_same_address_is_refused(world: World, provider: str) -> None:
    account(world.bluff, "officer")
    approve(world)
    assert signed_in(by_provider("cole-1"))
    assert not signed_in(by_provider("cole-2"))


def test_the_link_ends_with_the_approval_the_account_and_the_service(world: World, provider: str) -> None:
    cole = account(world.bluff, "officer")
    approve(world)
    assert signed_in(by_provider("cole-1"))
    acts.approve_provider(world.bluff.as_("chief"), "oidc", [])
    assert not signed_in(by_provider("cole-1"))
    approve(world)
    acts.disable(world.bluff.as_("admin"), cole.member, "on leave")
    assert not signed_in(by_provider("cole-1"))


def test_a_person_signed_in_cannot_link_an_identity_themselves(client: Client, world: World, provider: str) -> None:
    client.force_login(account(world.bluff, "reserve"))
    approve(world)
    client.post("/sign-in/oidc/oidc/login/?process=connect")
    by_provider("cole-1", client)
    assert not SocialAccount.objects.exists()


def test_a_role_above_member_still_needs_the_desk_s_own_factor(world: World, provider: str) -> None:
    account(world.bluff, "chief")
    approve(world)
    name = world.bluff.members["chief"].email
    body = json.dumps({"email": name, "email_verified": True}).encode()
    headers = {"Content-Type": "application/json"}
    urllib.request.urlopen(urllib.request.Request(f"{provider}/users/chief", body, headers, method="PUT"))
    client = by_provider("chief")
    assert signed_in(client)
    assert client.get("/desk/")["Location"] == "/sign-in/2fa/"


def test_only_a_chief_or_an_administrator_approves_and_only_domains(world: World) -> None:
    with pytest.raises(Refused, match="This is for"):
        acts.approve_provider(world.bluff.as_("officer"), "oidc", ["cedar-bluff.example"])
    with pytest.raises(Refused, match="is not a domain"):
        acts.approve_provider(world.bluff.as_("chief"), "oidc", ["*"])


def test_half_a_provider_is_refused_with_the_mend(settings: Any) -> None:
    config = dataclasses.replace(settings.CONFIG, oidc_server="https://id.example.gov")
    with pytest.raises(InputError, match="lacks its client id or its secret"):
        providers(config)
    config = dataclasses.replace(settings.CONFIG, saml_metadata="https://id.example.gov/metadata")
    with pytest.raises(InputError, match="lacks the entity id"):
        providers(config)


class Identities:
    """A SAML identity provider with a key of its own: its metadata, and the answers that it signs."""

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp")])
        now = datetime.datetime.now(datetime.UTC)
        made = x509.CertificateBuilder(name, name, self.key.public_key(), 1, now, now + datetime.timedelta(days=1))
        self.certificate = made.sign(self.key, hashes.SHA256())

    def pem(self) -> tuple[str, str]:
        form = serialization.PrivateFormat.PKCS8
        key = self.key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
        return key.decode(), self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def metadata(self) -> str:
        body = "".join(self.pem()[1].split("\n")[1:-2])
        return (
            f'<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{ENTITY}"><IDPSSODescriptor '
            'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><KeyDescriptor use="signing"><KeyInfo '
            f'xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{body}</X509Certificate></X509Data>'
            "</KeyInfo></KeyDescriptor><SingleSignOnService "
            'Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" '
            'Location="https://idp.cedar-bluff.example/sso"/></IDPSSODescriptor></EntityDescriptor>'
        )

    def answer(self, request: str, email: str) -> str:
        """What comes back to the desk: the assertion signed, the address as an attribute."""
        now = datetime.datetime.now(datetime.UTC)
        times = {
            "now": f"{now:%Y-%m-%dT%H:%M:%SZ}",
            "soon": f"{now + datetime.timedelta(minutes=5):%Y-%m-%dT%H:%M:%SZ}",
            "acs": "http://localhost:8471/sign-in/saml/desk/acs/",
            "audience": "http://localhost:8471/sign-in/saml/desk/metadata/",
            "entity": ENTITY,
            "to": request,
            "email": email,
        }
        key, certificate = self.pem()
        signed = OneLogin_Saml2_Utils.add_sign(ASSERTION.format(**times), key, certificate)
        assertion = signed.decode().split("?>")[-1]
        return base64.b64encode((RESPONSE.format(**times).replace("ASSERTION", assertion)).encode()).decode()


RESPONSE = (
    '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
    'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_r1" Version="2.0" IssueInstant="{now}" '
    'Destination="{acs}" InResponseTo="{to}"><saml:Issuer>{entity}</saml:Issuer><samlp:Status><samlp:StatusCode '
    'Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>ASSERTION</samlp:Response>'
)
ASSERTION = (
    '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID="_a1" '
    'Version="2.0" IssueInstant="{now}"><saml:Issuer>{entity}</saml:Issuer><saml:Subject><saml:NameID '
    'Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">p-31</saml:NameID><saml:SubjectConfirmation '
    'Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData NotOnOrAfter="{soon}" '
    'Recipient="{acs}" InResponseTo="{to}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions '
    'NotBefore="{now}" NotOnOrAfter="{soon}"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience>'
    '</saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="{now}" SessionIndex="_s1">'
    "<saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password"
    "</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement><saml:Attribute "
    'Name="http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"><saml:AttributeValue '
    'xsi:type="xs:string">{email}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement></saml:Assertion>'
)


@pytest.fixture
def saml(settings: Any, tmp_path: Any) -> Identities:
    """A SAML identity provider, known to the desk by a file of metadata."""
    identities = Identities()
    (tmp_path / "idp.xml").write_text(identities.metadata(), encoding="utf-8")
    config = dataclasses.replace(settings.CONFIG, saml_metadata=str(tmp_path / "idp.xml"), saml_entity=ENTITY)
    settings.SOCIALACCOUNT_PROVIDERS = providers(config)
    cache.clear()
    return identities


def by_saml(answers: Identities, email: str) -> Client:
    """A browser that asked at the identity provider and brought its answer back."""
    client = Client(**HOST)
    page = client.post("/sign-in/saml/desk/login/").content.decode()
    there = re.search(r'url=([^"]+)"', page)
    assert there, page
    asked = parse_qs(urlsplit(there[1].replace("&amp;", "&")).query)["SAMLRequest"][0]
    number = re.search(rb'ID="([^"]+)"', zlib.decompress(base64.b64decode(asked), -15))
    assert number
    body = {"SAMLResponse": answers.answer(number[1].decode(), email)}
    client.get(client.post("/sign-in/saml/desk/acs/", body)["Location"])
    return client


def test_the_saml_metadata_of_the_desk_can_be_given_to_a_provider(client: Client, world: World, saml: Any) -> None:
    said = client.get("/sign-in/saml/desk/metadata/", **HOST).content.decode()
    assert 'WantAssertionsSigned="true"' in said
    assert "http://localhost:8471/sign-in/saml/desk/acs/" in said


def test_a_signed_assertion_opens_an_account(world: World, saml: Identities) -> None:
    account(world.bluff, "officer")
    assert not signed_in(by_saml(saml, COLE))
    acts.approve_provider(world.bluff.as_("chief"), "saml", ["cedar-bluff.example"])
    assert signed_in(by_saml(saml, COLE))
    link = SocialAccount.objects.get()
    assert (link.user.email, link.uid) == (COLE, "p-31")


def test_an_assertion_signed_by_another_key_opens_nothing(world: World, saml: Identities) -> None:
    account(world.bluff, "officer")
    acts.approve_provider(world.bluff.as_("chief"), "saml", ["cedar-bluff.example"])
    assert not signed_in(by_saml(Identities(), COLE))
