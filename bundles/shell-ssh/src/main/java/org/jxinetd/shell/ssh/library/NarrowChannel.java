package org.jxinetd.shell.ssh.library;

import java.io.IOException;
import java.util.List;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.ChannelSession;

/**
 * A channel that can do what is needed here: a terminal where the key allows one, one command or a
 * console. No environment, no subsystems such as SFTP, no agent, no X11.
 */
public final class NarrowChannel extends ChannelSession {

  private final boolean mayHaveTerminal;
  private boolean terminal; // the library's thread for this session; read behind the start

  /**
   * @param mayHaveTerminal whether the client's key allows that
   */
  public NarrowChannel(boolean mayHaveTerminal) {
    super(List.of());
    this.mayHaveTerminal = mayHaveTerminal;
  }

  /** Whether the client has asked for a terminal and got one. */
  public boolean hasTerminal() {
    return terminal;
  }

  @Override
  protected RequestHandler.Result handleInternalRequest(
      String request, boolean wantReply, Buffer buffer) throws IOException {
    return switch (request) {
      case "shell", "exec", "window-change", "signal", "break" ->
          super.handleInternalRequest(request, wantReply, buffer);
      case "pty-req" -> terminal(request, wantReply, buffer);
      default -> RequestHandler.Result.ReplyFailure;
    };
  }

  private RequestHandler.Result terminal(String request, boolean wantReply, Buffer buffer)
      throws IOException {
    if (!mayHaveTerminal) {
      return RequestHandler.Result.ReplyFailure;
    }
    RequestHandler.Result result = super.handleInternalRequest(request, wantReply, buffer);
    terminal |= result == RequestHandler.Result.ReplySuccess;
    return result;
  }
}
