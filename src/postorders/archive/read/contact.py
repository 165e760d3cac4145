"""Ways to reach a department that a page gives outside its sentences, as words."""

from __future__ import annotations

import re
from urllib.parse import unquote

from postorders.archive.read.shape import line


def telephone(number: object) -> str:
    """`tel: 816-555-0100`; a North American number is written as people write it, any other as it stands."""
    said = line(unquote(number) if isinstance(number, str) else "")[:60]
    digits = re.sub(r"\D", "", said.split(";")[0])
    if len(digits) == 11 and digits.startswith("1"):
        digits = digits[1:]
    if len(digits) == 10 and re.fullmatch(r"[\d\s()+.;=a-z-]+", said):
        said = f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return f"tel: {said}" if any(sign.isdigit() for sign in said) else ""


def mail(address: object) -> str:
    """`e-mail: info@raymore.example`, without the subject and such that a link may carry."""
    said = line(unquote(address) if isinstance(address, str) else "")
    said = said.removeprefix("mailto:").split("?")[0].strip()[:254]
    return f"e-mail: {said}" if re.fullmatch(r"[^@\s]+@[^@\s]+", said) else ""


def link(href: str) -> str:
    """The words for a `tel:` or `mailto:` link; "" for any other."""
    scheme, _, rest = href.strip()[:500].partition(":")
    if scheme.lower() == "tel":
        return telephone(rest)
    return mail(rest) if scheme.lower() == "mailto" else ""
