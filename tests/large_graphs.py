"""Graphs of processes that ask much of drawing: long, with answers at random, with many answers."""

from random import Random

from sop_handbook.diagrams.graph import Edge, Graph, Kind, Lane, Node

Ways = dict[int, list[tuple[int, str]]]  # from a step, where not just to the next: to, answer


def flow(ways: Ways, count: int) -> Graph:
    """Steps of one role, of which some lead to others by answers; the last is an end."""
    nodes = [
        Node(
            id=f"step-{number}",
            kind=Kind.DECISION if len(ways.get(number, ())) > 1 else Kind.TASK,
            lane="crew",
            text=f"把第{number}件东西放好",
            number=str(number + 1),
        )
        for number in range(count)
    ]
    end = Node(id=f"step-{count}", kind=Kind.END, lane="crew", text="都放好了")
    edges = [
        Edge(source=f"step-{number}", target=f"step-{to}", label=answer)
        for number in range(count)
        for to, answer in ways.get(number, [(number + 1, "")])
    ]
    return Graph(
        id="large",
        title="放好",
        lanes=(Lane(id="crew", title="服务员"),),
        nodes=(*nodes, end),
        edges=tuple(edges),
    )


def maze(count: int, seed: int = 1) -> Graph:
    """Half of the steps ask a question that leads on, or to one or two steps at random."""
    random = Random(seed)
    ways: Ways = {}
    for number in range(count):
        if random.random() < 0.5:
            others = [random.randrange(count + 1) for _ in range(random.randint(1, 2))]
            ways[number] = [(number + 1, "是"), *((to, "要看情况") for to in others)]
    return flow(ways, count)


def fan(count: int) -> Graph:
    """One question with so many answers, each with a step of its own, all with one end."""
    asks = [(number + 1, f"第{number}种") for number in range(count)]
    return flow({0: asks, **{n: [(count + 1, "")] for n in range(1, count + 1)}}, count + 1)
