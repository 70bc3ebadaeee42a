package org.jxinetd.shell.ssh.library;

import java.security.Provider;
import java.security.Security;
import java.util.Optional;
import org.apache.sshd.common.util.security.AbstractSecurityProviderRegistrar;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.common.util.security.eddsa.generic.EdDSASupport;

/** Tells the library that the JDK can do {@link Ed25519}. */
public final class JdkProvider extends AbstractSecurityProviderRegistrar {

  private static final String PROVIDER = "SunEC";

  private JdkProvider() {
    super(SecurityUtils.EDDSA);
  }

  /** Comes before anything else of the library is used: it looks once. */
  public static void register() {
    SecurityUtils.registerSecurityProvider(new JdkProvider());
    if (!SecurityUtils.isEDDSACurveSupported()) {
      throw new IllegalStateException("this Java has no Ed25519");
    }
  }

  @Override
  public boolean isSupported() {
    return getSecurityProvider() != null;
  }

  @Override
  public String getProviderName() {
    return PROVIDER;
  }

  @Override
  public Provider getSecurityProvider() {
    return Security.getProvider(PROVIDER);
  }

  /** Everything else is found without it. */
  @Override
  public boolean isSecurityEntitySupported(Class<?> type, String name) {
    return false;
  }

  @Override
  public Optional<EdDSASupport<?, ?>> getEdDSASupport() {
    return Optional.of(new Ed25519());
  }
}
