"""What torch.compile makes of a function."""

from drawing.canvas import ORANGE, TEAL, arrow, box, canvas, label

_WIDTH, _GAP = 90, 30


def graph_breaks(explanation):
    """The graphs that a function was cut into, and the line of Python between each two.

    Args:
        explanation: what ``torch._dynamo.explain`` returned, of at most two graphs.
    """
    graphs = [
        [_name(node.target) for node in graph.graph.nodes if node.op.startswith("call_")]
        for graph in explanation.graphs
    ]
    lines = [found.user_stack[-1].line.partition("(")[0] for found in explanation.break_reasons]
    axes, left = canvas(330, 74), 0
    for number, names in enumerate(graphs):
        if number:
            _stage(axes, left, ORANGE, lines[number - 1] + "(…)", zh="Python", en="Python")
            left += _WIDTH + _GAP
        text = {"zh": f"图 {number + 1}", "en": f"graph {number + 1}"}
        _stage(axes, left, TEAL, ", ".join(names), **text)
        left += _WIDTH + _GAP


def _name(called):
    """The name of a method, which is a text already, or of a function."""
    return getattr(called, "__name__", called)


def _stage(axes, left, color, inside, **above):
    """One box with its text, a title above it, and an arrow from the box before."""
    label(axes, left + _WIDTH / 2, 12, **above, bold=True)
    box(axes, left, 28, _WIDTH, 36, color, 0.22)
    label(axes, left + _WIDTH / 2, 46, inside)
    if left:
        arrow(axes, (left - _GAP, 46), (left, 46))
