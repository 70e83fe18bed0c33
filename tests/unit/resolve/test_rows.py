"""Rows that queries of a model hand out."""

from __future__ import annotations

import pytest

from tests.support.program import program

MODEL = """\
import acme
from django.db import models
class Note(models.Model):
    def go(self):
        acme.Client().send()
"""
GO = {"app.Note.go"}

DJANGO = {
    "create": "Note.objects.create(to=1).go()  #?\n",
    "get by a number": "Note.objects.get(pk=7).go()  #?\n",
    "the first of a filtered query": "Note.objects.filter(a=1).order_by('b').first().go()  #?\n",
    "a query in a variable": "q = Note.objects.filter(a=1)\nq = q.exclude(b=2)\nn = q.last()\nn.go()  #?\n",
    "a loop": "for n in Note.objects.all():\n    n.go()  #?\n",
    "a loop over a manager's method": "for n in Note.objects.select_related('x').iterator():\n    n.go()  #?\n",
    "an index": "Note.objects.all()[0].go()  #?\n",
    "a slice": "for n in Note.objects.all()[:5]:\n    n.go()  #?\n",
    "get_or_create": "n, made = Note.objects.get_or_create(a=1)\nn.go()  #?\n",
    "get_object_or_404": "from django.shortcuts import get_object_or_404\nget_object_or_404(Note, pk=1).go()  #?\n",
    "get_object_or_404 of a query": (
        "from django.shortcuts import get_object_or_404\nget_object_or_404(Note.objects.filter(a=1), pk=1).go()  #?\n"
    ),
    "await": "async def f():\n    (await Note.objects.aget(pk=1)).go()  #?\n",
    "a manager of the tree": (
        "class M(models.Manager): ...\nclass Own(Note):\n    objects = M()\nOwn.objects.get(pk=1).go()  #?\n"
    ),
    "a foreign key": (
        "class Line(models.Model):\n    note = models.ForeignKey(Note, models.CASCADE)\n"
        "    def f(self):\n        self.note.go()  #?\n"
    ),
    "a foreign key by name": (
        "class Line(models.Model):\n    note = models.OneToOneField('Note', models.CASCADE)\n"
        "for line in Line.objects.all():\n    line.note.go()  #?\n"
    ),
}


@pytest.mark.parametrize("source", DJANGO.values(), ids=DJANGO.keys())
def test_a_query_hands_out_rows_of_its_model(source: str) -> None:
    assert program({"app.py": MODEL + source}).origins("go") == GO


OTHERS = {
    "a foreign key of peewee": """\
from peewee import ForeignKeyField, Model
class Note(Model):
    def go(self): ...
class Line(Model):
    note = ForeignKeyField(Note, backref="lines")
for line in Line.select().where(Line.id > 1):
    line.note.go()  #?
""",
    "a reference of MongoEngine": """\
from mongoengine import Document, ReferenceField
class Note(Document):
    def go(self): ...
class Line(Document):
    note = ReferenceField("Note")
Line.objects(id=1).first().note.go()  #?
""",
    "Flask-SQLAlchemy": """\
from flask_sqlalchemy import SQLAlchemy
db = SQLAlchemy()
class Note(db.Model):
    def go(self): ...
Note.query.filter_by(a=1).first_or_404().go()  #?
""",
    "a session's query": """\
from sqlalchemy.orm import DeclarativeBase
class Note(DeclarativeBase):
    def go(self): ...
def f(session):
    session.query(Note).filter(Note.a == 1).one_or_none().go()  #?
""",
    "a select that is executed": """\
from sqlalchemy import select
from sqlmodel import SQLModel
class Note(SQLModel):
    def go(self): ...
async def f(session):
    result = await session.execute(select(Note).where(Note.a == 1))
    for note in result.scalars().all():
        note.go()  #?
""",
    "a session's get": """\
from sqlmodel import SQLModel
class Note(SQLModel):
    def go(self): ...
def f(session):
    session.get(Note, 1).go()  #?
""",
    "MongoEngine": """\
from mongoengine import Document
class Note(Document):
    def go(self): ...
Note.objects(a=1).first().go()  #?
""",
    "Peewee": """\
from peewee import Model
class Base(Model): ...
class Note(Base):
    def go(self): ...
for note in Note.select().where(Note.a == 1).order_by(Note.b):
    note.go()  #?
""",
    "one row of Peewee": """\
import peewee
class Note(peewee.Model):
    def go(self): ...
note, made = Note.get_or_create(a=1)
note.go()  #?
""",
    "Tortoise": """\
from tortoise.models import Model
class Note(Model):
    def go(self): ...
async def f():
    for note in await Note.filter(a=1).order_by('b'):
        note.go()  #?
""",
    "one row of Beanie": """\
from beanie import Document
class Note(Document):
    def go(self): ...
async def f():
    (await Note.find_one(Note.a == 1)).go()  #?
""",
}


@pytest.mark.parametrize("source", OTHERS.values(), ids=OTHERS.keys())
def test_other_mappers_hand_out_rows_as_well(source: str) -> None:
    assert program({"app.py": source}).origins("go") == GO


def test_the_users_class_is_named_in_the_settings() -> None:
    sources = {
        "site/settings.py": "AUTH_USER_MODEL = 'people.Person'\n",
        "people/models.py": "from django.contrib.auth.models import AbstractUser\n"
        "class Person(AbstractUser):\n    def go(self): ...\n",
        "app.py": "from django.contrib.auth import get_user_model\nget_user_model().objects.get(pk=1).go()  #?\n",
    }
    assert program(sources).origins("go") == {"people.models.Person.go"}


NOTES = (
    "from django.db import models\nclass Note(models.Model):\n    def go(self): ...\n    def save(self, **more): ...\n"
    "class Other(models.Model):\n    def go(self): ...\n"
)
BY_LABEL = {
    "an application and a name": "from django.apps import apps\napps.get_model('shop', 'Note')(a=1).go()  #?\n",
    "a label": "from django.apps import apps\nNote = apps.get_model('shop.Note')\nNote.objects.first().go()  #?\n",
    "a model that can be swapped": "import swapper\nNote = swapper.load_model('shop', 'Note')\nNote.objects.first().go()  #?\n",
    "a helper of the project": (
        "import swapper\ndef load_model(name):\n    return swapper.load_model('shop', name)\n"
        "Other = load_model('Other')\nNote = load_model('Note')\nNote(a=1).go()  #?\n"
    ),
}


@pytest.mark.parametrize("source", BY_LABEL.values(), ids=BY_LABEL.keys())
def test_a_model_is_found_by_its_label(source: str) -> None:
    sources = {"shop/__init__.py": "", "shop/models.py": NOTES, "app.py": source}
    assert program(sources).origins("go") == {"shop.models.Note.go"}


FORM = "from django import forms\nclass Form(forms.ModelForm):\n    class Meta:\n        model = Note\n"
SAVED = {
    "a form": f"{FORM}Form(given).save()  #?\n",
    "a form in a variable": f"{FORM}def f(request):\n    form = Form(request.POST)\n    form.save()  #?\n",
    "a serializer that a view hands to its hook": (
        "from rest_framework import generics, serializers\nclass Serializer(serializers.ModelSerializer):\n"
        "    class Meta:\n        model = Note\n"
        "class View(generics.CreateAPIView):\n    serializer_class = Serializer\n"
        "    def perform_create(self, serializer):\n        serializer.save()  #?\n"
    ),
}


@pytest.mark.parametrize("source", SAVED.values(), ids=SAVED.keys())
def test_what_stands_for_a_row_saves_it(source: str) -> None:
    assert "app.Note.save" in program({"app.py": NOTES + source}).origins("save")


def test_a_form_without_a_model_saves_no_row() -> None:
    form = "from django import forms\nclass Form(forms.Form):\n    class Meta:\n        fields = ['a']\nForm(given).save()  #?\n"
    assert "app.Note.save" not in program({"app.py": NOTES + form}).origins("save")


def test_a_class_with_a_method_of_its_own_answers_that() -> None:
    source = (
        "import acme\nfrom peewee import Model\nclass Note(Model):\n    @classmethod\n    def get(cls, to):\n"
        "        return acme.Client()\n    def send(self): ...\nNote.get(1).send()  #?\n"
    )
    assert program({"app.py": source}).origins() == {"acme.Client.send"}


def test_a_registry_by_class_is_no_query() -> None:
    source = "import acme\nclass Note(acme.Base):\n    def go(self): ...\nR = {Note: acme.Client()}\nR.get(Note).send()  #?\n"
    assert program({"app.py": source}).origins() == {"acme.Client.send"}
