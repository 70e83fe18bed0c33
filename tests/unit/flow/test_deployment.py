"""Who can reach a web program, from the files by which it is deployed."""

from __future__ import annotations

import pytest

from smsaudit.model.flow import EntryPoint
from tests.support.program import Sources
from tests.unit.flow.acme import SENDER, entries

ROUTE = "from flask import Flask\nfrom sms import send_text\napp = Flask(__name__)\n@app.post('/ops/code')\ndef go():\n    send_text(1)\n"
GUARDED = ROUTE.replace("@app.post", "from flask_login import login_required\n@app.post").replace(
    "def go", "@login_required\ndef go"
)
WEB = "services:\n  web:\n    build: .\n"
PUBLISHED = WEB + '    ports: ["8000:8000"]\n'
CLOSED = WEB + '    expose: ["8000"]\n'
DEPLOYMENT = (
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: texts}\nspec:\n  template:\n    metadata:\n      labels: {app: texts}\n"
    "    spec:\n      containers:\n        - {name: web, image: registry.example/texts:1}\n"
)
SERVICE = "---\napiVersion: v1\nkind: Service\nmetadata: {name: texts}\nspec:\n  selector: {app: texts}\n"
INGRESS = (
    "---\nkind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: {name: outside}\nspec:\n  rules:\n    - http:\n        paths:\n"
    "          - path: /\n            backend: {service: {name: texts, port: {number: 80}}}\n"
)
ON = "proxy_pass http://web:8000;"


def nginx(inside: str, before: str = "") -> str:
    return f"upstream pool {{ server web:8000; }}\nserver {{\n  listen 80;\n  {before}\n{inside}\n}}\n"


TOLD: dict[str, tuple[Sources, str, str]] = {
    "nothing": ({}, "public", ""),
    "a published port": ({"compose.yaml": PUBLISHED}, "public", "compose.yaml:4"),
    "a published port written out": (
        {"compose.yaml": WEB + "    ports:\n      - target: 80\n        published: 8080\n"},
        "public",
        "compose.yaml:6",
    ),
    "a port of this machine": (
        {"compose.yaml": WEB + '    ports: ["127.0.0.1:8000:8000"]\n'},
        "unknown",
        "compose.yaml:4",
    ),
    "a port of this machine written out": (
        {
            "compose.yaml": WEB
            + "    ports:\n      - target: 80\n        published: 8080\n        host_ip: 127.0.0.1\n"
        },
        "unknown",
        "compose.yaml:6",
    ),
    "a port that is only exposed": ({"compose.yaml": CLOSED}, "internal", "compose.yaml:3"),
    "a port for developers": (
        {"compose.yaml": CLOSED, "compose.override.yaml": PUBLISHED},
        "internal",
        "compose.yaml:3",
    ),
    "a port of something else": (
        {"compose.yaml": CLOSED + '  db:\n    image: postgres\n    ports: ["5432:5432"]\n'},
        "internal",
        "compose.yaml:3",
    ),
    "a port of what knows it": (
        {
            "compose.yaml": CLOSED
            + '  front:\n    image: shop/front\n    environment: {API: "http://web:8000"}\n    ports: ["80:80"]\n'
        },
        "unknown",
        "compose.yaml:3",
    ),
    "a service that is built from another folder": (
        {"compose.yaml": CLOSED.replace("build: .", "build: ./other")},
        "public",
        "",
    ),
    "a label for a proxy": (
        {
            "compose.yaml": CLOSED
            + '    labels: ["traefik.http.routers.web.rule=Host(`texts.example`)"]\n'
        },
        "public",
        "compose.yaml:5",
    ),
    "a network of others": (
        {"compose.yaml": CLOSED + "    networks: [edge]\nnetworks:\n  edge:\n    external: true\n"},
        "unknown",
        "compose.yaml:5",
    ),
    "a service inside the cluster": ({"k8s/web.yaml": DEPLOYMENT + SERVICE}, "internal", "k8s/web.yaml:13"),
    "a service outside the cluster": (
        {"k8s/web.yaml": DEPLOYMENT + SERVICE + "  type: NodePort\n"},
        "public",
        "k8s/web.yaml:17",
    ),
    "an ingress": (
        {"k8s/web.yaml": DEPLOYMENT + SERVICE, "k8s/way.yaml": INGRESS},
        "public",
        "k8s/way.yaml:2",
    ),
    "an ingress for listed addresses": (
        {
            "k8s/web.yaml": DEPLOYMENT + SERVICE,
            "k8s/way.yaml": INGRESS.replace(
                "{name: outside}",
                '{name: outside, annotations: {nginx.ingress.kubernetes.io/whitelist-source-range: "10.0.0.0/8, 192.168.0.0/16"}}',
            ),
        },
        "internal",
        "k8s/way.yaml:4",
    ),
    "a service whose type a chart fills in": (
        {"k8s/web.yaml": DEPLOYMENT + SERVICE + '  type: "{{ .Values.type }}"\n'},
        "public",
        "",
    ),
    "a service of something else": (
        {"k8s/web.yaml": DEPLOYMENT + SERVICE.replace("{app: texts}", "{app: other}")},
        "public",
        "",
    ),
    "a proxy": ({"compose.yaml": CLOSED, "nginx.conf": nginx(f"location / {{ {ON} }}")}, "public", "nginx.conf:5"),
    "a proxy with passwords": (
        {"compose.yaml": CLOSED, "nginx.conf": nginx(f'location / {{ auth_basic "staff"; {ON} }}')},
        "authenticated",
        "nginx.conf:5",
    ),
    "a proxy beside a published port": (
        {"compose.yaml": PUBLISHED, "nginx.conf": nginx(f'location / {{ auth_basic "staff"; {ON} }}')},
        "public",
        "compose.yaml:4",
    ),
    "a proxy for private addresses": (
        {
            "compose.yaml": CLOSED,
            "nginx.conf": nginx("location / { proxy_pass http://pool; }", "allow 10.0.0.0/8; allow 127.0.0.1; deny all;"),
        },
        "internal",
        "nginx.conf:4",
    ),
    "a proxy that refuses nobody": (
        {"compose.yaml": CLOSED, "nginx.conf": nginx(f"location / {{ allow 10.0.0.0/8; {ON} }}")},
        "public",
        "nginx.conf:5",
    ),
    "a proxy for either": (
        {
            "compose.yaml": CLOSED,
            "nginx.conf": nginx(f'location / {{ satisfy any; allow 10.0.0.0/8; deny all; auth_basic "x"; {ON} }}'),
        },
        "authenticated",
        "nginx.conf:5",
    ),
    "a closed part of a proxy": (
        {
            "compose.yaml": CLOSED,
            "nginx.conf": nginx(f"location / {{ {ON} }}\nlocation /ops/ {{ allow 10.0.0.0/8; deny all; {ON} }}"),
        },
        "internal",
        "nginx.conf:6",
    ),
    "another closed part of a proxy": (
        {
            "compose.yaml": CLOSED,
            "nginx.conf": nginx(f"location / {{ {ON} }}\nlocation /admin/ {{ deny all; {ON} }}"),
        },
        "public",
        "nginx.conf:5",
    ),
    "a proxy for something else": (
        {
            "compose.yaml": CLOSED + "  shop:\n    image: shop/shop\n",
            "nginx.conf": nginx("location / { proxy_pass http://shop:80; }"),
        },
        "internal",
        "compose.yaml:3",
    ),
    "a command for everybody": (
        {"Dockerfile": 'FROM python\nCMD ["gunicorn", "--bind", "0.0.0.0:8000", "app:app"]\n'},
        "public",
        "Dockerfile:2",
    ),
    "a command for this machine": ({"run.sh": "gunicorn -b 127.0.0.1:8000 app:app\n"}, "unknown", "run.sh:1"),
    "a comment": ({"run.sh": "# gunicorn -b 127.0.0.1:8000 app:app\n"}, "public", ""),
    "a file of gunicorn": ({"gunicorn.conf.py": 'bind = "127.0.0.1:8000"\n'}, "unknown", "gunicorn.conf.py:1"),
    "a call for this machine": ({"app.py": ROUTE + "app.run(host='127.0.0.1')\n"}, "unknown", "app.py:7"),
    "a call for everybody": ({"app.py": ROUTE + "app.run('0.0.0.0', 80)\n"}, "public", "app.py:7"),
    "a call without an address": ({"app.py": ROUTE + "app.run()\n"}, "public", ""),
    "both": (
        {"app.py": ROUTE + "app.run(host='127.0.0.1')\n", "run.sh": "gunicorn -b 0.0.0.0:8000 app:app\n"},
        "public",
        "run.sh:1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", TOLD)
def test_files_tell_from_where_a_route_is_reached(case: str) -> None:
    files, exposure, place = TOLD[case]
    entry = only({"app.py": ROUTE, "sms.py": SENDER, **files})
    assert entry.exposure == exposure
    assert [str(each.location) for each in entry.access if each.location][:1] == ([place] if place else [])


def test_a_guard_in_the_code_decides_and_the_way_is_told_beside_it() -> None:
    entry = only({"app.py": GUARDED, "sms.py": SENDER, "compose.yaml": PUBLISHED})
    assert entry.exposure == "authenticated"
    assert [str(each.location) for each in entry.access] == ["app.py:7", "compose.yaml:4"]


ROUTERS = {
    "api.py": "from fastapi import APIRouter\nfrom sms import send_text\nrouter = APIRouter()\n@router.post('/code')\ndef go():\n    send_text(1)\n",
    "sms.py": SENDER,
}
MAIN = "from fastapi import Depends, FastAPI\nfrom fastapi.security import HTTPBearer\nimport api\nfrom api import router\nbearer = HTTPBearer()\n"


@pytest.mark.parametrize(
    ("main", "exposure"),
    [
        ("app = FastAPI()\napp.include_router(router, dependencies=[Depends(bearer)])\n", "authenticated"),
        ("app = FastAPI(dependencies=[Depends(bearer)])\napp.include_router(api.router)\n", "authenticated"),
        ("app = FastAPI()\napp.include_router(router)\n", "public"),
        ("app = FastAPI()\nother = FastAPI(dependencies=[Depends(bearer)])\napp.include_router(router)\n", "public"),
    ],
)  # fmt: skip
def test_what_a_router_is_put_into_may_demand_more(main: str, exposure: str) -> None:
    assert only({**ROUTERS, "main.py": MAIN + main}).exposure == exposure


def test_a_hook_before_every_request_guards_the_routes_of_its_blueprint() -> None:
    hook = "from flask_login import login_required\n@app.before_request\n@login_required\ndef check():\n    pass\n"
    assert only({"app.py": ROUTE + hook, "sms.py": SENDER}).exposure == "authenticated"


def only(sources: Sources) -> EntryPoint:
    (entry,) = [each for each in entries(sources) if each.kind == "http"]
    return entry
