"""Twenty questions in each language, typed into the search: the right page comes first."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

QUERY = "[data-md-component=search-query]"
LINK = "[data-md-component=search-result] .md-search-result__link"

# What both languages find: names, parts of dotted names, messages pasted whole.
NAMES = {
    "torch.nn.Linear": "nn/linear-activation/",
    "zero_grad": "autograd/accumulate/",
    "optimizer.zero_grad()": "autograd/accumulate/",
    "CrossEntropyLoss": "loss/classification/",
    "load_state_dict": "io/models/",
    "torch.load map_location": "io/map-location/",
    "weights_only": "io/weights-only/",
    "param_groups": "optim/param-groups/",
    "xavier_unif": "init/basics/",
    "max_memory_alloc": "gpu/memory/",
    # Two pages print it.
    "Trying to backward through the graph a second time": "autograd/backward/ autograd/graph/",
    "grad can be implicitly created only for scalar outputs": (
        "autograd/jacobian/ autograd/backward/"
    ),
    "mat1 and mat2 shapes cannot be multiplied": "nn/linear-activation/",
}
QUERIES = {
    "": {
        **NAMES,
        "梯度清零": "autograd/accumulate/",
        "广播": "tensors/broadcasting/",
        "学习率": "optim/basics/",
        "分离计算": "autograd/detach/",
        "显存": "gpu/memory/",
        "交叉熵": "loss/classification/",
        "参数共享": "nn/sharing/",
    },
    "en/": {
        **NAMES,
        "clear gradients": "autograd/accumulate/",
        "broadcasting": "tensors/broadcasting/",
        "learning rate": "optim/basics/",
        "detach": "autograd/detach/",
        "GPU memory": "gpu/memory/",
        "cross entropy": "loss/classification/",
        "share parameters": "nn/sharing/",
    },
}


@pytest.mark.parametrize("language", QUERIES, ids=["zh", "en"])
def test_the_right_page_comes_first(page, server, language):
    page.goto(server.url + language)
    page.keyboard.press("/")
    box, first = page.locator(QUERY), page.locator(LINK).first
    wrong = {}
    assert len(QUERIES[language]) == 20
    for query, wanted in QUERIES[language].items():
        box.fill("")
        expect(page.locator(LINK)).to_have_count(0)
        box.fill(query)
        try:
            expect(first).to_be_visible()
        except AssertionError:
            wrong[query] = "nothing"
            continue
        found = page.locator(LINK).evaluate_all("links => links.slice(0, 3).map(a => a.href)")
        pages = [a.split("?")[0].split("#")[0].removeprefix(server.url + language) for a in found]
        if pages[0] not in wanted.split():
            wrong[query] = f"{pages}, not {wanted}"
    assert not wrong, "\n".join(f"{query}: {found}" for query, found in wrong.items())
