package org.jxinetd.shell.ssh;

import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.file.nonefs.NoneFileSystemFactory;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;

/**
 * A server of the library that can do what is named here and nothing else: whatever a new version
 * of the library offers has to be added by hand.
 */
final class Suite {

  private static final List<BuiltinDHFactories> KEY_EXCHANGES =
      List.of(
          BuiltinDHFactories.curve25519,
          BuiltinDHFactories.curve25519_libssh,
          BuiltinDHFactories.ecdhp256,
          BuiltinDHFactories.ecdhp384,
          BuiltinDHFactories.ecdhp521);

  private static final List<NamedFactory<Cipher>> CIPHERS =
      List.of(
          BuiltinCiphers.cc20p1305_openssh,
          BuiltinCiphers.aes256gcm,
          BuiltinCiphers.aes128gcm,
          BuiltinCiphers.aes256ctr,
          BuiltinCiphers.aes128ctr);

  private static final List<NamedFactory<Mac>> MACS =
      List.of(BuiltinMacs.hmacsha256etm, BuiltinMacs.hmacsha512etm);

  /** The host's is the first; RSA only with SHA-2. */
  private static final List<NamedFactory<Signature>> SIGNATURES =
      List.of(
          BuiltinSignatures.ed25519,
          BuiltinSignatures.nistp256,
          BuiltinSignatures.nistp384,
          BuiltinSignatures.nistp521,
          BuiltinSignatures.rsaSHA512,
          BuiltinSignatures.rsaSHA256);

  private static final int CHANNELS = 10;
  private static final long WINDOW_BYTES = 128 * 1024;
  private static final int BACKLOG = 64;
  private static final int WORKERS = 2;
  private static final Duration WRITE_LIMIT = Duration.ofSeconds(30);

  private Suite() {}

  /** A server that listens on nothing yet. */
  static SshServer server(Settings settings, KeyPair hostKey, Guard guard, Runner runner) {
    SshServer server =
        ServerBuilder.builder()
            .keyExchangeFactories(
                NamedFactory.setUpTransformedFactories(true, KEY_EXCHANGES, ServerBuilder.DH2KEX))
            .signatureFactories(SIGNATURES)
            .cipherFactories(CIPHERS)
            .macFactories(MACS)
            .compressionFactories(List.of(BuiltinCompressions.none))
            .channelFactories(List.of(new Channels()))
            .globalRequestHandlers(
                List.of(KeepAliveHandler.INSTANCE, NoMoreSessionsHandler.INSTANCE))
            .forwardingFilter(RejectAllForwardingFilter.INSTANCE)
            .fileSystemFactory(NoneFileSystemFactory.INSTANCE)
            .build();
    server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    server.setPublickeyAuthenticator(guard);
    server.setPasswordAuthenticator(null);
    server.setKeyboardInteractiveAuthenticator(null);
    server.setHostBasedAuthenticator(null);
    server.setGSSAuthenticator(null);
    server.setSubsystemFactories(List.of());
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setShellFactory(_ -> new Call(runner, Optional.empty()));
    server.setCommandFactory((_, line) -> new Call(runner, Optional.of(line)));
    server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
    server.setNioWorkers(WORKERS);
    server.setHost(
        settings.addresses().stream()
            .map(address -> address.getHostAddress())
            .collect(Collectors.joining(",")));
    server.setPort(settings.port());
    limit(server, settings);
    server.addSessionListener(new Visitors(settings.maxSessions()));
    return server;
  }

  private static void limit(SshServer server, Settings settings) {
    CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "jxinetd");
    CoreModuleProperties.AUTH_TIMEOUT.set(server, settings.loginTime());
    CoreModuleProperties.IDLE_TIMEOUT.set(server, settings.idleTime());
    // each key may be shown and then sign; the guard counts those it refuses
    CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, 2 * settings.maxAuthTries() + 2);
    CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, CHANNELS);
    CoreModuleProperties.WINDOW_SIZE.set(server, WINDOW_BYTES);
    CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(server, WRITE_LIMIT);
    CoreModuleProperties.SOCKET_BACKLOG.set(server, BACKLOG);
    CoreModuleProperties.SOCKET_KEEPALIVE.set(server, true);
    CoreModuleProperties.TCP_NODELAY.set(server, true);
  }
}
