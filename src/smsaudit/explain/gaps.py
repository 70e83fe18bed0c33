"""What each kind of gap means, and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from smsaudit.model.explanation import Explanation, Item, Section
from smsaudit.model.gap import GapKind
from smsaudit.model.words import Words
from smsaudit.report.wording import GAPS

_MEANING = Words("What it means", "含义")
_EFFECT = Words("What it does to the verdict", "对结论的影响")
_BEARS = Words(
    "A gap is listed in every report. It bears on the verdict only if the file holds a literal that a signature looks for, or "
    "lies on a path that sends texts or codes to phones; where nothing that sends was found, such a gap makes the verdict "
    "undetermined.",
    "所有报告均列出未见之处。仅当文件含有特征所查找的字面量，或位于向手机发送短信或验证码的路径上时，才影响结论；"
    "若未发现任何发送代码，此类未见之处使结论成为“无法判定”。",
)

MEANINGS: Mapping[GapKind, Words] = MappingProxyType(
    {
        GapKind.UNREADABLE: Words(
            "The file could not be opened. Give the account that runs the audit the right to read it.",
            "文件无法打开。请授予运行审计的账户读取权限。",
        ),
        GapKind.UNDECODABLE: Words(
            "The bytes are not text in any encoding that the file declares or that is tried. Declare its encoding, or convert "
            "it to UTF-8.",
            "字节无法按所声明或尝试的编码解读为文本。请声明编码或转换为UTF-8。",
        ),
        GapKind.UNPARSED: Words(
            "The file is not in the language that its name says, and no part of it could be read. Mend its syntax.",
            "文件内容与其后缀所示语言不符，任何部分均未能读取。请修正语法。",
        ),
        GapKind.MENDED: Words(
            "The file was read after lines that do not parse were set aside; what they say was not seen.",
            "不能解析的行被搁置后读取了其余内容；被搁置的内容未见。",
        ),
        GapKind.TOO_LARGE: Words(
            "The file is larger than what is read. Such files are mostly generated; split it if it is not.",
            "文件超过读取上限。此类文件多为生成；若非生成，请拆分。",
        ),
        GapKind.TOO_DEEP: Words(
            "Expressions or data are nested more deeply than the parser is let go.",
            "表达式或数据的嵌套深度超过解析允许的限度。",
        ),
        GapKind.TIMED_OUT: Words(
            "Reading the file took longer than one file may take, and was given up.",
            "读取该文件超过单个文件的时限，已放弃。",
        ),
        GapKind.CRASHED: Words(
            "The parser failed on this file. This is a bug in smsaudit or in a library: please report it with --debug.",
            "解析器在该文件上失败。这是smsaudit或其所用程序库的缺陷，请附--debug输出报告。",
        ),
        GapKind.SYMLINK: Words(
            "A link leads out of the tree, in a circle, or nowhere, and is not followed. Audit its target on its own.",
            "链接指向树外、形成循环或无目标，未予跟随。请另行审计其目标。",
        ),
        GapKind.SPECIAL_FILE: Words(
            "A pipe, socket or device: there is nothing in it to read.",
            "管道、套接字或设备文件，无可读取的内容。",
        ),
        GapKind.SUBMODULE: Words(
            "A git submodule is not checked out. Run git submodule update --init, and audit again.",
            "git子模块未检出。请执行git submodule update --init后重新审计。",
        ),
        GapKind.LFS_POINTER: Words(
            "Only a pointer stands in the tree; Git LFS keeps the content. Run git lfs pull, and audit again.",
            "树中仅有指针，内容由Git LFS保存。请执行git lfs pull后重新审计。",
        ),
        GapKind.ARCHIVE: Words(
            "Archives are not opened. If code of yours is in it, unpack it and audit that.",
            "归档文件不予打开。若其中有自有代码，请解包后审计。",
        ),
        GapKind.NOTEBOOK: Words(
            "A notebook has cells in another language than Python, and these were not read.",
            "笔记本中有非Python语言的单元，未读取。",
        ),
        GapKind.IGNORED_CONFIG: Words(
            "git ignores this configuration, and what git ignores is not read unasked. With --include-ignored it is.",
            "该配置被git忽略，默认不读取；使用--include-ignored可读取。",
        ),
        GapKind.OUTSIDE_SENDER: Words(
            "A package outside the tree is given a phone number and a text or code, and seems to send it. Audit that package, "
            "or declare it as [[sender]] in smsaudit.toml.",
            "树外的程序包接收手机号码及短信内容或验证码，疑似发送。请审计该程序包，或在smsaudit.toml中以[[sender]]声明。",
        ),
        GapKind.LIMIT: Words(
            "There was more than is followed, and the rest was left out.",
            "数量超过追踪上限，其余部分已省略。",
        ),
        GapKind.CUT: Words(
            "A text or value is longer than is kept; its beginning was read, and everything around it.",
            "某段文本或取值超过保留长度；其开头及其余内容均已读取。",
        ),
    }
)


def explained_gap(kind: GapKind) -> Explanation:
    """One kind of gap."""
    return Explanation(
        kind="gap",
        id=f"gap:{kind.value}",
        title=GAPS[kind],
        sections=(
            Section(title=_MEANING, items=(Item(text=MEANINGS[kind]),)),
            Section(title=_EFFECT, items=(Item(text=_BEARS),)),
        ),
    )
