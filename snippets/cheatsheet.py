# %% imports
import torch
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset, random_split


# %% show tags=["remove-cell"]
def show(value):
    """Print the shape of a tensor, and its dtype if it is not float32; anything else as it is."""

    def text(part):
        if isinstance(part, torch.Tensor):
            dtype = "" if part.dtype == torch.float32 else f" {part.dtype}".replace("torch.", "")
            return f"{tuple(part.shape)}{dtype}"
        if isinstance(part, torch.Size):
            return str(tuple(part))
        if isinstance(part, tuple | list) and isinstance(part[0], torch.Tensor):
            return ", ".join(map(text, part))
        return str(part)

    print(text(value))


# %% create tags=["rows"]
# zh: 由数值
# en: from values
x = torch.tensor([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
show(x)
# zh: 全 0
# en: zeros
show(torch.zeros(2, 3))
# zh: 同一个值
# en: one value
show(torch.full((2, 3), 7.0))
# zh: 与 x 同形状
# en: like x
show(torch.ones_like(x))
# zh: 0 到 9，步长 2
# en: 0 to 9, step 2
show(torch.arange(0, 10, 2))
#> (2, 3)
#> (2, 3)
#> (2, 3)
#> (2, 3)
#> (5,) int64

# %% random tags=["rows"]
# zh: 随机种子
# en: seed
torch.manual_seed(0)
# zh: 0 到 1 均匀分布
# en: uniform, 0 to 1
show(torch.rand(2, 3))
# zh: 标准正态分布
# en: standard normal
show(torch.randn(2, 3))
# zh: 0 到 9 的整数
# en: integers 0 to 9
show(torch.randint(10, (5,)))
# zh: 打乱的序号
# en: shuffled indices
show(torch.randperm(5))
#> (2, 3)
#> (2, 3)
#> (5,) int64
#> (5,) int64

# %% dtype tags=["rows"]
# zh: 转成整数
# en: to integers
show(x.long())
# zh: 转成 x 的类型和设备
# en: to dtype, device of x
show(torch.arange(3).to(x))
# zh: 半精度
# en: half precision
show(x.to(torch.bfloat16))
# zh: 到 NumPy，共享内存
# en: to NumPy, shared
array = x.detach().cpu().numpy()
# zh: 由 NumPy，共享内存
# en: from NumPy, shared
show(torch.from_numpy(array))
#> (2, 3) int64
#> (3,)
#> (2, 3) bfloat16
#> (2, 3)

# %% python tags=["rows"]
# zh: 形状
# en: shape
show(x.shape)
# zh: 元素个数
# en: number of elements
show(x.numel())
# zh: Python 的数
# en: Python number
show(x[0, 0].item())
# zh: Python 的列表
# en: Python list
show(x[0].tolist())
#> (2, 3)
#> 6
#> 1.0
#> [1.0, 2.0, 3.0]

# %% index tags=["rows"]
# zh: 一行
# en: row
show(x[0])
# zh: 一列
# en: column
show(x[:, 1])
# zh: 一块
# en: block
show(x[:, 1:3])
# zh: 按序号取行
# en: rows by index
show(x[[1, 0, 1]])
# zh: 按条件取
# en: by condition
show(x[x > 2])
#> (3,)
#> (2,)
#> (2, 2)
#> (3, 3)
#> (4,)

# %% select tags=["rows"]
# zh: 按条件二选一
# en: choose by condition
show(torch.where(x > 2, x, 0.0))
# zh: 按条件填充
# en: fill by condition
show(x.masked_fill(x > 2, 0.0))
# zh: 每行取一个数
# en: one from each row
labels = torch.tensor([2, 0])
show(x.gather(1, labels[:, None]))
# zh: 独热编码
# en: one-hot
show(F.one_hot(labels, 3))
# zh: 条件成立的个数
# en: count where true
show((x > 2).sum())
#> (2, 3)
#> (2, 3)
#> (2, 1)
#> (2, 3) int64
#> () int64

# %% reshape tags=["rows"]
# zh: 改形状，-1 自动算
# en: reshape; computes -1
show(x.reshape(3, -1))
# zh: 展平，留下批量维
# en: flatten all but batch
images = torch.rand(8, 3, 32, 32)
show(images.flatten(1))
# zh: 加一维
# en: add a dimension
show(x.unsqueeze(0))
# zh: 去掉长为 1 的维
# en: drop a dimension of 1
show(x[:, :1].squeeze(1))
#> (3, 2)
#> (8, 3072)
#> (1, 2, 3)
#> (2,)

# %% permute tags=["rows"]
# zh: 转置
# en: transpose
show(x.T)
# zh: 一批矩阵转置
# en: transpose a batch
batch = torch.rand(8, 2, 3)
show(batch.mT)
# zh: 维度换顺序
# en: reorder dimensions
show(images.permute(0, 2, 3, 1))
# zh: 扩展，不复制
# en: expand, no copy
show(x[0].expand(4, 3))
# zh: 重复
# en: repeat
show(x.repeat(2, 1))
#> (3, 2)
#> (8, 3, 2)
#> (8, 32, 32, 3)
#> (4, 3)
#> (4, 3)

# %% join tags=["rows"]
# zh: 沿第 0 维拼接
# en: concatenate, dim 0
show(torch.cat([x, x]))
# zh: 沿第 1 维拼接
# en: concatenate, dim 1
show(torch.cat([x, x], dim=1))
# zh: 叠成新的一维
# en: stack, new dimension
show(torch.stack([x, x]))
# zh: 拆成长 1 和 2
# en: split into 1 and 2
show(x.split([1, 2], dim=1))
# zh: 均分成 2 份
# en: split into 2 parts
show(x.chunk(2))
# zh: 右边填充两列 0
# en: pad 2 columns of 0
show(F.pad(x, (0, 2)))
#> (4, 3)
#> (2, 6)
#> (2, 2, 3)
#> (2, 1), (2, 2)
#> (1, 3), (1, 3)
#> (2, 5)

# %% reduce tags=["rows"]
# zh: 全部求和
# en: sum of all
show(x.sum())
# zh: 每列的均值
# en: mean of columns
show(x.mean(dim=0))
# zh: 每行的均值
# en: mean of rows
show(x.mean(dim=1, keepdim=True))
# zh: 每行最大值和位置
# en: row maximum, index
show(x.max(dim=1))
# zh: 每行最大值的位置
# en: index of maximum
show(x.argmax(dim=1))
# zh: 范数
# en: norm
show(torch.linalg.vector_norm(x))
#> ()
#> (3,)
#> (2, 1)
#> (2,), (2,) int64
#> (2,) int64
#> ()

# %% order tags=["rows"]
# zh: 每行最大的 2 个
# en: largest 2 of a row
show(x.topk(2, dim=1))
# zh: 每行排序
# en: sort rows
show(x.sort(dim=1, descending=True))
# zh: 累加
# en: running sum
show(x.cumsum(dim=1))
#> (2, 2), (2, 2) int64
#> (2, 3), (2, 3) int64
#> (2, 3)

# %% multiply tags=["rows"]
# zh: 逐元素相乘
# en: element by element
show(x * x)
# zh: 矩阵相乘
# en: matrices
show(x @ x.T)
# zh: 矩阵乘向量
# en: matrix times vector
show(x @ x[0])
# zh: 一批矩阵相乘
# en: batches of matrices
show(batch @ batch.mT)
# zh: 按下标求和
# en: sum over indices
show(torch.einsum("bij,bkj->bik", batch, batch))
#> (2, 3)
#> (2, 2)
#> (2,)
#> (8, 2, 2)
#> (8, 2, 2)

# %% gradient tags=["rows"]
# zh: 需要梯度
# en: require gradients
w = torch.tensor([1.0, 2.0], requires_grad=True)
# zh: 求梯度
# en: gradient
(w**2).sum().backward()
show(w.grad)
# zh: 清零梯度
# en: clear it
w.grad = None
# zh: 不写进 .grad
# en: without .grad
show(torch.autograd.grad((w**2).sum(), w))
# zh: 雅可比矩阵
# en: Jacobian
show(torch.func.jacrev(torch.sin)(w))
#> (2,)
#> (2,)
#> (2, 2)

# %% no-gradient tags=["rows"]
# zh: 从计算图分离
# en: cut from the graph
show(w.detach().requires_grad)
# zh: 不记录计算图
# en: record no graph
with torch.no_grad():
    y = w * 2
show(y.requires_grad)
# zh: 推理
# en: inference
with torch.inference_mode():
    y = w * 2
#> False
#> False

# %% model tags=["rows"]
# zh: 层依次排列
# en: layers in a row
net = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 2))
show(net(x))
# zh: 训练模式
# en: train mode
net.train()
# zh: 评估模式
# en: eval mode
net.eval()
# zh: 参数的个数
# en: number of parameters
show(sum(p.numel() for p in net.parameters()))
# zh: 冻结一层
# en: freeze a layer
net[0].requires_grad_(False)
#> (2, 2)
#> 50


# %% module tags=["rows"]
# zh: 自定义模型
# en: a model of your own
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(3, 2)

    def forward(self, x):
        return self.linear(x)


show(Net()(x))
#> (2, 2)

# %% layers tags=["rows"]
# zh: 全连接
# en: linear
show(nn.Linear(3, 2)(x))
# zh: 卷积，大小不变
# en: convolution, same size
conv = nn.Conv2d(3, 16, kernel_size=3, padding=1)
show(conv(images))
# zh: 池化
# en: pooling
show(nn.MaxPool2d(2)(images))
# zh: 随机丢弃
# en: dropout
show(nn.Dropout(0.5)(x))
#> (2, 2)
#> (8, 16, 32, 32)
#> (8, 3, 16, 16)
#> (2, 3)

# %% sequences tags=["rows"]
# zh: 批归一化
# en: batch normalization
show(nn.BatchNorm2d(3)(images))
# zh: 层归一化
# en: layer normalization
show(nn.LayerNorm(3)(x))
# zh: 词嵌入
# en: embedding
ids = torch.randint(100, (2, 5))
tokens = nn.Embedding(100, 16)(ids)
show(tokens)
# zh: 循环网络 LSTM
# en: LSTM
lstm = nn.LSTM(16, 32, batch_first=True)
show(lstm(tokens)[0])
#> (8, 3, 32, 32)
#> (2, 3)
#> (2, 5, 16)
#> (2, 5, 32)

# %% attention tags=["rows"]
# zh: 自注意力
# en: self-attention
mha = nn.MultiheadAttention(16, 4, batch_first=True)
show(mha(tokens, tokens, tokens)[0])
#> (2, 5, 16)

# %% init tags=["rows"]
# zh: 权重，配 ReLU
# en: weight, for ReLU
nn.init.kaiming_normal_(net[0].weight, nonlinearity="relu")
# zh: 偏置
# en: bias
nn.init.zeros_(net[0].bias)


# %% init-all tags=["rows"]
# zh: 所有全连接层
# en: all linear layers
def init(m):
    if isinstance(m, nn.Linear):
        nn.init.xavier_uniform_(m.weight)


net.apply(init)

# %% regression tags=["rows"]
# zh: 均方误差，形状相同
# en: MSE, equal shapes
predicted, target = torch.rand(4, 1), torch.rand(4, 1)
show(nn.MSELoss()(predicted, target))
# zh: 不怕离群值
# en: robust to outliers
show(nn.HuberLoss()(predicted, target))
# zh: 每个样本的损失
# en: loss of each sample
show(nn.MSELoss(reduction="none")(predicted, target))
#> ()
#> ()
#> (4, 1)

# %% classification tags=["rows"]
# zh: 得分 (N, C)
# en: logits (N, C)
logits = torch.rand(4, 5)
# zh: 标签 (N,)，int64
# en: labels (N,), int64
labels = torch.tensor([0, 4, 1, 2])
# zh: 交叉熵
# en: cross-entropy
show(nn.CrossEntropyLoss()(logits, labels))
# zh: 概率
# en: probabilities
show(logits.softmax(dim=1))
# zh: 准确率
# en: accuracy
show((logits.argmax(dim=1) == labels).float().mean())
#> ()
#> (4, 5)
#> ()

# %% binary tags=["rows"]
# zh: 得分 (N,)
# en: logits (N,)
scores = torch.randn(4)
# zh: 标签 (N,)，float
# en: labels (N,), float
yes = torch.tensor([1.0, 0.0, 0.0, 1.0])
# zh: 二元交叉熵
# en: binary cross-entropy
show(nn.BCEWithLogitsLoss()(scores, yes))
# zh: 预测为正类
# en: predicted positive
show(scores > 0)
#> ()
#> (4,) bool

# %% optimizer tags=["rows"]
# zh: 常用的 AdamW
# en: the usual AdamW
adamw = torch.optim.AdamW(net.parameters(), lr=1e-3)
# zh: SGD，带动量
# en: SGD with momentum
sgd = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
# zh: 两组学习率
# en: two learning rates
groups = [
    {"params": net[0].parameters(), "lr": 0.01},
    {"params": net[2].parameters()},
]
optimizer = torch.optim.SGD(groups, lr=0.1)

# %% schedule tags=["rows"]
# zh: 每 10 轮乘 0.1
# en: times 0.1 every 10
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 10)
# zh: 当前的学习率
# en: current rates
show(scheduler.get_last_lr())
# zh: 梯度裁剪，step 之前
# en: clip, before step
nn.utils.clip_grad_norm_(net.parameters(), 1.0)
#> [0.01, 0.1]

# %% data tags=["rows"]
# zh: 输入和标签
# en: inputs and labels
inputs, labels = torch.rand(100, 3), torch.randint(2, (100,))
# zh: 数据集
# en: dataset
dataset = TensorDataset(inputs, labels)
show(dataset[0])
# zh: 划分
# en: split
train_set, val_set = random_split(dataset, [0.8, 0.2])
# zh: 打乱，分批
# en: shuffle, batch
loader = DataLoader(train_set, batch_size=16, shuffle=True)
show(next(iter(loader)))
#> (3,), () int64
#> (16, 3), (16,) int64

# %% loop tags=["rows"]
# zh: 损失函数
# en: loss function
loss_fn = nn.CrossEntropyLoss()
# zh: 训练一轮
# en: train one epoch
net.train()
for inputs, labels in loader:
    loss = loss_fn(net(inputs), labels)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
scheduler.step()

# %% evaluate tags=["rows"]
# zh: 评估
# en: evaluate
net.eval()
correct = 0
with torch.no_grad():
    for inputs, labels in DataLoader(val_set, 16):
        right = net(inputs).argmax(dim=1) == labels
        correct += right.sum().item()
accuracy = correct / len(val_set)

# %% save tags=["rows"]
# zh: 保存模型
# en: save a model
torch.save(net.state_dict(), "net.pt")
# zh: 加载模型
# en: load a model
state = torch.load("net.pt", map_location="cpu")
net.load_state_dict(state)
# zh: 保存张量
# en: save tensors
torch.save({"x": x, "labels": labels}, "tensors.pt")

# %% checkpoint tags=["rows"]
# zh: 检查点
# en: checkpoint
checkpoint = {
    "model": net.state_dict(),
    "optimizer": optimizer.state_dict(),
    "scheduler": scheduler.state_dict(),
    "epoch": 3,
}
torch.save(checkpoint, "checkpoint.pt")

# %% resume tags=["rows"]
# zh: 断点续训
# en: resume training
saved = torch.load("checkpoint.pt", map_location="cpu")
net.load_state_dict(saved["model"])
optimizer.load_state_dict(saved["optimizer"])
scheduler.load_state_dict(saved["scheduler"])
start_epoch = saved["epoch"] + 1

# %% device tags=["rows"]
# zh: 有 GPU 就用 GPU
# en: the GPU if there is one
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
# zh: 移动模型
# en: move a model
net.to(device)
# zh: 移动张量，要赋值
# en: move a tensor: assign
x = x.to(device)
# zh: 取回 NumPy
# en: back to NumPy
array = net(x).detach().cpu().numpy()

# %% amp tags=["rows"]
# zh: 混合精度
# en: mixed precision
with torch.autocast(device.type, dtype=torch.bfloat16):
    outputs = net(x)
show(outputs)
# zh: 显存峰值，字节
# en: peak memory, bytes
peak = torch.cuda.max_memory_allocated()
# zh: 计时前等 GPU
# en: wait before timing
if device.type == "cuda":
    torch.cuda.synchronize()
# zh: 编译
# en: compile
compiled = torch.compile(net)
#> (2, 2) bfloat16
#torch<2.14> (2, 2) bfloat16
#torch<2.14> DeprecationWarning: `torch.jit.script_method` is deprecated. Please switch to `torch.compile` or `torch.export`.
