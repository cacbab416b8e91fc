"""Every string that readers of the site see and that no page holds, in Chinese and English."""

from __future__ import annotations

import datetime

_WORDS = {
    # below an example
    "not-run": (
        "需要 CUDA GPU；还没有在 GPU 上录制过输出。",
        "Needs a CUDA GPU; no output has been recorded on one yet.",
    ),
    "not-run-on-two": ("需要两块 GPU；尚未验证。", "Needs two GPUs; not verified."),
    "other-torch-cpu": ("torch {} 的输出", "Output of torch {}"),
    "other-torch-cuda": ("torch {} 在 CUDA 上的输出", "Output of torch {} on CUDA"),
    "needs-torch": ("需要 torch {} 或更新的版本。", "Needs torch {} or newer."),
    "unrecorded": ("尚未录制", "not recorded yet"),
    # what was verified
    "record": ("记录", "Record"),
    "never-run": ("{}：尚未运行", "{}: not run yet"),
    "changed-since": ("{}：改动之后尚未运行", "{}: not run since it changed"),
    "verified": ("已验证：", "Verified: "),
    "stop": ("。", "."),
    "semicolon": ("；", "; "),
    "day": ("{0.year} 年 {0.month} 月 {0.day} 日", "{0.day} {0:%B} {0.year}"),
    # the table of records
    "table": (
        "每个代码模块在每种设备、每个 torch 版本上的验证记录",
        "The record of every module on every device and release of torch",
    ),
    "table-module": ("代码模块", "Module"),
    "state-verified": ("已验证", "verified"),
    "state-changed": ("有改动", "changed"),
    "state-missing": ("未运行", "not run"),
    "state-not-asked": ("不涉及", "does not ask for it"),
    "total": (
        "{device}，torch {torch}：{all} 个代码模块中已验证 {verified} 个",
        "{device}, torch {torch}: {verified} of {all} modules verified",
    ),
    "total-where": (
        "（{hardware}，Python {python}，{date}）",
        " ({hardware}, Python {python}, {date})",
    ),
    # around a page
    "apis": ("本页用到的 API（{}）", "APIs used on this page ({})"),
    "permalink": ("本节的链接", "Link to this section"),
    "broken": ("这一页有错误", "This page has an error"),
    # what a reader can take away
    "downloads": ("带走这一页", "Take this page away"),
    "download-py": ("下载 .py", "Download .py"),
    "download-ipynb": ("下载 .ipynb", "Download .ipynb"),
    "open-in-colab": ("在 Colab 中打开", "Open in Colab"),
    "view-markdown": ("查看 Markdown", "View as Markdown"),
    "download-zip": ("离线版全站 .zip", "Whole site for offline use .zip"),
    "license": ("许可证：MIT", "License: MIT"),
    "caught": ("预期的报错会被捕获并打印。", "Expected errors are caught and printed."),
    # in the Markdown of a page
    "figure": ("图：{}", "Figure: {}"),
    "output": ("输出", "Output"),
    "output-of": ("输出（{}）", "Output ({})"),
    "values-vary": ("数值每次不同", "values vary"),
    "comma": ("，", ", "),
    "colon": ("：", ":"),
}


def say(language: str, key: str, *values: object, **named: object) -> str:
    """A string in a language, with values in its places."""
    return _WORDS[key][language == "en"].format(*values, **named)


def day(date: str, language: str) -> str:
    """A day as its reader writes it: ``2026 年 11 月 3 日``, ``3 November 2026``."""
    return say(language, "day", datetime.date.fromisoformat(date))
