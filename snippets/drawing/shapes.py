"""The shapes of tensors on their way through layers."""

from drawing.canvas import ORANGE, TEAL, arrow, box, canvas, label


def shapes(layers, x):
    """What a batch becomes from layer to layer, without those that keep its shape.

    Args:
        layers: modules, of which each gets the output of the one before.
        x: a batch of images, of the shape (N, C, H, W).
    """
    steps = [("", x)]
    for layer in layers:
        x, before = layer(x), x
        if x.shape != before.shape:
            steps.append((type(layer).__name__, x))
    axes, pitch = canvas(330, 148), 330 / len(steps)
    largest = max(tensor.shape[-1] for _, tensor in steps if tensor.dim() == 4)
    for i, (name, tensor) in enumerate(steps):
        middle, edge = pitch * (i + 0.5), pitch * i
        if tensor.dim() == 4:
            side = 44 * tensor.shape[-1] / largest
            for depth in reversed(range(min(tensor.shape[1], 3))):
                left, top = middle - side / 2 + 4 * depth - 4, 76 - side / 2 - 4 * depth
                box(axes, left, top, side, side, TEAL, 0.22)
        else:
            height = 10 + 6 * len(str(tensor.shape[1]))
            box(axes, middle - 5, 76 - height, 10, 2 * height, ORANGE, 0.3)
        label(axes, middle, 122, "×".join(map(str, tensor.shape[1:])), bold=True)
        if name:
            label(axes, edge, 10 + 16 * (i % 2), name)
            arrow(axes, (edge - 8, 76), (edge + 8, 76))
    words = {
        "zh": "每个样本的形状；第 0 维是批量",
        "en": "shape of one sample; dimension 0 is the batch",
    }
    label(axes, 165, 140, **words, size=10)
