package org.jxinetd.shell.ssh;

import java.io.IOException;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.Session;
import org.jxinetd.shell.ssh.library.NarrowChannel;

/** Makes channels for sessions that have logged in, and no others. Any thread. */
final class Channels implements ChannelFactory {

  @Override
  public String getName() {
    return "session";
  }

  @Override
  public Channel createChannel(Session session) throws IOException {
    AuthorizedKey key =
        Visitors.member(session).orElseThrow(() -> new IOException("nobody is logged in"));
    return new NarrowChannel(key.restrictions().terminal());
  }
}
