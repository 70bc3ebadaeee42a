#!/usr/bin/env python3
"""What an administrator waits for; a Markdown table with median [least..most].

  ./dev bench live [TREE]     by default the assembled tree, as any user, on loopback

Starts a copy of the tree, recorded where it lies, and measures: start to READY=1 (sd_notify), files renamed into deploy/ until
the first client is accepted, new versions of bundles renamed into deploy/ until the log says that they are live, xinetctl from
exec to exit, and the same command over SSH (OpenSSH's client, a connection for each).
"""
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
STARTS, DROPS, CALLS, LOGINS, VERSIONS = 5, 9, 41, 21, 3
LIMIT = 30  # seconds for one thing to happen

SERVICE = """{name}
{{
\ttype = INTERNAL UNLISTED
\tid = {id}
\tport = {port}
\tsocket_type = stream
\tprotocol = tcp
\twait = no
\tflags = IPv4
}}
"""


def await_(what, condition):
    end = time.monotonic() + LIMIT
    while not condition():
        if time.monotonic() > end:
            sys.exit('live: not within %d s: %s' % (LIMIT, what))
        time.sleep(0.002)


def timed(action):
    begin = time.monotonic()
    action()
    return time.monotonic() - begin


def row(what, seconds):
    print('| %s | %.3f [%.3f..%.3f] | %d |' % (
        what, statistics.median(seconds), min(seconds), max(seconds), len(seconds)), flush=True)


def accepts(port):
    try:
        socket.create_connection(('127.0.0.1', port), 1).close()
        return True
    except OSError:
        return False


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class Server:
    def __init__(self, folder, tree):
        self.folder, self.tree = folder, tree
        self.deploy = tree + '/deploy/'
        self.conf, self.control, self.log = folder + '/conf', folder + '/control', folder + '/log'
        with open(self.conf, 'w') as f:
            f.write('defaults\n{\n}\nservice ' + SERVICE.format(name='echo', id='echo', port=free_port()))

    def start(self):
        """Seconds from exec to READY=1."""
        name = self.folder + '/notify'
        if os.path.exists(name):
            os.unlink(name)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
            notify.bind(name)
            notify.settimeout(LIMIT)
            begin = time.monotonic()
            self.process = subprocess.Popen(
                [self.tree + '/bin/xinetd', '-dontfork', '-nolibwrap', '-f', self.conf,
                 '-statedir', self.folder + '/state', '-control', self.control, '-filelog', self.log],
                env=dict(os.environ, NOTIFY_SOCKET=name))
            while not notify.recv(4096).startswith(b'READY=1'):
                pass
            return time.monotonic() - begin

    def stop(self):
        self.process.terminate()
        self.process.wait(LIMIT)

    def logged(self):
        with open(self.log) as f:
            return f.read()

    def drop(self, name, make):
        """Renames a file that make(path) wrote into deploy/."""
        made = self.folder + '/made'
        make(made)
        os.rename(made, self.deploy + name)

    def drop_text(self, name, text):
        def make(path):
            with open(path, 'w') as f:
                f.write(text)
        self.drop(name, make)

    def call(self, *words):
        subprocess.run([self.tree + '/bin/xinetctl', '-control', self.control, *words],
                       check=True, stdout=subprocess.DEVNULL)


def renumbered(jar, version):
    """Writes a bundle again as another version of itself."""
    def make(path):
        with zipfile.ZipFile(jar) as old, zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as new:
            for entry in sorted(old.infolist(), key=lambda e: e.filename != 'META-INF/MANIFEST.MF'):
                data = old.read(entry)
                if entry.filename == 'META-INF/MANIFEST.MF':
                    data = re.sub(rb'(?m)^Bundle-Version: [^\r\n]*', b'Bundle-Version: ' + version.encode(), data)
                new.writestr(entry.filename, data)
    return make


def deployments(server):
    common = 'type = INTERNAL UNLISTED\nsocket_type = stream\nprotocol = tcp\nwait = no\nflags = IPv4\n'
    cfg, text = [], []
    for i in range(DROPS):
        port = free_port()
        server_text = 'service = echo\nid = a%d\nport = %d\n%s' % (i, port, common)
        server.drop_text('org.jxinetd.service-a%d.cfg' % i, server_text)
        cfg.append(timed(lambda: await_('a client', lambda: accepts(port))))
        port = free_port()
        server.drop_text('b%d.xinetd' % i, 'service ' + SERVICE.format(name='echo', id='b%d' % i, port=port))
        text.append(timed(lambda: await_('a client', lambda: accepts(port))))
    row('`NAME.cfg` renamed into `deploy/` until a client is accepted', cfg)
    row('`NAME.xinetd`, the same', text)


def updates(server):
    for jar in sorted(os.listdir(server.tree + '/bundles')):
        name = re.match(r'(org\.jxinetd\.[a-z.]+)-', jar)
        if not name:
            continue
        seconds = []
        for i in range(VERSIONS):
            version = '9.0.%d' % i
            server.drop(name.group(1) + '.jar', renumbered(server.tree + '/bundles/' + jar, version))
            live = 'bundle %s %s is live' % (name.group(1), version)
            seconds.append(timed(lambda: await_(live, lambda: live in server.logged())))
        row('a new version of `%s` renamed into `deploy/` until it is live' % name.group(1), seconds)


def logins(server):
    if not shutil.which('ssh'):
        print('live: no ssh here (package openssh-client): nothing is measured over SSH', file=sys.stderr)
        return
    key, port = server.folder + '/key', free_port()
    subprocess.run(['ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', key], check=True)
    os.chmod(key + '.pub', 0o600)
    server.drop_text('org.jxinetd.shell.ssh.cfg', 'port = %d\nauthorized_keys = %s.pub\n' % (port, key))
    ssh = ['ssh', '-F', 'none', '-i', key, '-p', str(port), '127.0.0.1', 'services']
    for option in ('BatchMode=yes', 'IdentitiesOnly=yes', 'IdentityAgent=none', 'LogLevel=ERROR',
                   'StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null'):
        ssh[3:3] = ['-o', option]

    def login():
        subprocess.run(ssh, check=True, stdout=subprocess.DEVNULL)
    row('`org.jxinetd.shell.ssh.cfg` renamed into `deploy/` until SSH answers its first client',
        [timed(lambda: (await_('the remote shell', lambda: accepts(port)), login()))])
    row('`ssh HOST services`, from exec to exit', [timed(login) for _ in range(LOGINS)])


def main():
    tree = sys.argv[1] if len(sys.argv) > 1 else HERE + '/../distribution/target/jxinetd'
    # /var/tmp: the key file's folders must not belong to others; a sticky one is all right
    folder = tempfile.mkdtemp(prefix='jxinetd-live', dir='/var/tmp')
    try:
        copy = folder + '/tree'
        shutil.copytree(tree, copy, symlinks=True)
        record = copy + '/bin/xinetd-record'
        if os.path.exists(record):
            subprocess.run([record], check=True, stdout=subprocess.DEVNULL)
        server = Server(folder, copy)
        print('| what | seconds | times |\n|---|---|---|', flush=True)
        starts = []
        for i in range(STARTS):
            starts.append(server.start())
            if i < STARTS - 1:
                server.stop()
        row('start to `READY=1`', starts)
        try:
            await_('the control socket', lambda: os.path.exists(server.control))
            server.call('services')
            row('`xinetctl services`, from exec to exit', [timed(lambda: server.call('services')) for _ in range(CALLS)])
            deployments(server)
            logins(server)
            updates(server)
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)


main()
