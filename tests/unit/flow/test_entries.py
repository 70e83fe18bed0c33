"""Where outside control enters, and who can make it."""

from __future__ import annotations

import pytest

from smsaudit.model.flow import EntryPoint
from smsaudit.model.words import Words
from tests.support.program import Sources
from tests.unit.flow.acme import SENDER, build, entries

FLASK = "from flask import Blueprint, Flask\nfrom sms import send_text\napp = Flask(__name__)\nbp = Blueprint('b', __name__)\n"
FASTAPI = "from fastapi import APIRouter, Depends, FastAPI\nfrom sms import send_text\napi = FastAPI()\nrouter = APIRouter()\n"
VIEWS = "from django.urls import include, path, re_path\nimport views\n"

ENTERED: dict[str, tuple[Sources, tuple[str, str, str, str, str]]] = {
    "a route of Flask": (
        {"app.py": FLASK + "@app.route('/code', methods=['POST'])\ndef go():\n    send_text(1)\n"},
        ("http", "flask", "go", "/code", "public"),
    ),
    "a method of Flask's blueprint": (
        {"app.py": FLASK + "@bp.post('/code')\ndef go():\n    send_text(1)\n"},
        ("http", "flask", "go", "/code", "public"),
    ),
    "a class of Flask": (
        {
            "app.py": FLASK
            + "from flask.views import MethodView\nclass Go(MethodView):\n    def post(self):\n        send_text(1)\n"
            "app.add_url_rule('/code', view_func=Go.as_view('go'))\n"
        },
        ("http", "flask", "Go.post", "/code", "public"),
    ),
    "a login of Flask": (
        {
            "app.py": FLASK
            + "from flask_login import login_required\n@app.route('/code')\n@login_required\ndef go():\n    send_text(1)\n"
        },
        ("http", "flask", "go", "/code", "authenticated"),
    ),
    "a command of Flask": (
        {"app.py": FLASK + "@app.cli.command('go')\ndef go():\n    send_text(1)\n"},
        ("command", "flask", "go", "go", "internal"),
    ),
    "an event in Frappe's hooks": (
        {
            "shop/__init__.py": "",
            "shop/hooks.py": "doc_events = {'Order': {'on_submit': ['shop.tell.go']}}\n",
            "shop/tell.py": "from sms import send_text\ndef go(doc, method):\n    send_text(1)\n",
        },
        ("callback", "odoo", "go", "", "unknown"),
    ),
    "a clock in Frappe's hooks": (
        {
            "shop/__init__.py": "",
            "shop/hooks.py": "scheduler_events = {'cron': {'0 9 * * *': ['shop.tell.go']}}\n",
            "shop/tell.py": "from sms import send_text\ndef go():\n    send_text(1)\n",
        },
        ("schedule", "odoo", "go", "", "internal"),
    ),
    "a clock of Odoo": (
        {
            "order.py": "from odoo import models\nfrom sms import send_text\nclass Order(models.Model):\n"
            "    def _cron_go(self):\n        send_text(1)\n"
        },
        ("schedule", "odoo", "Order._cron_go", "", "authenticated"),
    ),
    "a task of an application that settings name": (
        {
            "app.py": "from importlib import import_module\nfrom django.conf import settings\nfrom sms import send_text\n"
            "module, name = settings.CELERY_APP.rsplit('.', 1)\napp = getattr(import_module(module), name)\n"
            "@app.task(ignore_result=True)\ndef go():\n    send_text(1)\n"
        },
        ("task", "celery", "go", "", "unknown"),
    ),
    "a task of an application that stands elsewhere": (
        {
            "app.py": "from shop.celery_app import app\nfrom sms import send_text\n@app.task\ndef go():\n    send_text(1)\n"
        },
        ("task", "celery", "go", "", "unknown"),
    ),
    "a path operation of FastAPI": (
        {"app.py": FASTAPI + "@api.post('/code')\nasync def go():\n    send_text(1)\n"},
        ("http", "fastapi", "go", "/code", "public"),
    ),
    "a router of FastAPI": (
        {"app.py": FASTAPI + "@router.get(path='/code')\ndef go():\n    send_text(1)\n"},
        ("http", "fastapi", "go", "/code", "public"),
    ),
    "a scheme of FastAPI": (
        {
            "app.py": FASTAPI
            + "from fastapi.security import OAuth2PasswordBearer\nscheme = OAuth2PasswordBearer(tokenUrl='t')\n"
            "@router.post('/code')\ndef go(token=Depends(scheme)):\n    send_text(1)\n"
        },
        ("http", "fastapi", "go", "/code", "authenticated"),
    ),
    "what listens to a signal of blinker": (
        {
            "app.py": "from blinker import Namespace\nfrom sms import send_text\npaid = Namespace().signal('paid')\n"
            "@paid.connect\ndef go(sender, **more):\n    send_text(1)\n"
        },
        ("signal", "flask", "go", "", "unknown"),
    ),
    "a class of web.py, which a list of paths names": (
        {
            "app.py": "import web\nfrom sms import send_text\nurls = ('/code', 'Code')\nclass Code:\n    def POST(self):\n"
            "        send_text(1)\napp = web.application(urls, globals())\n"
        },
        ("http", "other-web", "Code.POST", "", "public"),
    ),
    "a class of web.py in another module": (
        {
            "app.py": "import web\nurls = ('/code', 'pages.code.Code')\napp = web.application(urls, globals())\n",
            "pages/code.py": "from sms import send_text\nclass Code:\n    def GET(self):\n        send_text(1)\n",
        },
        ("http", "other-web", "Code.GET", "", "public"),
    ),
    "an operation of Connexion, which the description of the interface names": (
        {
            "openapi.yaml": "paths:\n  /code:\n    post:\n      operationId: app.go\n",
            "app.py": "from sms import send_text\ndef go(body):\n    send_text(1)\n",
        },
        ("http", "connexion", "go", "", "public"),
    ),
    "a notification of Home Assistant, whose class the platform makes": (
        {
            "notify.py": (
                "from homeassistant.components.notify import BaseNotificationService\nfrom sms import send_text\n"
                "def get_service(hass, config, discovery_info=None):\n    return Go()\n"
                "class Go(BaseNotificationService):\n    async def async_send_message(self, message):\n        send_text(1)\n"
            )
        },
        ("signal", "homeassistant", "Go.async_send_message", "", "unknown"),
    ),
    "a service of Home Assistant, which a function inside another does": (
        {
            "init.py": (
                "from homeassistant.core import HomeAssistant\nfrom sms import send_text\n"
                "async def async_setup(hass: HomeAssistant, config):\n    async def go(call):\n        send_text(1)\n"
                "    hass.services.async_register('texts', 'go', go)\n"
            )
        },
        ("signal", "homeassistant", "async_setup.go", "", "unknown"),
    ),
    "a class-based view of Django": (
        {
            "urls.py": VIEWS + "urlpatterns = [path('code/', views.SendCode.as_view())]\n",
            "views.py": "from django.views import View\nfrom sms import send_text\nclass SendCode(View):\n    def post(self, request):\n        send_text(1)\n",
        },
        ("http", "django", "SendCode.post", "code/", "public"),
    ),
    "a view of Django under a name of its own": (
        {
            "urls.py": VIEWS + "urlpatterns = [path('code/', view=views.send_code_view)]\n",
            "views.py": (
                "from django.views import View\nfrom sms import send_text\nclass SendCode(View):\n"
                "    def post(self, request):\n        send_text(1)\nsend_code_view = SendCode.as_view()\n"
            ),
        },
        ("http", "django", "SendCode.post", "code/", "public"),
    ),
    "a view of Django that is wrapped under a name of its own": (
        {
            "urls.py": "from django.urls import path\nfrom views import go\nurlpatterns = [path('code/', go)]\n",
            "views.py": (
                "from django.views import View\nfrom django.views.decorators.csrf import csrf_exempt\nfrom sms import send_text\n"
                "class SendCode(View):\n    def post(self, request):\n        send_text(1)\ngo = csrf_exempt(SendCode.as_view())\n"
            ),
        },
        ("http", "django", "SendCode.post", "code/", "public"),
    ),
    "a generic view of Django": (
        {
            "urls.py": VIEWS + "urlpatterns = [re_path('^code/$', views.SendCode.as_view())]\n",
            "views.py": (
                "from django.views.generic import FormView\nfrom sms import send_text\n"
                "class SendCode(FormView):\n    def form_valid(self, form):\n        send_text(1)\n"
            ),
        },
        ("http", "django", "SendCode.form_valid", "^code/$", "public"),
    ),
    "a login of Django": (
        {
            "urls.py": VIEWS + "urlpatterns = [path('code/', views.SendCode.as_view())]\n",
            "views.py": (
                "from django.contrib.auth.mixins import LoginRequiredMixin\nfrom django.views import View\nfrom sms import send_text\n"
                "class SendCode(LoginRequiredMixin, View):\n    def post(self, request):\n        send_text(1)\n"
            ),
        },
        ("http", "django", "SendCode.post", "code/", "authenticated"),
    ),
    "a command of Django": (
        {
            "x/management/commands/go.py": (
                "from django.core.management.base import BaseCommand\nfrom sms import send_text\n"
                "class Command(BaseCommand):\n    def handle(self, *args, **options):\n        send_text(1)\n"
            )
        },
        ("command", "django", "Command.handle", "go", "internal"),
    ),
    "a receiver of Django": (
        {
            "app.py": (
                "from django.db.models.signals import post_save\nfrom django.dispatch import receiver\nfrom sms import send_text\n"
                "@receiver(post_save)\ndef go(sender, **kwargs):\n    send_text(1)\n"
            )
        },
        ("signal", "django", "go", "", "unknown"),
    ),
    "a viewset of DRF": (
        {
            "urls.py": "from rest_framework.routers import DefaultRouter\nfrom views import Codes\nr = DefaultRouter()\nr.register('codes', Codes)\n",
            "views.py": (
                "from rest_framework import viewsets\nfrom rest_framework.permissions import IsAuthenticated\nfrom sms import send_text\n"
                "class Codes(viewsets.ModelViewSet):\n    permission_classes = [IsAuthenticated]\n"
                "    def perform_create(self, serializer):\n        send_text(1)\n"
            ),
        },
        ("http", "drf", "Codes.perform_create", "codes", "authenticated"),
    ),
    "an open view of DRF": (
        {
            "urls.py": VIEWS + "urlpatterns = [path('code/', views.SendCode.as_view())]\n",
            "views.py": (
                "from rest_framework.views import APIView\nfrom sms import send_text\n"
                "class SendCode(APIView):\n    def post(self, request):\n        send_text(1)\n"
            ),
        },
        ("http", "drf", "SendCode.post", "code/", "public"),
    ),
    "staff of DRF": (
        {
            "urls.py": VIEWS + "urlpatterns = [path('code/', views.SendCode.as_view())]\n",
            "views.py": (
                "from rest_framework.permissions import IsAdminUser\nfrom rest_framework.views import APIView\nfrom sms import send_text\n"
                "class SendCode(APIView):\n    permission_classes = (IsAdminUser,)\n    def post(self, request):\n        send_text(1)\n"
            ),
        },
        ("http", "drf", "SendCode.post", "code/", "staff"),
    ),
    "a command of click": (
        {
            "app.py": "import click\nfrom sms import send_text\n@click.command()\n@click.argument('to')\ndef go(to):\n    send_text(to)\n"
        },
        ("command", "click", "go", "", "internal"),
    ),
    "a task of Celery": (
        {
            "app.py": "from celery import shared_task\nfrom sms import send_text\n@shared_task\ndef go(to):\n    send_text(to)\n"
        },
        ("task", "celery", "go", "", "unknown"),
    ),
    "a bound task of Celery": (
        {
            "app.py": "from celery import Celery\nfrom sms import send_text\nqueue = Celery()\n@queue.task(bind=True)\n"
            "def go(self, to):\n    send_text(to)\n"
        },
        ("task", "celery", "go", "", "unknown"),
    ),
    "a main program": (
        {
            "app.py": "from sms import send_text\ndef go():\n    send_text(1)\nif __name__ == '__main__':\n    go()\n"
        },
        ("script", "python", "app", "", "unknown"),
    ),
}


def told(entry: EntryPoint) -> tuple[str, str, str, str, str]:
    return entry.kind.value, entry.framework, entry.name, entry.route, entry.exposure.value


def test_a_main_program_begins_where_it_is_tested_to_be_one() -> None:
    script = "from sms import send_text\nNAME = '__main__'\nif __name__ == '__main__':\n    to = 1\n    send_text(to)\n"
    (entry,) = entries({"sms.py": SENDER, "app.py": script})
    assert entry.location.place.line == 3


@pytest.mark.parametrize(("app", "entry"), ENTERED.values(), ids=ENTERED)
def test_outside_control_enters(app: Sources, entry: tuple[str, str, str, str, str]) -> None:
    assert [told(each) for each in entries({"sms.py": SENDER, **app})] == [entry]


def test_an_entry_point_stands_at_its_route() -> None:
    sources, _ = ENTERED["a class-based view of Django"]
    (entry,) = entries({"sms.py": SENDER, **sources})
    assert str(entry.location) == "urls.py:3"
    sources, _ = ENTERED["a route of Flask"]
    (entry,) = entries({"sms.py": SENDER, **sources})
    assert str(entry.location) == "app.py:6"


def test_an_entry_point_says_why_it_is_thought_open_or_closed() -> None:
    closed, _ = ENTERED["a login of Flask"]
    opened, _ = ENTERED["a route of Flask"]
    reasons = [entries({"sms.py": SENDER, **app})[0].exposure_reason for app in (closed, opened)]
    assert reasons == [
        Words.same("login_required"),
        Words("a route without a visible access check", "路由未见访问控制"),
    ]


def test_who_enqueues_a_task_enters_as_well() -> None:
    sources = {
        "sms.py": SENDER,
        "tasks.py": "from celery import shared_task\nfrom sms import send_text\n@shared_task\ndef later(to):\n    send_text(to)\n",
        "app.py": FLASK
        + "from tasks import later\n@app.post('/code')\ndef go():\n    later.delay(1)\n@app.post('/two')\ndef two():\n    later.apply_async(args=[1])\n",
    }
    flow, _ = build(sources)
    assert sorted((entry.kind, entry.name) for entry in flow.entry_points) == [
        ("http", "go"),
        ("http", "two"),
        ("task", "later"),
    ]
    kinds = {tuple(step.kind for step in one.steps) for one in flow.flows}
    assert kinds == {("calls", "calls", "sends"), ("calls", "enqueues", "calls", "sends")}


def test_several_routes_are_several_entry_points_in_order() -> None:
    routes = "".join(f"@app.get('/{n}')\ndef f{n}():\n    send_text({n})\n" for n in range(3))
    found = entries({"sms.py": SENDER, "app.py": FLASK + routes})
    assert [(entry.id, entry.route) for entry in found] == [("e1", "/0"), ("e2", "/1"), ("e3", "/2")]


TORNADO = (
    "import tornado.web\nfrom sms import send_text\n"
    "class Code(tornado.web.RequestHandler):\n    def post(self):\n        send_text(1)\n"
)


@pytest.mark.parametrize(
    "table",
    [
        "routes = [\n    ('/other', None),\n    (r'/code', handlers.Code),\n]\n",
        "routes = (\n    ['/other', None],\n    ['/code', handlers.Code, {}],\n)\n",
        "routes = {\n    '/other': None,\n    '/code': handlers.Code,\n}\n",
        "routes = more + [\n    ('/other', None),\n    ('/code', handlers.Code),\n]\n",
    ],
)
def test_a_table_of_paths_shows_the_route_of_a_handler_whoever_takes_it(table: str) -> None:
    sources = {"handlers.py": TORNADO, "routes.py": f"import handlers\n{table}", "sms.py": SENDER}

    (entry,) = entries(sources)

    assert (entry.route, str(entry.location)) == ("/code", "routes.py:4")


@pytest.mark.parametrize(
    "table", ["[('Send a code', handlers.Code)]", "[('code', handlers.Code)]", "['/code']"]
)
def test_a_list_that_names_no_path_is_no_table(table: str) -> None:
    sources = {"handlers.py": TORNADO, "shown.py": f"import handlers\nshown = {table}\n", "sms.py": SENDER}

    (entry,) = entries(sources)

    assert (entry.route, entry.location.path) == ("", "handlers.py")


def test_a_list_that_holds_itself_is_no_table() -> None:
    app = (
        "from sms import send_text\nclass Alerter:\n    def __init__(self, rule):\n        self.hooks = rule.get('hooks')\n"
        "        self.hooks = [self.hooks]\n    def go(self):\n        urls = self.hooks\n        send_text(urls)\n"
    )
    assert entries({"sms.py": SENDER, "app.py": app}) == []


def test_a_form_is_reached_from_the_view_that_uses_it() -> None:
    sources = {
        "sms.py": SENDER,
        "urls.py": VIEWS + "urlpatterns = [path('reset/', views.Reset.as_view())]\n",
        "views.py": (
            "from django.views.generic import FormView\nfrom forms import ResetForm\n"
            "class Reset(FormView):\n    form_class = ResetForm\n    def form_valid(self, form):\n        form.send_reset_code()\n"
        ),
        "forms.py": (
            "from django import forms\nfrom sms import send_text\nclass ResetForm(forms.Form):\n    def send_reset_code(self):\n        send_text(1)\n"
        ),
    }
    assert [told(each) for each in entries(sources)] == [
        ("http", "django", "Reset.form_valid", "reset/", "public")
    ]


def test_a_form_that_sends_when_it_is_saved_is_reached_from_its_view() -> None:
    sources = {
        "sms.py": SENDER,
        "urls.py": VIEWS + "urlpatterns = [path('reset/', views.Reset.as_view())]\n",
        "views.py": (
            "from django.views.generic import FormView\nfrom forms import ResetForm\n"
            "class Reset(FormView):\n    form_class = ResetForm\n    def form_valid(self, form):\n        form.save()\n"
        ),
        "forms.py": "from django import forms\nfrom sms import send_text\nclass ResetForm(forms.Form):\n    def save(self):\n        send_text(1)\n",
    }
    assert "Reset.form_valid" in {each.name for each in entries(sources)}


STARTED = {
    "send_code.py": "import acme\nacme.Client().send(1)\n",
}


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("Dockerfile", 'CMD ["python3", "-u", "send_code.py"]'),
        ("jobs.sh", "exec python /srv/app/send_code.py --all"),
        ("deploy/texts.service", "ExecStart=/usr/bin/python3.11 /srv/send_code.py"),
        ("web/page.php", 'shell_exec("python3 " . "$base/send_code.py $phone");'),
        ("page.php", 'shell_exec("python3 $base" . "$kind.py $phone");'),
    ],
)
def test_what_starts_a_script_is_an_entry_point_too(path: str, line: str) -> None:
    found = entries({**STARTED, path: f"first\n{line}\n"})
    assert [(entry.kind, str(entry.location)) for entry in found] == [
        *([("script", f"{path}:2")] if path < "send_code.py" else []),
        ("script", "send_code.py:2"),
        *([("script", f"{path}:2")] if path > "send_code.py" else []),
    ]


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("Dockerfile", "# CMD python3 send_code.py"),
        ("jobs.sh", "python other_send_code.py"),
        ("README.md", "python send_code.py"),
        ("elsewhere/page.php", 'shell_exec("python3 $kind.py $phone");'),
    ],
)
def test_what_does_not_start_it_is_none(path: str, line: str) -> None:
    assert [str(entry.location) for entry in entries({**STARTED, path: f"{line}\n"})] == ["send_code.py:2"]


DRF_VIEW = {
    "urls.py": VIEWS + "urlpatterns = [path('code/', views.SendCode.as_view())]\n",
    "views.py": (
        "from rest_framework.views import APIView\nfrom sms import send_text\n"
        "class SendCode(APIView):\n    def post(self, request):\n        send_text(1)\n"
    ),
}
OPEN_VIEW = {
    **DRF_VIEW,
    "views.py": DRF_VIEW["views.py"].replace("    def post", "    permission_classes = []\n    def post"),
}


@pytest.mark.parametrize(
    ("view", "settings", "exposure"),
    [
        (DRF_VIEW, "", "public"),
        (
            DRF_VIEW,
            "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated']}",
            "authenticated",
        ),
        (
            DRF_VIEW,
            "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ('rest_framework.permissions.IsAdminUser',)}",
            "staff",
        ),
        (DRF_VIEW, "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['ours.rules.Ours']}", "unknown"),
        (
            OPEN_VIEW,
            "REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated']}",
            "public",
        ),
        (
            DRF_VIEW,
            "MIDDLEWARE = ['django.contrib.auth.middleware.LoginRequiredMiddleware']",
            "authenticated",
        ),
        (
            DRF_VIEW,
            "ALLOWED_HOSTS = ['10.0.0.1']\nINTERNAL_IPS = ['127.0.0.1']\nCORS_ALLOWED_ORIGINS = []",
            "public",
        ),
    ],
)
def test_settings_decide_about_views_that_say_nothing(view: Sources, settings: str, exposure: str) -> None:
    (entry,) = entries({"sms.py": SENDER, **view, "settings.py": f"{settings}\n"})
    assert entry.exposure == exposure


def test_what_a_router_demands_holds_for_its_routes() -> None:
    app = (
        "from fastapi import APIRouter, Depends\nfrom fastapi.security import OAuth2PasswordBearer\nfrom sms import send_text\n"
        "scheme = OAuth2PasswordBearer(tokenUrl='t')\nrouter = APIRouter(dependencies=[Depends(scheme)])\n"
        "@router.post('/code')\ndef go():\n    send_text(1)\n"
    )
    (entry,) = entries({"sms.py": SENDER, "app.py": app})
    assert entry.exposure == "authenticated"


def test_no_entry_point_means_that_nobody_knows() -> None:
    flow, _ = build({"sms.py": SENDER, "app.py": "from sms import send_text\ndef go():\n    send_text(1)\n"})
    assert flow.entry_points == ()
    assert [one.entry_point for one in flow.flows] == [None]
