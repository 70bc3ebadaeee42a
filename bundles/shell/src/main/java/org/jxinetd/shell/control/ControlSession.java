package org.jxinetd.shell.control;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.Semaphore;
import jdk.net.UnixDomainPrincipal;
import org.jxinetd.shell.command.CommandSet;
import org.jxinetd.shell.command.ExitStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client: a request, a command, a reply. Runs on a thread of its own. */
final class ControlSession {

  private static final Logger LOG = LoggerFactory.getLogger(ControlSession.class);

  private final SocketChannel client;
  private final Peers peers;
  private final CommandSet commands;
  private final Deadlines deadlines;
  private final Bounds bounds;
  private final Semaphore streams;
  private boolean streaming;

  ControlSession(
      SocketChannel client,
      Peers peers,
      CommandSet commands,
      Deadlines deadlines,
      Bounds bounds,
      Semaphore streams) {
    this.client = client;
    this.peers = peers;
    this.commands = commands;
    this.deadlines = deadlines;
    this.bounds = bounds;
    this.streams = streams;
  }

  void serve() throws IOException, InterruptedException {
    Reply reply = new Reply(client, deadlines, bounds.write(), this::beginStream);
    UnixDomainPrincipal peer = Peers.of(client);
    if (!peers.mayCommand(peer)) {
      LOG.warn("control: user {} may not command, refused", peer.user().getName());
      reply.complaint("user " + peer.user().getName() + " may not command this server");
      reply.end(ExitStatus.NO);
      return;
    }
    Request request;
    try (Deadlines.Deadline _ = deadlines.start(client, bounds.request())) {
      request = Request.read(client);
    } catch (MalformedRequestException malformed) {
      LOG.debug("control: {}", malformed.getMessage());
      reply.complaint(malformed.getMessage() + "; nothing was done");
      reply.end(ExitStatus.USAGE);
      return;
    }
    try {
      reply.end(run(request, reply));
    } finally {
      if (streaming) {
        streams.release();
      }
    }
  }

  /** The command goes on for as long as the client is there: somebody must notice when it goes. */
  private boolean beginStream() {
    if (!streaming && streams.tryAcquire()) {
      streaming = true;
      Thread follower = Thread.currentThread();
      Thread.ofVirtual().name("control-watch").start(() -> watch(follower));
    }
    return streaming;
  }

  /** A client says nothing behind its request: the end, or a byte too much, ends the command. */
  private void watch(Thread follower) {
    try {
      client.read(ByteBuffer.allocate(1));
      follower.interrupt();
    } catch (ClosedChannelException ended) {
      LOG.debug("control: a command that followed has ended");
    } catch (IOException gone) {
      follower.interrupt();
    }
  }

  private int run(Request request, Reply reply) throws IOException, InterruptedException {
    try {
      return commands.run(request.words(), reply);
    } catch (RuntimeException defect) {
      // a defect of one command must neither end the server nor leave the client without a word
      LOG.error("control: command {} failed", request.words().getFirst(), defect);
      reply.complaint(
          "the command failed by a defect of jxinetd; the daemon's log has the details");
      return ExitStatus.NO;
    }
  }
}
