"""Every string that readers of the site see and that no page holds, in Chinese and English."""

from __future__ import annotations

import datetime

_WORDS = {
    # on an example
    "code": ("代码 {}", "Code {}"),
    "copy-copy": ("复制", "Copy to clipboard"),
    "copy-above": ("复制到此处为止的全部代码", "Copy everything up to here"),
    "imports": ("导入语句，{} 行", "Imports, {} lines"),
    "prints-nothing": ("什么也不打印。", "Prints nothing."),
    "not-run": (
        "需要 CUDA GPU，暂无输出。",
        "Needs a CUDA GPU; no output yet.",
    ),
    "not-run-on-two": ("需要两块 GPU，暂无输出。", "Needs two GPUs; no output yet."),
    "row-task": ("任务", "Task"),
    "row-code": ("代码", "Code"),
    "row-gives": ("结果", "Result"),
    "wording-torch": (
        "PyTorch 的原文，torch {}；这里没有运行过。",
        "PyTorch's wording, torch {}; not run here.",
    ),
    "wording-reported": (
        "PyTorch 的原文，见{}；这里没有运行过。",
        "PyTorch's wording, from {}; not run here.",
    ),
    "wording-issue": ("公开的 issue", "a public issue"),
    "other-torch-cpu": ("torch {} 的输出", "Output of torch {}"),
    "other-torch-cuda": ("torch {} 在 CUDA 上的输出", "Output of torch {} on CUDA"),
    "needs-torch": ("需要 torch {} 或更新的版本。", "Needs torch {} or newer."),
    "needs-posix": ("在 Windows 上不能运行。", "Does not run on Windows."),
    "needs-no-driver": (
        "输出来自 CUDA 版的 torch，在没有 NVIDIA 驱动的机器上运行。",
        "Printed by a torch for CUDA on a machine without an NVIDIA driver.",
    ),
    "unrecorded": ("尚未录制", "not recorded yet"),
    # what was verified
    "record": ("记录", "Record"),
    "never-run": ("{}：尚未运行", "{}: not run yet"),
    "changed-since": ("{}：改动之后尚未运行", "{}: not run since it changed"),
    "needs-a-gpu": ("（{} 段只能在 GPU 上运行）", " ({} cell needs a GPU)"),
    "need-a-gpu": ("（{} 段只能在 GPU 上运行）", " ({} cells need a GPU)"),
    "ran": ("已在 {} 上运行", "ran on {}"),
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
    # lists of errors and of names
    "filter-errors": ("粘贴报错，或输入几个词", "Paste an error, or type a few words"),
    "filter-apis": ("输入名称的一部分", "Type a part of a name"),
    "filter-found": ("{} 条", "{} entries"),
    "filter-none": ("这里没有。", "Not in this list."),
    "filter-search": ("在全站搜索", "Search the whole site"),
    "quoted": ("PyTorch 的原文；这里没有运行过", "PyTorch's wording; not run here"),
    "older-wording": ("torch {}：", "torch {}:"),
    "only-older": ("仅 torch {}", "torch {} only"),
    "one-more": ("另外 {} 页", "{} more page"),
    "more-places": ("另外 {} 页", "{} more pages"),
    # the topics of errors
    "topic-shapes": ("形状与索引", "Shapes and indices"),
    "topic-types": ("数据类型与 NumPy", "Data types and NumPy"),
    "topic-gpu": ("GPU 与设备", "GPUs and devices"),
    "topic-autograd": ("自动求导", "Autograd"),
    "topic-modules": ("层与模型", "Layers and models"),
    "topic-training": ("损失、优化器与训练", "Losses, optimizers, training"),
    "topic-data": ("数据加载", "Loading data"),
    "topic-files": ("保存与加载", "Saving and loading"),
    "topic-setup": ("安装与环境", "Installation and environment"),
    "topic-compile": ("编译、函数变换与性能分析", "Compiling, transforming, profiling"),
    "topic-distributed": ("多进程与分布式", "Several processes and machines"),
    "topic-old-code": ("旧代码与弃用", "Old code and deprecations"),
    # the numbers of the home page
    "numbers-ran": ("段代码运行并核对过", "blocks of code run and compared"),
    "numbers-reproduced": ("条报错与警告真实重现", "errors and warnings reproduced"),
    "numbers-releases": ("个 PyTorch 版本全部通过", "releases of PyTorch verified"),
    # around a page
    "apis": ("本页用到的 API（{}）", "APIs used on this page ({})"),
    "permalink": ("本节的链接", "Link to this section"),
    "moved": ("这一页的新地址：", "This page has moved: "),
    "moved-section": ("这一节已移到：", "This section has moved: "),
    "broken": ("这一页有错误", "This page has an error"),
    # on a page that waits for its translation
    "one-language": ("目前只有英文版。", "In Chinese only so far."),
    "untranslated": ("这一页还没有中文版", "This page is not in English yet"),
    "read-instead": ("请先读英文版：{}。", "Read it in Chinese: {}."),
    "translate": (
        "愿意帮忙翻译？请看{}怎样参与{}。",
        " To translate it, see {}how to contribute{}.",
    ),
    "to-errors": ("直接看报错", "Go to the errors"),
    "term": ("{}：{}", "{}: {}"),
    # what a reader can do with it
    "downloads": ("这一页：下载、复制、反馈", "This page: download, copy, report"),
    "download-py": (".py", ".py"),
    "download-ipynb": ("笔记本", "Notebook"),
    "open-in-colab": ("Colab", "Colab"),
    "view-markdown": ("Markdown", "Markdown"),
    "copy-page": ("复制全页", "Copy page"),
    "page-copied": ("已复制这一页的 Markdown", "The page is copied as Markdown"),
    "report": ("报告差异", "Report a difference"),
    "download-zip": ("离线版全站 .zip", "Whole site for offline use .zip"),
    "license": ("许可证：MIT", "License: MIT"),
    "caught": ("预期的报错会被捕获并打印。", "Expected errors are caught and printed."),
    # in the Markdown of a page
    "wrong": ("✗ 错误：", "✗ Wrong:"),
    "right": ("✓ 正确：", "✓ Right:"),
    "figure": ("图：{}", "Figure: {}"),
    "output": ("输出", "Output"),
    "output-of": ("输出（{}）", "Output ({})"),
    "values-vary": ("数值每次不同", "numbers vary"),
    "comma": ("，", ", "),
    "colon": ("：", ":"),
}


def say(language: str, key: str, *values: object, **named: object) -> str:
    """A string in a language, with values in its places."""
    return _WORDS[key][language == "en"].format(*values, **named)


def day(date: str, language: str) -> str:
    """A day as its reader writes it: ``2026 年 11 月 3 日``, ``3 November 2026``."""
    return say(language, "day", datetime.date.fromisoformat(date))
