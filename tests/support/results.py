"""Sample audit results, one story each, for the tests of reports and of the command line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

from smsaudit.model.advice import Advice, Duty, Licence, Question, Source, Statement
from smsaudit.model.context import Context
from smsaudit.model.detection import Detection
from smsaudit.model.flow import (
    Channel,
    EntryKind,
    EntryPoint,
    Exposure,
    FarEnd,
    FarEndKind,
    Flow,
    Resolution,
    Rung,
    Step,
)
from smsaudit.model.gap import Gap, GapKind
from smsaudit.model.location import Location, Place, TreePath
from smsaudit.model.result import AuditResult, Coverage, ToolVersion
from smsaudit.model.signature import PatternId, Role, SignatureId, SignatureKind, Strength
from smsaudit.model.verdict import Confidence, Judgement, Leaf, Reason, Status, Unit, Verdict
from smsaudit.model.words import Words

AS_OF = date(2026, 11, 21)

DISCLAIMER = Words(
    "This is an engineering aid and not legal advice; have counsel confirm before you rely on it.",
    "本报告为工程辅助材料，不构成法律意见；采用前请由律师确认。",
)

LEAVES = MappingProxyType(
    {
        leaf.id: leaf
        for leaf in (
            Leaf(
                id="C5",
                label="C",
                rank=21,
                display=Words(
                    "C: direct carrier link, contract and access code not known; "
                    "treat as a licence question now",
                    "C：直连运营商，合同及接入号未知，应先行解决许可问题",
                ),
                status=Status.CONTESTED,
                confidence=Confidence.MEDIUM,
            ),
            Leaf(
                id="U1",
                label="C",
                rank=16,
                display=Words(
                    "C unless shown otherwise: carrier-protocol client, far end unknown or private",
                    "暂按C：运营商协议客户端，对端未知或为专线地址",
                ),
                status=Status.UNVERIFIED,
                confidence=Confidence.LOW,
            ),
            Leaf(
                id="B2",
                label="B",
                rank=10,
                display=Words("B, once the provider's licence is verified", "B（待核实服务商许可证）"),
                status=Status.SETTLED,
                confidence=Confidence.MEDIUM,
            ),
            Leaf(
                id="G1",
                label="undetermined",
                rank=8,
                display=Words(
                    "Undetermined: what could not be read or resolved may hide a sender",
                    "无法判定：未能读取或解析的部分可能含有发送代码",
                ),
                status=Status.UNVERIFIED,
                confidence=Confidence.LOW,
            ),
            Leaf(
                id="A8",
                label="A",
                rank=7,
                display=Words(
                    "A not confirmed: own SIMs; reach, SIM owner, fee and data are open",
                    "A待确认：自有SIM卡，使用范围、卡主、收费及数据待声明",
                ),
                status=Status.UNVERIFIED,
                confidence=Confidence.LOW,
            ),
            Leaf(
                id="N0",
                label="none",
                rank=0,
                display=Words("No SMS sending found in what was read", "已读取范围内未发现短信发送"),
                status=Status.SETTLED,
                confidence=Confidence.MEDIUM,
            ),
        )
    }
)


def place(path: str, line: int, column: int = 1) -> Location:
    """A location from plain values."""
    return Location(TreePath(path), Place(line, column))


def reason(en: str, zh: str, location: str = "", statement: str = "") -> Reason:
    """A reason from plain values."""
    return Reason(text=Words(en, zh), location=location, statement=statement)


def detection(
    pattern: str,
    role: Role,
    where: Location,
    text: str,
    *,
    context: Context = Context.PRODUCTION,
    channel: str = "",
) -> Detection:
    """A detection of strength high, whose signature is the first part of the pattern id."""
    return Detection(
        signature=SignatureId(pattern.partition(".")[0]),
        pattern=PatternId(pattern),
        role=role,
        location=where,
        context=context,
        strength=Strength.HIGH,
        text=text,
        channel=channel,
    )


def judgement(channel: Channel, leaf: str, *because: Reason, despite: tuple[Reason, ...] = ()) -> Judgement:
    """A channel that reaches `leaf`, with the leaf's own label, confidence and status."""
    row = LEAVES[leaf]
    return Judgement(
        channel=channel,
        leaf=row,
        label=row.label,
        confidence=row.confidence,
        status=row.status,
        because=because,
        despite=despite,
    )


def unit(path: str, *judgements: Judgement, verdict: Verdict | None = None) -> Unit:
    """A unit whose verdict, unless given, is its first judgement's."""
    return Unit(path=path, verdict=verdict or verdict_of(judgements[0]), judgements=judgements)


def verdict_of(heaviest: Judgement) -> Verdict:
    """A verdict that says the same as one judgement."""
    return Verdict(
        leaf=heaviest.leaf,
        label=heaviest.label,
        confidence=heaviest.confidence,
        status=heaviest.status,
        because=heaviest.because,
        despite=heaviest.despite,
    )


def bare(leaf: str, *because: Reason) -> Verdict:
    """A verdict without any channel."""
    row = LEAVES[leaf]
    return Verdict(leaf=row, label=row.label, confidence=row.confidence, status=row.status, because=because)


NO_ADVICE = Advice(
    licences=(), duties=(), open_questions=(), next_steps=(), statements=(), disclaimer=DISCLAIMER
)


def result(
    name: str,
    whole: Unit,
    *,
    units: tuple[Unit, ...] = (),
    entry_points: tuple[EntryPoint, ...] = (),
    flows: tuple[Flow, ...] = (),
    advice: Advice = NO_ADVICE,
    gaps: tuple[Gap, ...] = (),
) -> AuditResult:
    """An audit of a tree called `name`; the detections are those of the channels of `whole`."""
    return AuditResult(
        as_of=AS_OF,
        tool=ToolVersion(version="0.1.0", signatures="5f" * 32, law="a1" * 32),
        name=name,
        commit=None,
        coverage=Coverage(
            seen=412,
            considered=265,
            parsed=38,
            languages=MappingProxyType({"python": 31, "yaml": 5, "dotenv": 2}),
        ),
        whole=whole,
        units=units or (whole,),
        detections=tuple(found for judged in whole.judgements for found in judged.channel.detections),
        entry_points=entry_points,
        flows=flows,
        advice=advice,
        gaps=gaps,
    )


SEND_FOR_OTHERS = Statement(
    id="SP-definition",
    kind="definition",
    text=Words(
        "An SMS service provider is a network operator, or whoever offers others a platform for sending.",
        "短信息服务提供者是指网络提供者，或者为他人发送短信息提供平台者。",
    ),
    status=Status.SETTLED,
    as_of=date(2026, 11, 1),
    review_by=date(2027, 11, 1),
    instrument="SMS31",
    article="34",
    term_zh="短信息服务提供者",
    sources=(
        Source(
            id="sms31",
            kind="copy",
            title=Words("Provisions on SMS service (2015)", "通信短信息服务管理规定（2015年）"),
            address="https://example.cn/sms31",
            locator="Art. 34",
        ),
    ),
    applies_to=("B", "C"),
    licences=("B25-SP",),
    seed_ids=("S002-L9a",),
)

OWN_USE = Statement(
    id="SP-own-use-direct",
    kind="trigger",
    text=Words(
        "Whether a company that sends only its own messages over its own carrier link needs an SP licence.",
        "企业通过运营商直连仅发送自有短信，是否需要SP许可证。",
    ),
    status=Status.CONTESTED,
    as_of=date(2026, 11, 1),
    review_by=date(2026, 11, 10),
    instrument="SMS31",
    article="6",
    note=Words(
        "A guide says yes; the SMS rules define the provider as one who serves others.",
        "指南认为需要；短信规定将提供者界定为为他人提供服务者。",
    ),
    conflicts=("K03",),
    applies_to=("C",),
    licences=("B25-SP",),
)

GUIDE_ONLY = Statement(
    id="MIIT-clarified",
    kind="definition",
    text=Words(
        "The ministry has said in answers to the public that internal testing is outside the rules.",
        "主管部门曾在答复中称内部测试不在规定范围内。",
    ),
    status=Status.UNVERIFIED,
    as_of=date(2026, 11, 1),
    review_by=date(2027, 11, 1),
    note=Words("Only one guide says so.", "仅见于一份指南。"),
    applies_to=("A",),
)

SP_LICENCE = Licence(
    id="B25-SP",
    name=Words(
        "SP licence (value-added telecom licence, category B25 information service, for SMS)",
        "SP许可证（增值电信业务经营许可证，B25信息服务业务，短信）",
    ),
    status=Status.CONTESTED,
    outcome=Words(
        "a guide asks for the licence for every direct carrier link, the texts seen tie it to sending for "
        "others.",
        "指南认为凡直连运营商均需许可证，所见条文仅针对为他人发送者。",
    ),
    because=("d1",),
    statements=(OWN_USE, SEND_FOR_OTHERS),
)

REACH = Question(
    id="Q-reach",
    fact_key="service.reach",
    ask=Words(
        "Who receives the messages: only your own staff, or people outside?",
        "谁接收短信：仅本单位人员，还是外部人员？",
    ),
    values=("internal", "external"),
    needed_by=("A8", "U1", "C5"),
    proof=Words("internal-use policy, access list", "内部使用制度、访问名单"),
)

CONTRACT = Question(
    id="Q-contract",
    fact_key="carrier_contracts",
    ask=Words("Which contract do you have with the carrier?", "与运营商签订的是何种合同？"),
    values=("sp", "group_own_use", "none"),
    needed_by=("C5", "U1"),
)


_CMPP = Channel(
    id="cmpp",
    kind=SignatureKind.PROTOCOL,
    name=Words("CMPP (China Mobile's protocol)", "CMPP（中国移动短信网关协议）"),
    far_end=FarEnd(
        kind=FarEndKind.UNKNOWN,
        source=place("shop/settings.py", 41),
        reason="host comes from the environment variable CMPP_HOST, which the tree does not set",
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
        reason="the host that the SDK calls",
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
    exposure_reason="the view asks for no login",
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

_ADVICE_C = Advice(
    licences=(SP_LICENCE,),
    duties=(
        Duty(
            id="D-consent",
            text=Words(
                "Send marketing messages only with consent, and name a way to refuse in each of them.",
                "营销短信须经接收者同意，并在每条短信中提供拒收方式。",
            ),
            status=Status.SETTLED,
            statements=("SP-definition",),
            leaves=("U1", "B2"),
        ),
        Duty(
            id="D-provider",
            text=Words(
                "Check the provider's licence: business type, coverage, expiry; keep the date of the check.",
                "核实服务商许可证的业务种类、覆盖范围和有效期，并记录核实日期。",
            ),
            status=Status.UNVERIFIED,
            statements=("MIIT-clarified",),
            leaves=("B2",),
        ),
    ),
    open_questions=(CONTRACT, REACH),
    next_steps=(
        Words(
            "Find out which host CMPP_HOST names in production, and who runs it.",
            "查明生产环境中CMPP_HOST的主机及其运营方。",
        ),
        Words(
            "Ask the provider for its licence and check type, area and expiry.",
            "向服务商索取许可证，核对业务种类、地域和有效期。",
        ),
    ),
    statements=(OWN_USE, SEND_FOR_OTHERS, GUIDE_ONLY),
    disclaimer=DISCLAIMER,
)

_GAPS = (
    Gap(
        TreePath("shop/billing/notify.py"),
        GapKind.OUTSIDE_SENDER,
        "corp_sms.send(phone, text): the package is outside the tree",
        line=14,
        bears=True,
    ),
    Gap(TreePath("vendor/sdk"), GapKind.SUBMODULE, "submodule that is not checked out"),
    Gap(TreePath("static/app.min.js"), GapKind.TOO_LARGE, "6.1 MB"),
    Gap(TreePath("static/admin.min.js"), GapKind.TOO_LARGE, "2.4 MB"),
    Gap(TreePath(".env"), GapKind.IGNORED_CONFIG, "ignored by git; read it with --include-ignored"),
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
        advice=_ADVICE_C,
        gaps=_GAPS,
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
        advice=replace(_ADVICE_C, licences=(), open_questions=(), next_steps=_ADVICE_C.next_steps[1:]),
    )


def own_sims_a() -> AuditResult:
    """A that nobody has confirmed: a modem on a serial port."""
    gammu = Channel(
        id="gammu",
        kind=SignatureKind.MODEM,
        name=Words("Gammu (own modem)", "Gammu（自有调制解调器）"),
        far_end=FarEnd(kind=FarEndKind.SIM, reason="a modem at /dev/ttyUSB0", source=place("rig/gammurc", 2)),
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
                reason="an address of a carrier's message centre",
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
        far_end=FarEnd(kind=FarEndKind.UNKNOWN, host=EVIL, source=where, reason=EVIL),
        conditions=(EVIL,),
    )
    judged = replace(cmpp, channel=channel, because=(reason(f"Opens {EVIL}", f"打开{EVIL}", str(where)),))
    entry = replace(_RESET, name=EVIL, route=EVIL, location=where, exposure_reason=EVIL)
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
                Gap(TreePath(EVIL), GapKind.UNREADABLE, EVIL, line=1, bears=True),
                Gap(TreePath(EVIL), GapKind.ARCHIVE, EVIL),
            ),
        ),
        suppressed=(bad,),
    )


SAMPLES = MappingProxyType(
    {
        "conditional-c": conditional_c,
        "provider-b": provider_b,
        "own-sims-a": own_sims_a,
        "nothing": nothing,
        "undetermined": undetermined,
        "mixed-monorepo": mixed_monorepo,
        "hostile": hostile,
    }
)
"""Every sample by name, for parametrized tests."""
