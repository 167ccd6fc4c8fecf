"""The clock of the peers: processor time of this process with its threads and children, as for ours."""
import resource
from collections.abc import Callable


def cpu() -> float:
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        total += usage.ru_utime + usage.ru_stime
    return total


def spent(work: Callable[[], object]) -> float:
    start = cpu()
    work()
    return cpu() - start


def figure(name: str, value: float) -> None:
    print(f"{name}\t{float(value):.10g}", flush=True)
