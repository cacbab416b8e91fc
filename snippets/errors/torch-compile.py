# %% setup
import torch

# zh: 只追踪，不生成代码：够快，也不需要编译器。
# en: Trace, and generate no code: quick, and needs no compiler.
backend = "eager"

# %% mode tags=["raises-exception"]
torch.compile(torch.sin, mode="max_autotune")
#> RuntimeError: Unrecognized mode=max_autotune, should be one of: ...

# %% valid-mode tags=["right"]
compiled = torch.compile(torch.sin, mode="max-autotune")
print(callable(compiled))
#> True
#torch<2.14> DeprecationWarning: `torch.jit.script_method` is deprecated. Please switch to `torch.compile` or `torch.export`.
#torch<2.14> True

# %% print tags=["raises-exception"]
def normalize(x):
    total = x.sum()
    print("total:", total)
    return x / total


x = torch.ones(4)
torch.compile(normalize, backend=backend, fullgraph=True)(x)
#> torch._dynamo.exc.Unsupported: Failed to trace builtin operator
#>   Explanation: Dynamo does not know how to trace builtin operator `print` ...

# %% outside tags=["right"]
def normalize(x):
    total = x.sum()
    return x / total, total


compiled = torch.compile(normalize, backend=backend, fullgraph=True)
result, total = compiled(x)
print("total:", total)
#> total: tensor(4.)

# %% disabled tags=["right"]
@torch.compiler.disable
def report(total):
    print("total:", total)


def normalize(x):
    total = x.sum()
    report(total)
    return x / total


print(torch.compile(normalize, backend=backend)(x))
#> total: tensor(4.)
#> tensor([0.2500, 0.2500, 0.2500, 0.2500])
