// SPDX-License-Identifier: Apache-2.0
// Copyright The Runlore Authors
package dev.runlore.server.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names under which this server may be asked. A page of a foreign site whose name was made to point here sends that name,
 * so only addresses written as such and names that an operator configured are taken, compared whole.
 */
public final class Hosts {
    private static final Pattern AUTHORITY = Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9._-]+)(?::([0-9]{1,5}))?");
    private static final Pattern IPV4 = Pattern.compile("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");

    private final InetAddress bound;
    private final Set<String> names;

    /** @param names further names, each with or without {@code :port}; without, the port asked for must be the server's own */
    public Hosts(InetAddress bound, Set<String> names) {
        this.bound = bound;
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Whether a Host header names this server.
     *
     * @param local where the connection came in; a server bound to every address is named by the one that was reached
     */
    public boolean accept(String host, InetAddress local, int localPort) {
        String authority = host.toLowerCase(Locale.ROOT);
        if (isConfigured(authority)) {
            return true;
        }
        Matcher parts = AUTHORITY.matcher(authority);
        if (!parts.matches() || !isPort(parts.group(2), localPort)) {
            return false;
        }
        String name = parts.group(1);
        return name.equals("localhost")
                || names.contains(name)
                || address(name).filter(a -> isOurs(a, local)).isPresent();
    }

    /** Whether an operator named exactly this authority, port included: there a proxy may speak TLS for the server. */
    boolean isConfigured(String authority) {
        return names.contains(authority.toLowerCase(Locale.ROOT))
                && AUTHORITY.matcher(authority).matches()
                && isExact(authority);
    }

    private static boolean isExact(String authority) {
        return authority.lastIndexOf(':') > authority.lastIndexOf(']');
    }

    private static boolean isPort(@org.jspecify.annotations.Nullable String port, int localPort) {
        return (port == null ? 80 : Integer.parseInt(port)) == localPort;
    }

    private boolean isOurs(InetAddress named, InetAddress local) {
        return named.isLoopbackAddress() || named.equals(bound) || (bound.isAnyLocalAddress() && named.equals(local));
    }

    /** The address that a literal writes; never asks a name service. */
    private static Optional<InetAddress> address(String name) {
        try {
            if (name.startsWith("[")) {
                return Optional.of(Inet6Address.ofLiteral(name.substring(1, name.length() - 1)));
            }
            return IPV4.matcher(name).matches()
                    ? Optional.of(InetAddress.getByAddress(octets(name)))
                    : Optional.empty();
        } catch (IllegalArgumentException | UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static byte[] octets(String literal) {
        String[] parts = literal.split("\\.");
        byte[] octets = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            int octet = Integer.parseInt(parts[i]);
            if (octet > 255) {
                throw new IllegalArgumentException("not an IPv4 address");
            }
            octets[i] = (byte) octet;
        }
        return octets;
    }
}
