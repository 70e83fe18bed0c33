"""How a framework lets outside control in, whose, below which path, and what it hands on without a call."""

from __future__ import annotations

from msgspec import Struct

from smsaudit.model.entrance import EntryKind, Exposure


class DecoratedEntry(Struct, frozen=True, tag=True):
    """A function under a decorator that resolves to one of `origins` is entered from outside."""

    origins: tuple[str, ...]


class MethodsEntry(Struct, frozen=True, tag=True):
    """Methods whose name fits a glob in `methods`, in a class with one of `bases` among its bases."""

    bases: tuple[str, ...]
    methods: tuple[str, ...]


class RegisteredEntry(Struct, frozen=True, tag=True):
    """What a call to one of `origins` is given as `handler` (keyword or position, alternatives with `|`).

    Of a class or object, its methods that fit a glob in `methods` are entered; the text given as `suffix` ends the
    names of those that are meant.
    """

    origins: tuple[str, ...]
    handler: str
    methods: tuple[str, ...] = ()
    suffix: str = ""


class AssignedEntry(Struct, frozen=True, tag=True):
    """What is assigned to an attribute of this origin (`client.on_message = f`)."""

    origins: tuple[str, ...]


class CallingEntry(Struct, frozen=True, tag=True):
    """A function in which one of these is called: it waits there for what comes from outside."""

    origins: tuple[str, ...]


class ListedEntry(Struct, frozen=True, tag=True):
    """What a variable of one of these names lists: functions, classes and dotted names.

    In dicts, only what stands under `key`; in classes, only those with one of `bases` among their bases. Of a class
    that is listed, methods that fit a glob in `methods` are entered.
    """

    names: tuple[str, ...]
    key: str = ""
    bases: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()


class ConventionEntry(Struct, frozen=True, tag=True):
    """A function of a module whose name fits a glob in `functions` and that takes exactly these parameters.

    Outside Python only in files whose path fits a glob in `files`, if there are any.
    """

    functions: tuple[str, ...]
    parameters: tuple[str, ...]
    files: tuple[str, ...] = ()


class DeployedEntry(Struct, frozen=True, tag=True):
    """A function that the value of a setting names, in a file whose path fits a glob.

    `*` in a key stands for one part of it; the parts that `setting` leaves open are the same in `beside`, `route` and
    `folder`, of which the last names the folder that the function's module is looked for in.
    """

    files: tuple[str, ...]
    settings: tuple[str, ...]
    beside: str = ""
    folder: str = ""


EntryTarget = (
    DecoratedEntry
    | MethodsEntry
    | RegisteredEntry
    | AssignedEntry
    | CallingEntry
    | ListedEntry
    | ConventionEntry
    | DeployedEntry
)


class EntryPattern(Struct, frozen=True, kw_only=True):
    """How a framework lets outside control enter a function."""

    id: str
    kind: EntryKind
    target: EntryTarget
    why: str
    route: str = ""
    """Keyword or position of the route text in the decorator or call, alternatives with `|`."""
    verbs: str = ""
    """Keyword or position of the HTTP methods in the decorator or call, alternatives with `|`."""
    verbs_of: tuple[tuple[str, str], ...] = ()
    """Name of a method of the class -> HTTP method that it answers, where the name does not say so."""
    named: str = ""
    """What the route is where none is given: the name of the `function`, of its `module`, or the last part of the `key`."""
    enqueue: tuple[str, ...] = ()
    """Methods of the decorated function that run it later (`delay`, `apply_async`)."""
    enqueue_call: tuple[str, ...] = ()
    """Origins of calls that run the function, or dotted path, in `task_argument` later."""
    task_argument: str = ""
    exposure: Exposure | None = None
    """Who can trigger it, where the framework alone decides that."""
    languages: tuple[str, ...] = ()
    """Other languages than Python that it is for: names there are as spelled and imported, and any parameters fit `*`."""


class QueuePattern(Struct, frozen=True, kw_only=True):
    """How something is handed from one part of a program to another without a call: a topic, a list, a table."""

    id: str
    put: tuple[str, ...]
    """Origins of the calls that put something in."""
    take: tuple[str, ...]
    """Origins of the calls that take it out."""
    why: str
    put_name: str = ""
    """Keyword or position, in the call that puts, of the topic's name; empty: the class on which the call is made."""
    take_name: str = ""
    take_of: str = ""
    """Keyword or position, in the call that takes, of the object that is kept, or of the class; empty: that on which it is made."""
    kept: bool = False
    """An object of the program's own: the variable or attribute that keeps it says which one it is."""


class MountPattern(Struct, frozen=True, kw_only=True):
    """A call that makes a router, or puts routers, lists of routes or handlers below a path."""

    id: str
    call: tuple[str, ...]
    why: str
    child: str = ""
    """Keyword or position of what is put below (`*` for all positions); empty: whatever the call makes."""
    on: str = ""
    """Keyword or position of what that is put on; empty: the object on which the call is made, or what it makes."""
    prefix: str = ""
    """Keyword or position of the path."""
    replaces: bool = False
    """A path that is given here takes the place of the one that the router was made with."""
