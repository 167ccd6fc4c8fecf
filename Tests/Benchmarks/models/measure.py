"""Runs one command and notes what it cost. usage: measure.py RESULTS NAME OUTPUT COMMAND...

OUTPUT receives what the command prints. It may end with 2: then its answer stands, with a warning.

Three figures go to RESULTS: "NAME cpu s" (user and system, with all threads and children), "NAME wall s" and "NAME MB" (peak resident memory).
Lines of the command's output that are a name, a tab and a number are figures that it measured itself: they go there too."""
import os
import re
import subprocess
import sys
import time

FIGURE = re.compile(r"^([^\t]+)\t(-?[0-9.]+(?:e[-+]?[0-9]+)?|inf|nan)$")

results, name, output, *command = sys.argv[1:]
with open(output, "w") as file:
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=file)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
process.returncode = os.waitstatus_to_exitcode(status)
if process.returncode not in (0, 2):
    sys.exit(f"bench-models: {name} failed ({process.returncode}): {' '.join(command)}")
with open(output) as file:
    figures = [line for line in map(str.rstrip, file) if FIGURE.match(line)]
figures += [f"{name} cpu s\t{usage.ru_utime + usage.ru_stime:.4f}", f"{name} wall s\t{wall:.4f}", f"{name} MB\t{usage.ru_maxrss / 1024:.1f}"]
with open(results, "a") as file:
    for figure in figures:
        print(figure, file=file)
        print("bench-models: " + figure.replace("\t", " = "), file=sys.stderr)
