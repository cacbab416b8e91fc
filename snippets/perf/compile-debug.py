# %% imports
import torch
from torch import nn

# zh: 只捕获计算图，不生成代码：够快，也不需要编译器。
# en: Capture the graph, generate no code: quick, and needs no compiler.
backend = "eager"

# %% branch tags=["raises-exception"]
def scale(x):
    if x.sum() > 10:
        return x / 10
    return x


x = torch.ones(4)
torch.compile(scale, backend=backend, fullgraph=True)(x)
#> torch._dynamo.exc.Unsupported: Data-dependent branching
#>   Explanation: Detected data-dependent branching ...

# %% where tags=["right"]
def scale_where(x):
    return torch.where(x.sum() > 10, x / 10, x)


print(torch.compile(scale_where, backend=backend, fullgraph=True)(x))
#> tensor([1., 1., 1., 1.])

# %% explain
def forward(x):
    x = x.relu()
    print("sum:", x.sum())
    return x + 1


explanation = torch._dynamo.explain(forward)(x)
print(explanation.graph_count, explanation.graph_break_count)
#> sum: tensor(4.)
#> 2 1

# %% list-breaks
for graph_break in explanation.break_reasons:
    print(graph_break.user_stack[-1].line)
#> print("sum:", x.sum())

# %% draw-breaks tags=["remove-input"]
from drawing.compiled import graph_breaks

graph_breaks(explanation)

# %% cond
def divide(x):
    return x / 10


def keep(x):
    return x.clone()


def scale_cond(x):
    return torch.cond(x.sum() > 10, divide, keep, (x,))

# %% cond-compiled
whole = torch.compile(scale_cond, backend=backend, fullgraph=True)
print(whole(x), whole(10 * x))
#> tensor([1., 1., 1., 1.]) tensor([1., 1., 1., 1.])

# %% counting
count = 0

def counting(graph, example_inputs):
    global count
    count += 1
    return graph.forward

# %% disable
@torch.compiler.disable
def report(x):
    print("shape:", tuple(x.shape))


def with_report(x):
    x = x.relu()
    report(x)
    return x + 1


torch.compiler.reset()
count = 0
torch.compile(with_report, backend=counting)(x)
print(count)
#> shape: (4,)
#> 2

# %% quiet-log tags=["remove-cell"]
torch._logging.set_logs(dynamo=40)  # errors alone

# %% strings
def activate(x, name):
    return x.relu() if name.endswith("relu") else x.tanh()


def times(x, number):
    return x * number


for function, values in ((activate, "abcd"), (times, range(2, 6))):
    torch.compiler.reset()
    compiled, count = torch.compile(function, backend=counting), 0
    counts = []
    for value in values:
        compiled(x, value)
        counts.append(count)
    print(function.__name__, counts)
#> activate [1, 2, 3, 4]
#> times [1, 2, 2, 2]

# %% error-on-recompile
torch.compiler.reset()
double = torch.compile(lambda x: 2 * x, backend=backend)
double(torch.ones(2))
with torch._dynamo.config.patch(error_on_recompile=True):
    try:
        double(torch.ones(3))
    except torch._dynamo.exc.RecompileError as error:
        print(str(error).splitlines()[-1].strip())
#> - 0/0: tensor 'x' size mismatch at index 0. expected 2, actual 3

# %% mark-dynamic
torch.compiler.reset()
double, count = torch.compile(lambda x: 2 * x, backend=counting), 0
x = torch.ones(2, 8)
torch._dynamo.mark_dynamic(x, 0)
double(x)
double(torch.ones(5, 8))
print(count)
#> 1

# %% try-backends
for name in ("eager", "aot_eager"):
    torch.compiler.reset()
    y = torch.compile(scale_where, backend=name)(x)
    print(name, torch.allclose(y, scale_where(x)))
#> eager True
#> aot_eager True

# %% attribute tags=["wrong"]
class Decay(nn.Module):
    def __init__(self):
        super().__init__()
        self.steps = 0

    def forward(self, x):
        self.steps += 1
        return x / self.steps

# %% attribute-recompiles tags=["wrong"]
def compilations(module, calls=10):
    global count
    torch.compiler.reset()
    compiled, count = torch.compile(module, backend=counting), 0
    counts = []
    for _ in range(calls):
        compiled(x)
        counts.append(count)
    return counts


print(compilations(Decay()))
#> [1, 2, 3, 4, 5, 6, 7, 8, 8, 8]

# %% buffer tags=["right"]
class DecayWithBuffer(nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("steps", torch.zeros(()))

    def forward(self, x):
        self.steps += 1
        return x / self.steps


print(compilations(DecayWithBuffer()))
#> [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]

# %% limit-reached tags=["raises-exception"]
torch.compiler.reset()
compiled = torch.compile(Decay(), backend=backend, fullgraph=True)
for step in range(10):
    compiled(x)
#> torch._dynamo.exc.FailOnRecompileLimitHit: Hard failure due to fullgraph=True

# %% print-breaks tags=["raises-exception"]
torch.compile(forward, backend=backend, fullgraph=True)(x)
#> torch._dynamo.exc.Unsupported: Failed to trace builtin operator
#>   Explanation: Dynamo does not know how to trace builtin operator `print` ...

# %% print-outside tags=["right"]
def quiet(x):
    x = x.relu()
    return x + 1, x.sum()


y, total = torch.compile(quiet, backend=backend, fullgraph=True)(x)
print("sum:", total)
#> sum: tensor(16.)
