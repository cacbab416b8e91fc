# %% raise tags=["raises-exception"]
import torch


class Net(torch.nn.Sequential):
    pass


torch.save(Net(torch.nn.Linear(2, 1)), "whole.pt")
# zh: 像换了一个程序那样，没有这个类。
# en: As in another program, which does not have the class.
del Net
torch.load("whole.pt", weights_only=False)
#> AttributeError: Can't get attribute 'Net' on <module '__main__' ...


# %% define tags=["right"]
class Net(torch.nn.Sequential):
    pass


model = torch.load("whole.pt", weights_only=False)
print(model)
#> Net(
#>   (0): Linear(in_features=2, out_features=1, bias=True)
#> )

# %% state-dict tags=["right"]
torch.save(model.state_dict(), "state.pt")
new = Net(torch.nn.Linear(2, 1))
print(new.load_state_dict(torch.load("state.pt")))
#> <All keys matched successfully>
