package io.obs4j.core.internal.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of a host: the one that served last before the others, and behind them the one that
 * failed last. Used by one thread.
 */
final class Addresses {

  /** Asks for all addresses of a host. */
  @FunctionalInterface
  interface Lookup {

    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  private final Lookup lookup;
  private @Nullable InetAddress reached;
  private @Nullable InetAddress failed;
  private boolean several;

  Addresses(Lookup lookup) {
    this.lookup = lookup;
  }

  /** In the order in which they are to be tried. */
  List<InetAddress> of(String host) throws UnknownHostException {
    List<InetAddress> all = new ArrayList<>(List.of(lookup.addresses(host)));
    several = all.size() > 1;
    InetAddress first = reached;
    if (first != null && all.remove(first)) {
      all.add(0, first);
    }
    InetAddress last = failed;
    if (last != null && all.remove(last)) {
      all.add(last);
    }
    return all;
  }

  /** An address has accepted a connection. */
  void reached(InetAddress address) {
    reached = address;
    if (address.equals(failed)) {
      failed = null;
    }
  }

  /**
   * Who accepted the last connection did not answer upon it, or could not serve.
   *
   * @return whether there is another to be tried
   */
  boolean failed() {
    if (reached != null) {
      failed = reached;
      reached = null;
    }
    return several;
  }
}
