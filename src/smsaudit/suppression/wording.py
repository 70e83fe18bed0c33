"""The sentences about suppressions that need a look."""

from __future__ import annotations

from smsaudit.model.words import Words

NO_PATTERN = Words(
    "The comment names no pattern, and so suppresses nothing; write ignore[pattern-id] and a reason.",
    "该注释未指明特征，不起作用；请写明 ignore[特征编号] 及理由。",
)
NO_REASON = Words(
    "The comment for {pattern} gives no reason, and so suppresses nothing.",
    "针对 {pattern} 的注释未写理由，不起作用。",
)
BAD_DATE = Words(
    "until={until} is not a date such as 2027-03-31; the comment suppresses nothing.",
    "until={until} 不是日期（如 2027-03-31）；该注释不起作用。",
)
EXPIRED = Words(
    "The suppression held until {until}; confirm it again or mend the code.",
    "该抑制的有效期至 {until}；请重新确认或修改代码。",
)
UNUSED = Words(
    "Nothing of {pattern} is on this line any more; delete the comment.",
    "此行已无 {pattern}；请删除该注释。",
)
UNKNOWN = Words(
    "{pattern} is no pattern that smsaudit knows{mend}", "smsaudit 没有名为 {pattern} 的特征{mend}"
)
MEANT = Words("; did you mean {pattern}?", "；是否指 {pattern}？")
GONE = Words(
    "The baseline lists {pattern} in {path}, which is not there any more; write it again.",
    "基线所列 {path} 中的 {pattern} 已不存在；请重新生成基线。",
)
