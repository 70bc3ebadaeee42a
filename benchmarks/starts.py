#!/usr/bin/env python3
"""Where the processor time of starting a server goes, jxinetd and xinetd in turns.

    starts.py [ROUNDS [CONNECTIONS [CONCURRENCY]]]     as root; JXINETD and XINETD name other programs

One service, the static program of benchmarks/src/main/c/hello.c as nobody with all limits on and logged
(the first row of ./dev bench). For each round: connections a second; microseconds of processor time a
connection of the daemon (user, system), of its children (what it has reaped), and, for jxinetd, of its
threads by name and of the processes it keeps beside it. Runs in a network namespace of its own.
"""
import collections
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.realpath(__file__))
ROOT = os.path.dirname(HERE)
PROGRAMS = {
    "jxinetd": os.environ.get("JXINETD", ROOT + "/distribution/target/jxinetd/bin/xinetd"),
    "xinetd": os.environ.get("XINETD", "/usr/sbin/xinetd"),
}
TICK = os.sysconf("SC_CLK_TCK")
PORT = 7001


def build(work):
    compiler = "musl-gcc" if shutil.which("musl-gcc") else "cc"
    for program in ("load", "hello"):
        source = f"{HERE}/src/main/c/{program}.c"
        subprocess.run([compiler, "-static", "-O2", "-o", f"{work}/{program}", source], check=True)


def configuration(work, who):
    return f"""
defaults
{{
	log_type = FILE {work}/{who}.service.log
	log_on_success = PID HOST EXIT DURATION
	log_on_failure = HOST
	cps = 0 1
	instances = UNLIMITED
}}
service hello
{{
	type = UNLISTED
	flags = IPv4 NOLIBWRAP
	socket_type = stream
	protocol = tcp
	wait = no
	port = {PORT}
	user = nobody
	server = {work}/hello
	only_from = 127.0.0.0/8
	instances = 5000
	per_source = 4000
	cps = 100000 1
	max_load = 500
}}
"""


def start(work, who):
    for name in ("pid", "service.log"):
        if os.path.exists(f"{work}/{who}.{name}"):
            os.remove(f"{work}/{who}.{name}")
    with open(f"{work}/{who}.conf", "w") as out:
        out.write(configuration(work, who))
    command = [PROGRAMS[who], "-dontfork", "-f", f"{work}/{who}.conf", "-pidfile", f"{work}/{who}.pid",
               "-filelog", f"{work}/{who}.daemon.log"]
    if who == "jxinetd":
        command += ["-statedir", f"{work}/state", "-control", f"{work}/control"]
    job = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT)
    subprocess.run([f"{work}/load", "127.0.0.1", str(PORT), "first", "1", "1", "30"], check=True,
                   stdout=subprocess.DEVNULL)
    with open(f"{work}/{who}.pid") as pid:
        return job, int(pid.read())


def load(work, connections, concurrency):
    words = [f"{work}/load", "127.0.0.1", str(PORT), "read", str(connections), str(concurrency), "120"]
    line = subprocess.run(words, check=True, capture_output=True, text=True).stdout
    return {key: float(value) for key, value in re.findall(r"(\w+)=([0-9.]+)", line)}


def fields(pid):
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rsplit(")", 1)[1].split()


def beside(pid):
    """Children that stay: neither zombies nor servers of the load, which have ended by now."""
    out = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [int(child) for child in out if fields(child)[0] != "Z"]


def times(pid):
    """Seconds: own user, own system, children; the threads by name; the processes beside it."""
    f = fields(pid)
    threads = collections.Counter()
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/comm") as comm:
                name = re.sub(r"[-# ]*[0-9]+$", "", comm.read().strip())
            with open(f"/proc/{pid}/task/{task}/schedstat") as ns:
                threads[name] += int(ns.read().split()[0]) / 1e9
        except FileNotFoundError:
            pass
    for child in beside(pid):
        g = fields(child)
        threads["beside: user"] += int(g[11]) / TICK
        threads["beside: system"] += int(g[12]) / TICK
        threads["beside: children"] += (int(g[13]) + int(g[14])) / TICK
    return int(f[11]) / TICK, int(f[12]) / TICK, (int(f[13]) + int(f[14])) / TICK, threads


def machine():
    with open("/proc/stat") as stat:
        f = [int(word) for word in stat.readline().split()[1:]]
    return (sum(f[:3]) + sum(f[5:8])) / TICK


def turn(work, who, connections, concurrency, figures):
    job, pid = start(work, who)
    try:
        for counted in (False, True):
            time.sleep(0.5)
            before, busy = times(pid), machine()
            line = load(work, connections, concurrency)
            time.sleep(0.2)
            after, busy = times(pid), machine() - busy
            if not counted:
                continue
            scale = 1e6 / connections
            f = figures[who]
            f["rate"].append(line["rate"])
            f["99 % within"].append(line["p99_us"])
            f["machine"].append(busy * scale)
            for i, name in enumerate(("user", "system", "children")):
                f[name].append((after[i] - before[i]) * scale)
            for name in after[3]:
                used = (after[3][name] - before[3][name]) * scale
                if used >= 0.5:
                    f["- " + name].append(used)
    finally:
        os.kill(pid, signal.SIGTERM)
        job.wait(30)


def main():
    if os.environ.get("JXINETD_BENCH_INSIDE") is None:
        os.environ["JXINETD_BENCH_INSIDE"] = "yes"
        os.execvp("unshare", ["unshare", "-n", "-m", sys.executable, os.path.realpath(__file__)] + sys.argv[1:])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    numbers = [int(word) for word in sys.argv[1:]] + [5, 10000, 32][len(sys.argv) - 1:]
    rounds, connections, concurrency = numbers[:3]
    work = tempfile.mkdtemp(prefix="jxinetd-starts.", dir="/tmp")
    os.chmod(work, 0o755)
    figures = {who: collections.defaultdict(list) for who in PROGRAMS}
    try:
        build(work)
        for _ in range(rounds):
            for who in PROGRAMS:
                turn(work, who, connections, concurrency, figures)
    finally:
        shutil.rmtree(work)
    print(f"{rounds} rounds of {connections} connections, {concurrency} at a time; medians; microseconds a connection")
    for who, f in figures.items():
        for name, values in f.items():
            print(f"{who:8} {name:28} {statistics.median(values):9.1f}  [{min(values):.1f}..{max(values):.1f}]")
    pairs = [a / b for a, b in zip(figures["jxinetd"]["rate"], figures["xinetd"]["rate"])]
    print(f"rate, jxinetd / xinetd: {statistics.median(pairs):.3f}  [{min(pairs):.3f}..{max(pairs):.3f}]")


main()
