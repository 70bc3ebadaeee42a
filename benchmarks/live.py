#!/usr/bin/env python3
"""Start to readiness (sd_notify) and deploy to live, in seconds: median [least..most].

  python3 benchmarks/live.py [TREE]     by default the assembled tree; on loopback, as any user
"""
import os, shutil, socket, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))
T = sys.argv[1] if len(sys.argv) > 1 else HERE + '/../distribution/target/jxinetd'


def show(what, seconds):
    print('%s: %.2f [%.2f..%.2f] s of %d' % (
        what, statistics.median(seconds), min(seconds), max(seconds), len(seconds)))


d=tempfile.mkdtemp(); tree=d+'/tree'; shutil.copytree(T,tree,symlinks=True)
open(d+'/x.conf','w').write('defaults\n{\n}\nservice echo\n{\ntype=INTERNAL UNLISTED\n port = 47001\n socket_type = stream\n protocol = tcp\n wait = no\n flags = IPv4\n}\n'.replace('type=','type = '))
def start(i):
    n=d+'/n%d'%i; s=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM); s.bind(n); s.settimeout(30)
    t=time.time(); p=subprocess.Popen([tree+'/bin/xinetd','-dontfork','-nolibwrap','-f',d+'/x.conf','-statedir',d+'/st','-control',d+'/c','-filelog',d+'/log'],env=dict(os.environ,NOTIFY_SOCKET=n))
    while not s.recv(4096).startswith(b'READY=1'): pass
    return p,time.time()-t
r=[]
for i in range(3):
    p,t=start(i); r.append(t)
    if i<2: p.terminate(); p.wait(20)
show('start to READY=1', r)
def live(name,text,port):
    open(d+'/tmpf','w').write(text); t=time.time(); os.rename(d+'/tmpf',tree+'/deploy/'+name)
    while True:
        try: socket.create_connection(('127.0.0.1',port),1).close(); return time.time()-t
        except OSError: time.sleep(0.005)
        if time.time()-t>10: raise SystemExit(name+' not live')
a=[];b=[]
for i in range(5):
    port=47100+i
    a.append(live('org.jxinetd.service-a%d.cfg'%i,'service = echo\nid = a%d\ntype = INTERNAL UNLISTED\nport = %d\nsocket_type = stream\nprotocol = tcp\nwait = no\nflags = IPv4\n'%(i,port),port))
    port=47200+i
    b.append(live('b%d.xinetd'%i,'service echo\n{\n id = b%d\n type = INTERNAL UNLISTED\n port = %d\n socket_type = stream\n protocol = tcp\n wait = no\n flags = IPv4\n}\n'%(i,port),port))
show('NAME.cfg renamed into deploy/ to the first client', a)
show('NAME.xinetd renamed into deploy/ to the first client', b)
p.terminate(); p.wait(20); shutil.rmtree(d)
