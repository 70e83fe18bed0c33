"""Sample audit results, one story each, for the tests of reports and of the command line."""

from __future__ import annotations

from types import MappingProxyType

from msgspec.structs import replace

from smsaudit.model.context import Context
from smsaudit.model.entrance import EntryKind, Exposure
from smsaudit.model.flow import Channel, EntryPoint, FarEnd, FarEndKind, Flow, Resolution, Rung, Step
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import TreePath
from smsaudit.model.policy import Limits, Policy, PolicyCheck, Rule, Violation
from smsaudit.model.result import AuditResult
from smsaudit.model.signature import Role, SignatureKind
from smsaudit.model.suppression import Remark, RemarkKind, Suppressed, Suppression, Way
from smsaudit.model.threshold import FailOn
from smsaudit.model.words import Words
from tests.support.building import bare, detection, judgement, place, reason, result, unit, verdict_of
from tests.support.counsel import ADVICE_C, GUIDE_ONLY, NO_ADVICE, REACH

_CMPP = Channel(
    id="cmpp",
    kind=SignatureKind.PROTOCOL,
    name=Words("CMPP (China Mobile's protocol)", "CMPP（中国移动短信网关协议）"),
    far_end=FarEnd(
        kind=FarEndKind.UNKNOWN,
        source=place("shop/settings.py", 41),
        reason=Words(
            "host comes from the environment variable CMPP_HOST, which the tree does not set",
            "主机来自环境变量CMPP_HOST，代码树中未设置",
        ),
    ),
    detections=(
        detection(
            "cmpp.connect",
            Role.CLIENT,
            place("shop/gateway/cmpp.py", 88, 9),
            "self.sock.connect((host, port))",
        ),
        detection(
            "cmpp.submit", Role.SEND, place("shop/gateway/cmpp.py", 120, 9), "self.submit(phone, text)"
        ),
        detection("cmpp.pdu", Role.PROTOCOL, place("shop/gateway/cmpp.py", 14), "CMPP_SUBMIT = 0x00000004"),
        detection("cmpp.host", Role.CONFIG, place("deploy/.env.example", 7), "CMPP_HOST="),
        detection("cmpp.pdu", Role.PROTOCOL, place("shop/gateway/pdu.py", 3), "CMPP_CONNECT = 0x00000001"),
        detection("cmpp.pdu", Role.PROTOCOL, place("shop/gateway/pdu.py", 4), "CMPP_DELIVER = 0x00000005"),
        detection(
            "cmpp.connect",
            Role.CLIENT,
            place("tests/test_cmpp.py", 12),
            'Client("127.0.0.1", 7890)',
            context=Context.TEST,
        ),
    ),
    rung=Rung.REACHED,
    production=True,
    is_default=False,
    conditions=("settings.SMS_BACKEND == 'cmpp2'",),
)

_TENCENT = Channel(
    id="tencent",
    kind=SignatureKind.PROVIDER,
    name=Words("Tencent Cloud SMS", "腾讯云短信"),
    far_end=FarEnd(
        kind=FarEndKind.PROVIDER_CN,
        host="sms.tencentcloudapi.com",
        port=443,
        source=place("shop/gateway/tencent.py", 9),
        reason=Words("the host that the SDK calls", "SDK所调用的主机"),
    ),
    detections=(
        detection(
            "tencent.send", Role.SEND, place("shop/gateway/tencent.py", 31, 16), "client.SendSms(request)"
        ),
        detection(
            "tencent.dependency",
            Role.DEPENDENCY,
            place("requirements.txt", 5),
            "tencentcloud-sdk-python==3.0.1400",
        ),
    ),
    rung=Rung.CONFIGURED,
    production=True,
    is_default=True,
    conditions=("settings.SMS_BACKEND == 'tencent'",),
)

_RESET = EntryPoint(
    id="shop/accounts/urls.py:12:http",
    kind=EntryKind.HTTP,
    framework="django",
    location=place("shop/accounts/urls.py", 12),
    name="ResetView.post",
    route="POST reset/",
    exposure=Exposure.PUBLIC,
    exposure_reason=Words("the view asks for no login", "该视图不要求登录"),
)

_REMIND = EntryPoint(
    id="shop/tasks.py:8:task",
    kind=EntryKind.TASK,
    framework="celery",
    location=place("shop/tasks.py", 8),
    name="remind_unpaid",
)

_TO_BACKEND = (
    Step(location=place("shop/accounts/views.py", 40), name="ResetView.post", kind="routes"),
    Step(location=place("shop/accounts/sms.py", 31), name="send_code"),
    Step(
        location=place("shop/gateway/__init__.py", 12),
        name="get_backend().send",
        resolution=Resolution.INFERRED,
        kind="dispatches",
    ),
)

_FLOWS = (
    Flow(
        entry_point=_RESET.id,
        channel="cmpp",
        steps=(
            *_TO_BACKEND,
            Step(location=place("shop/gateway/cmpp.py", 120), name="CmppClient.submit", kind="sends"),
        ),
        condition="settings.SMS_BACKEND == 'cmpp2'",
    ),
    Flow(
        entry_point=_RESET.id,
        channel="tencent",
        steps=(
            *_TO_BACKEND,
            Step(location=place("shop/gateway/tencent.py", 31), name="SendSms", kind="sends"),
        ),
        condition="settings.SMS_BACKEND == 'tencent'",
    ),
    Flow(
        entry_point=_REMIND.id,
        channel="tencent",
        steps=(
            Step(location=place("shop/tasks.py", 15), name="remind_unpaid"),
            Step(
                location=place("shop/gateway/tencent.py", 31),
                name="SendSms",
                resolution=Resolution.BY_NAME,
                kind="sends",
            ),
        ),
    ),
    Flow(
        entry_point=None,
        channel="tencent",
        steps=(
            Step(location=place("shop/legacy/notify.py", 77), name="notify_all"),
            Step(location=place("shop/gateway/tencent.py", 31), name="SendSms", kind="sends"),
        ),
    ),
)

_GAPS = (
    Gap(
        TreePath("shop/billing/notify.py"),
        GapKind.OUTSIDE_SENDER,
        Words(
            "corp_sms.send(phone, text): the package is outside the tree",
            "corp_sms.send(phone, text)：程序包不在代码树中",
        ),
        line=14,
        bears=True,
    ),
    Gap(TreePath("vendor/sdk"), GapKind.SUBMODULE, Words("not checked out", "未检出")),
    Gap(TreePath("static/app.min.js"), GapKind.TOO_LARGE, Words.same("6.1 MB")),
    Gap(TreePath("static/admin.min.js"), GapKind.TOO_LARGE, Words.same("2.4 MB")),
    Gap(TreePath(".env"), GapKind.IGNORED_CONFIG, Words("ignored by git", "被git忽略")),
)


def conditional_c() -> AuditResult:
    """C behind a setting whose default is a mainland provider: mixed, with flows, gaps and advice."""
    cmpp = judgement(
        _CMPP,
        "U1",
        reason(
            "A CMPP link is opened here, and nothing in the tree shows who answers.",
            "此处建立CMPP连接，代码树中未显示对端是谁。",
            "shop/gateway/cmpp.py:88",
        ),
    )
    tencent = judgement(
        _TENCENT,
        "B2",
        reason(
            "Messages are handed to Tencent Cloud SMS.",
            "短信交由腾讯云短信发送。",
            "shop/gateway/tencent.py:31",
        ),
    )
    verdict = replace(
        verdict_of(cmpp),
        mixed=("B2",),
        because=(
            *cmpp.because,
            reason(
                "A public route leads to it.",
                "公开路由可到达此处。",
                "shop/accounts/urls.py:12",
            ),
        ),
        despite=(
            reason(
                "The default of SMS_BACKEND is 'tencent'; the CMPP link may never be chosen.",
                "SMS_BACKEND默认为'tencent'，CMPP连接可能从不启用。",
                "shop/settings.py:40",
            ),
        ),
        conditional_on=("settings.SMS_BACKEND == 'cmpp2'",),
        would_change=(
            reason(
                "Without this send the tree is B, once the provider's licence is verified.",
                "去掉此发送后为B（待核实服务商许可证）。",
                "shop/gateway/cmpp.py:120",
            ),
        ),
    )
    return result(
        "shop",
        unit(".", cmpp, tencent, verdict=verdict),
        entry_points=(_RESET, _REMIND),
        flows=_FLOWS,
        advice=ADVICE_C,
        gaps=_GAPS,
    )


def beyond_policy() -> AuditResult:
    """The story of `conditional_c` under a policy that allows B, one provider, and nothing public to a carrier."""
    policy = Policy(limits=Limits(max_scenario="B", providers=("alibaba",)), fail_on=FailOn.C)
    violations = (
        Violation(
            rule=Rule.MAX_SCENARIO,
            scope=".",
            channel="cmpp",
            subject="U1",
            text=Words("CMPP is more than B.", "CMPP超过B。"),
            location=place("shop/gateway/cmpp.py", 120, 9),
            related=(place("shop/gateway/cmpp.py", 88, 9),),
        ),
        Violation(
            rule=Rule.PROVIDERS,
            scope=".",
            channel="tencent",
            subject="",
            text=Words("Tencent is not among the providers.", "腾讯云不在服务商之列。"),
            location=place("shop/gateway/tencent.py", 31, 16),
            fails=False,
        ),
    )
    base = conditional_c()
    return replace(
        base, policy=PolicyCheck(policy=policy, leaf=base.whole.verdict.leaf, violations=violations)
    )


def provider_b() -> AuditResult:
    """B: one mainland provider, reached from a task and a function that nobody calls."""
    tencent = judgement(
        replace(_TENCENT, is_default=None, conditions=()),
        "B2",
        reason(
            "Messages are handed to Tencent Cloud SMS.",
            "短信交由腾讯云短信发送。",
            "shop/gateway/tencent.py:31",
        ),
    )
    return result(
        "shop",
        unit(".", tencent),
        entry_points=(_REMIND,),
        flows=_FLOWS[2:],
        advice=replace(ADVICE_C, licences=(), open_questions=(), next_steps=ADVICE_C.next_steps[1:]),
    )


def own_sims_a() -> AuditResult:
    """A that nobody has confirmed: a modem on a serial port."""
    gammu = Channel(
        id="gammu",
        kind=SignatureKind.MODEM,
        name=Words("Gammu (own modem)", "Gammu（自有调制解调器）"),
        far_end=FarEnd(
            kind=FarEndKind.SIM,
            reason=Words("a modem at /dev/ttyUSB0", "位于/dev/ttyUSB0的调制解调器"),
            source=place("rig/gammurc", 2),
        ),
        detections=(
            detection("gammu.send", Role.SEND, place("rig/send.py", 9), "state_machine.SendSMS(message)"),
            detection("gammu.config", Role.CONFIG, place("rig/gammurc", 2), "device = /dev/ttyUSB0"),
        ),
        rung=Rung.CALLED,
        production=True,
    )
    found = judgement(
        gammu,
        "A8",
        reason("A modem with its own SIM card sends.", "由带SIM卡的调制解调器发送。", "rig/send.py:9"),
    )
    return result(
        "rig", unit(".", found), advice=replace(NO_ADVICE, open_questions=(REACH,), statements=(GUIDE_ONLY,))
    )


def nothing() -> AuditResult:
    """Nothing found, everything readable."""
    whole = unit(
        ".",
        verdict=bare(
            "N0", reason("Nothing that sends was found in 265 files.", "在265个文件中未发现发送代码。")
        ),
    )
    return result("blog", whole)


def undetermined() -> AuditResult:
    """Nothing found, but a file that could hide a sender was not readable."""
    gap = _GAPS[0]
    whole = unit(
        ".",
        verdict=bare(
            "G1",
            reason(
                "corp_sms.send(phone, text) is called, and its package is outside the tree.",
                "调用了corp_sms.send(phone, text)，其程序包不在代码树中。",
                "shop/billing/notify.py:14",
            ),
        ),
    )
    return result("billing", whole, gaps=(gap,))


def mixed_monorepo() -> AuditResult:
    """Two deployable units, one B and one C, and a test rig that does not count."""
    base = conditional_c()
    cmpp, tencent = base.whole.judgements
    rig = replace(
        own_sims_a().whole.judgements[0],
        channel=replace(own_sims_a().whole.judgements[0].channel, production=False, context="test"),
    )
    gateway = judgement(
        replace(
            cmpp.channel,
            far_end=FarEnd(
                kind=FarEndKind.CARRIER,
                host="211.136.112.109",
                port=7890,
                source=place("gateway/kannel.conf", 31),
                reason=Words("an address of a carrier's message centre", "运营商短信中心的地址"),
            ),
            conditions=(),
            is_default=None,
        ),
        "C5",
        reason(
            "A CMPP link to a carrier's address is opened.",
            "建立到运营商地址的CMPP连接。",
            "shop/gateway/cmpp.py:88",
        ),
    )
    whole = unit(".", gateway, tencent, rig, verdict=replace(verdict_of(gateway), mixed=("B2",)))
    return result(
        "platform",
        whole,
        units=(whole, unit("services/gateway", gateway), unit("services/shop", tencent)),
        entry_points=base.entry_points,
        flows=base.flows,
        advice=base.advice,
        gaps=base.gaps,
    )


EVIL = "evil\x1b[31m\x1b]8;;http://x\x07[bold red]\u202egnp\u2066\x00\r\n\x9b0m\u200b<script>"


def hostile() -> AuditResult:
    """The story of `conditional_c`, told by a tree that attacks the reader's terminal."""
    base = conditional_c()
    cmpp, tencent = base.whole.judgements
    where = place(f"a/{EVIL}.py", 3)
    bad = detection("cmpp.connect", Role.CLIENT, where, f"connect({EVIL!s})", channel=f"other:{EVIL}")
    channel = replace(
        cmpp.channel,
        detections=(bad, *cmpp.channel.detections),
        far_end=FarEnd(kind=FarEndKind.UNKNOWN, host=EVIL, source=where, reason=Words.same(EVIL)),
        conditions=(EVIL,),
    )
    judged = replace(cmpp, channel=channel, because=(reason(f"Opens {EVIL}", f"打开{EVIL}", str(where)),))
    entry = replace(_RESET, name=EVIL, route=EVIL, location=where, exposure_reason=Words.same(EVIL))
    flow = Flow(
        entry_point=entry.id,
        channel="cmpp",
        steps=(Step(location=where, name=EVIL), Step(location=where, name=EVIL, kind="sends")),
        condition=EVIL,
    )
    whole = unit(EVIL, judged, tencent)
    return replace(
        result(
            EVIL,
            whole,
            entry_points=(entry,),
            flows=(flow,),
            advice=base.advice,
            gaps=(
                Gap(TreePath(EVIL), GapKind.UNREADABLE, Words.same(EVIL), line=1, bears=True),
                Gap(TreePath(EVIL), GapKind.ARCHIVE, Words.same(EVIL)),
            ),
        ),
        suppressed=(Suppressed(bad, Suppression(way=Way.COMMENT, reason=EVIL, owner=EVIL, location=where)),),
        remarks=(Remark(kind=RemarkKind.UNUSED, text=Words(EVIL, EVIL), location=where),),
    )


SAMPLES = MappingProxyType(
    {
        "conditional-c": conditional_c,
        "provider-b": provider_b,
        "beyond-policy": beyond_policy,
        "own-sims-a": own_sims_a,
        "nothing": nothing,
        "undetermined": undetermined,
        "mixed-monorepo": mixed_monorepo,
        "hostile": hostile,
    }
)
"""Every sample by name, for parametrized tests."""
