"""Sign-in by a provider of the department (OpenID Connect, SAML), as the desk's settings name it.

This module is read by the settings: nothing of Django may be imported at its top.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from postorders.desk.config import Config
from postorders.errors import refuse

OIDC, SAML = "oidc", "saml"
SAML_SLUG = "desk"  # in addresses: /sign-in/saml/desk/metadata/


def providers(config: Config) -> dict[str, Any]:
    """What allauth is told about the providers that the settings name. Raises InputError when one is named by half."""
    found: dict[str, Any] = {}
    if config.oidc_server:
        found["openid_connect"] = {"OAUTH_PKCE_ENABLED": True, "APPS": [_oidc(config)]}
    if config.saml_metadata:
        found["saml"] = {"APPS": [_saml(config)]}
    return found


def _oidc(config: Config) -> dict[str, Any]:
    if not (config.oidc_client and config.oidc_secret):
        raise refuse(
            "OpenID Connect sign-in lacks its client id or its secret.",
            "Set oidc_client, and oidc_secret by POSTORDERS_DESK_OIDC_SECRET_FILE.",
        )
    return {
        "provider_id": OIDC,
        "name": config.oidc_name or "OpenID Connect",
        "client_id": config.oidc_client,
        "secret": config.oidc_secret,
        "settings": {"server_url": config.oidc_server.rstrip("/"), "uid_field": "sub"},
    }


def _saml(config: Config) -> dict[str, Any]:
    if not config.saml_entity:
        raise refuse("SAML sign-in lacks the entity id of its provider.", "Set saml_entity, as the provider gives it.")
    local = urlsplit(config.address).hostname == "localhost"
    return {
        "provider_id": SAML,
        "name": config.saml_name or "SAML",
        "client_id": SAML_SLUG,
        "settings": {
            "idp": _identity_provider(config),
            # The address comes signed by the department's own identity provider, for domains that it approved.
            "verified_email": True,
            "use_nameid_for_email": False,
            "advanced": {
                "strict": True,
                "want_assertion_signed": True,
                "reject_deprecated_algorithm": True,
                "reject_idp_initiated_sso": True,
                "allow_single_label_domains": local,
            },
        },
    }


def _identity_provider(config: Config) -> dict[str, Any]:
    """The address of the metadata, or what a file of metadata says."""
    if config.saml_metadata.startswith(("https://", "http://")):
        return {"entity_id": config.saml_entity, "metadata_url": config.saml_metadata}
    from onelogin.saml2.idp_metadata_parser import OneLogin_Saml2_IdPMetadataParser  # type: ignore[import-untyped]

    try:
        text = Path(config.saml_metadata).read_bytes()
        said = OneLogin_Saml2_IdPMetadataParser.parse(text, entity_id=config.saml_entity)["idp"]
        return {
            "entity_id": said["entityId"],
            "sso_url": said["singleSignOnService"]["url"],
            "x509cert": said.get("x509cert") or said["x509certMulti"]["signing"][0],
        }
    except (OSError, KeyError, ValueError, SyntaxError) as error:
        raise refuse(
            f"The SAML metadata cannot be read: {error}.",
            "Save the provider's metadata again, and check saml_metadata and saml_entity.",
            config.saml_metadata,
        ) from error
