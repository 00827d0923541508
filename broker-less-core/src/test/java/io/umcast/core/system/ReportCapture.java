/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
package io.umcast.core.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.umcast.core.transport.NetworkNamespace;

/** The group records of the IGMPv3 and MLDv2 reports that come in by an interface, as tcpdump decodes them. */
final class ReportCapture implements AutoCloseable {
    /** IGMP, and IPv6 with a hop-by-hop header, as MLD has. */
    private static final String FILTER = "igmp or ip6[6] == 0";
    private static final Pattern RECORD = Pattern.compile("\\[gaddr (\\S+) (\\w+) \\{([^}]*)}");
    private static final long LIMIT_S = 60;

    /**
     * A group record (RFC 3376 4.2.4, RFC 3810 5.2.5).
     *
     * @param type    to_ex: the group is joined; to_in: left, when without sources; allow, block: sources come, go; is_ex, is_in: the
     *                answer to a query.
     */
    record GroupRecord(String group, String type, Set<String> sources) {
    }

    private final Process process;
    private final List<GroupRecord> records = new CopyOnWriteArrayList<>();
    private final CountDownLatch listening = new CountDownLatch(1);

    ReportCapture(final NetworkNamespace namespace, final String networkInterface) throws Exception {
        process = namespace.start("tcpdump", "--immediate-mode", "-Q", "in", "-l", "-n", "-vv", "-i", networkInterface, FILTER);
        final Thread reader = new Thread(this::read, "capture");
        reader.setDaemon(true);
        reader.start();
        if (!listening.await(LIMIT_S, TimeUnit.SECONDS)) {
            throw new IOException("tcpdump does not listen");
        }
    }

    /** What keeps this host from capturing, or null. */
    static String missing() {
        return NetworkNamespace.hasCommand("tcpdump") ? null : "`tcpdump` is missing: bin/setup --test, or apt-get install tcpdump";
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains("listening on")) {
                    listening.countDown();
                }
                final Matcher matcher = RECORD.matcher(line);
                while (matcher.find()) {
                    final Set<String> sources = Pattern.compile("\\S+").matcher(matcher.group(3)).results().map(MatchResult::group)
                        .collect(Collectors.toCollection(TreeSet::new));
                    records.add(new GroupRecord(matcher.group(1), matcher.group(2), sources));
                }
            }
        } catch (final IOException e) {
            listening.countDown(); // closed: what waits for a record says what there was
        }
    }

    /** The records of a group and a type so far, in order. */
    List<GroupRecord> of(final String group, final String type) {
        return records.stream().filter(one -> one.group().equals(group) && one.type().equals(type)).toList();
    }

    /** All sources of a group's records of a type so far. */
    Set<String> sources(final String group, final String type) {
        return of(group, type).stream().flatMap(one -> one.sources().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Of which groups there has been any record. */
    Set<String> groups() {
        return records.stream().map(GroupRecord::group).collect(Collectors.toCollection(TreeSet::new));
    }

    void await(final String group, final String type) throws Exception {
        Station.await("a report " + type + " of " + group + " among " + records, () -> of(group, type), found -> !found.isEmpty());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
