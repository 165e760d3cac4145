"""The files for servers: each is read by the program it is for, where that is here, else by its own grammar."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parents[3] / "deploy"
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))


def options(path: Path) -> dict[str, list[str]]:
    """The settings of a unit."""
    found: dict[str, list[str]] = {}
    for line in path.read_text().splitlines():
        if "=" in line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_reads_the_units(unit: Path, tmp_path: Path) -> None:
    assert set(re.findall(r"^\[(\w+)\]$", unit.read_text(), re.MULTILINE)) >= {"Unit"}
    if not shutil.which("systemd-analyze"):
        return
    for path in UNITS:
        text = path.read_text().replace("/opt/postorders/bin/postorders", "/bin/true")
        (tmp_path / path.name).write_text(text)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit.name], capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if "postorders" in line]
    assert (done.returncode, ours) == (0, [])


@pytest.mark.parametrize("name", ["postorders-desk.service", "postorders-worker.service"])
def test_services_run_with_few_rights(name: str) -> None:
    given = options(DEPLOY / name)
    assert given["User"] == ["postorders"]
    assert given["UMask"] == ["0077"]
    assert given["CapabilityBoundingSet"] == [""]
    for one in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "RestrictNamespaces"):
        assert given[one] == ["yes"], one
    assert given["ProtectSystem"] == ["strict"]


def test_the_commands_in_units_and_container_are_there() -> None:
    from click.testing import CliRunner

    from postorders.cli.main import cli

    texts = [path.read_text() for path in (*UNITS, DEPLOY / "Containerfile")]
    calls = {tuple(found) for text in texts for found in re.findall(r"postorders desk (\w+)((?: --[\w-]+)*)", text)}
    calls |= {("run", "")}
    assert {name for name, _ in calls} >= {"run", "worker", "backup", "init"}
    for name, given in calls:
        said = CliRunner().invoke(cli, ["desk", name, "--help"])
        assert said.exit_code == 0, name
        assert all(option in said.output for option in given.split()), (name, given)


def blocks(text: str) -> list[tuple[str, str]]:
    """Each block of nginx's settings with its head and its body; raises ValueError when braces do not match."""
    plain = re.sub(r"#.*", "", text)
    found, stack = [], []
    start = 0
    for at, char in enumerate(plain):
        if char == "{":
            head = re.split(r"[;{}]", plain[start:at])[-1].strip()
            stack.append((head, at + 1))
            start = at + 1
        elif char == "}":
            head, begin = stack.pop()
            found.append((head, plain[begin:at]))
            start = at + 1
        elif char == ";":
            start = at + 1
    if stack:
        raise ValueError(stack)
    return found


def test_nginx_writes_nothing_of_the_private_check() -> None:
    found = dict(blocks((DEPLOY / "nginx.conf").read_text()))
    check = found["location /check/"]
    assert "access_log off;" in check and "error_log /dev/null crit;" in check
    kept = (DEPLOY / "nginx.conf").read_text().split("log_format postorders '")[1].split("'")[0]
    assert "$remote" not in kept and "$request_uri" not in kept and "$http" not in kept and "$request " not in kept


def test_nginx_speaks_https_alone_and_tells_the_desk() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    assert "return 301 https://desk.example$request_uri;" in text
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in text
    assert "X-Forwarded-Proto $scheme;" in (DEPLOY / "postorders-proxy.conf").read_text()
    for head, body in blocks(text):
        if head.startswith("location") and "proxy_pass" in body:
            assert "include /etc/nginx/postorders-proxy.conf;" in body, head
    lines = [line.strip() for line in re.sub(r"#.*", "", text).splitlines() if line.strip()]
    assert not [line for line in lines if not line.endswith((";", "{", "}"))]


def test_nginx_itself_accepts_its_file(tmp_path: Path) -> None:
    """Where nginx is installed it has the last word; the other tests hold everywhere."""
    if not shutil.which("nginx"):
        return
    keys = ["-subj", "/CN=desk.example", "-keyout", tmp_path / "key.pem", "-out", tmp_path / "fullchain.pem"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *keys], check=True, capture_output=True)
    text = (DEPLOY / "nginx.conf").read_text().replace("/etc/ssl/desk", str(tmp_path))
    text = text.replace("/etc/nginx/postorders-proxy.conf", str(DEPLOY / "postorders-proxy.conf"))
    text = text.replace("/var/log/nginx", str(tmp_path))
    whole = f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n"
    (tmp_path / "nginx.conf").write_text(whole)
    subprocess.run(["nginx", "-t", "-c", tmp_path / "nginx.conf"], check=True)


def test_the_database_role_stands_below_the_walls() -> None:
    sql = (DEPLOY / "postgresql.sql").read_text()
    role = next(line for line in sql.splitlines() if line.startswith("CREATE ROLE desk "))
    assert {"NOSUPERUSER", "NOBYPASSRLS", "NOCREATEROLE"} <= set(role.rstrip(";").split())


@pytest.mark.postgresql
def test_postgresql_accepts_its_files(tmp_path: Path) -> None:
    from tests.desk import postgres

    folder = postgres.start().partition("host=")[2]
    psql = [postgres.binaries() / "psql", "-v", "ON_ERROR_STOP=1", "-h", folder, "-U", "postgres"]
    subprocess.run([*psql, "-c", "DROP DATABASE desk", "postgres"], check=True)
    subprocess.run([*psql, "-c", "DROP ROLE desk", "postgres"], check=True)
    subprocess.run([*psql, "-f", DEPLOY / "postgresql.sql", "postgres"], check=True)
    for line in (DEPLOY / "postgresql.conf").read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, value = (part.strip() for part in line.partition("="))
            quoted = value if value.startswith("'") else f"'{value}'"
            subprocess.run([*psql, "-c", f"ALTER SYSTEM SET {name} = {quoted}", "postgres"], check=True)


def test_the_container_starts_as_nobody_in_particular() -> None:
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    words = [line.split()[0] for line in lines if line and line[0].isupper() and not line.startswith("#")]
    assert set(words) <= {"FROM", "RUN", "COPY", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD"}
    assert "USER postorders" in lines
    assert lines.index("USER postorders") < lines.index('ENTRYPOINT ["postorders"]')
    assert tomllib.loads((DEPLOY.parent / "pyproject.toml").read_text())["project"]["scripts"]["postorders"]
