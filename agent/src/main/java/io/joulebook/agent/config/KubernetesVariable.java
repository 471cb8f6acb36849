package io.joulebook.agent.config;

import java.util.regex.Pattern;

/**
 * Tells the environment variables that Kubernetes puts into each pod for a Service, here one whose
 * name begins with "joulebook". Source: Kubernetes documentation, "Discovering services",
 * environment variables, and Docker's legacy container links, whose form they have.
 */
final class KubernetesVariable {
  private static final Pattern HOST_OR_PORT =
      Pattern.compile("[A-Z0-9_]*_SERVICE_(HOST|PORT(_[A-Z0-9_]+)?)");
  private static final Pattern LINK =
      Pattern.compile("[A-Z0-9_]*_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?");
  private static final Pattern ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private KubernetesVariable() {}

  static boolean matches(String name, String value) {
    return HOST_OR_PORT.matcher(name).matches()
        || LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && ADDRESS.matcher(value).matches());
  }
}
