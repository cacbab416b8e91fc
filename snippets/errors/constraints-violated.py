# %% quiet tags=["remove-cell"]
# The error is logged as well, at length and with paths.
__import__("logging").getLogger("torch._guards").setLevel("CRITICAL")

# %% raise tags=["raises-exception"]
import torch


def halves(x):
    return x.view(2, 4).sum(0)


# zh: 只追踪，不生成代码：够快，也不需要编译器。
# en: Trace, and generate no code: quick, and needs no compiler.
compiled = torch.compile(halves, backend="eager")
x = torch.ones(2, 4)
torch._dynamo.mark_dynamic(x, 0)
compiled(x)
#> torch.fx.experimental.symbolic_shapes.ConstraintViolationError: Constraints violated (L['x'].size()[0])! ...

# %% fix tags=["right"]
def halves(x):
    return x.view(-1, 4).sum(0)


compiled = torch.compile(halves, backend="eager")
print(compiled(x), compiled(torch.ones(3, 4)))
#> tensor([2., 2., 2., 2.]) tensor([3., 3., 3., 3.])

# %% maybe tags=["right"]
def pairs(x):
    return x.view(2, 4).sum(0)


x = torch.ones(2, 4)
torch._dynamo.maybe_mark_dynamic(x, 0)
print(torch.compile(pairs, backend="eager")(x))
#> tensor([2., 2., 2., 2.])
