/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/*
 * A test fixture: a multicast router for IPv6, which forwards by the kernel's multicast routing (net/ipv6/ip6mr.c) what hosts ask for by MLD.
 * Debian has none that goes by MLD: pimd is for IPv4, smcroute's routes are static, frr is built without pim6d.
 *
 *     mld_router INTERFACE ...        prints "ready", then a line for each query, change of a membership, and stream
 *
 * One host an interface: so what a report says is at once what the link wants, and a leave needs no query of its own (explicit tracking, RFC
 * 6636). A membership that MISSES general queries in a row did not renew is over. No PIM: all subnets are this router's.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/icmp6.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <linux/mroute6.h>

enum { LINKS = 8, MEMBERSHIPS = 64, SOURCES = 32, STREAMS = 64, QUERY_MS = 100, MISSES = 10, REPORT_V2 = 143 };
/* Record types of MLDv2 (RFC 3810, 5.2.12); odd ones up to 3 name the sources wanted, even ones up to 4 those not wanted. */
enum { IS_INCLUDE = 1, IS_EXCLUDE = 2, TO_INCLUDE = 3, TO_EXCLUDE = 4, ALLOW = 5, BLOCK = 6 };

struct membership {
    int link; /* -1: none */
    struct in6_addr group;
    bool exclude;
    int sources;
    struct in6_addr source[SOURCES];
    int missed;
};

struct stream {
    struct in6_addr source;
    struct in6_addr group;
    int from;
};

static int router = -1;
static int links;
static unsigned int interface_of[LINKS];
static struct membership memberships[MEMBERSHIPS];
static struct stream streams[STREAMS];
static int known_streams;

static void die(const char *what) {
    printf("%s: %s\n", what, strerror(errno));
    exit(1);
}

static bool same(const struct in6_addr *a, const struct in6_addr *b) {
    return memcmp(a, b, sizeof *a) == 0;
}

static const char *text(const struct in6_addr *address) {
    static char buffers[2][INET6_ADDRSTRLEN];
    static int next;
    next = !next;
    return inet_ntop(AF_INET6, address, buffers[next], sizeof buffers[next]);
}

static int position_of(const struct membership *membership, const struct in6_addr *source) {
    for (int i = 0; i < membership->sources; i++) {
        if (same(&membership->source[i], source)) {
            return i;
        }
    }
    return -1;
}

static bool wants(const struct membership *membership, const struct stream *stream) {
    return membership->link != stream->from && membership->link >= 0 && same(&membership->group, &stream->group) &&
        (position_of(membership, &stream->source) >= 0) != membership->exclude;
}

/* A stream that nobody wants has an entry, too: its datagrams are dropped without another word to us. */
static void route(const struct stream *stream) {
    struct mf6cctl entry = {.mf6cc_parent = (mifi_t)stream->from};
    entry.mf6cc_origin.sin6_family = AF_INET6;
    entry.mf6cc_origin.sin6_addr = stream->source;
    entry.mf6cc_mcastgrp.sin6_family = AF_INET6;
    entry.mf6cc_mcastgrp.sin6_addr = stream->group;
    printf("stream %s of %s to", text(&stream->group), text(&stream->source));
    for (int i = 0; i < MEMBERSHIPS; i++) {
        if (wants(&memberships[i], stream)) {
            IF_SET((mifi_t)memberships[i].link, &entry.mf6cc_ifset);
            printf(" %d", memberships[i].link);
        }
    }
    printf(".\n");
    if (setsockopt(router, IPPROTO_IPV6, MRT6_ADD_MFC, &entry, sizeof entry) != 0) {
        die("MRT6_ADD_MFC");
    }
}

static void changed(const struct membership *membership, const struct in6_addr *group, const int link) {
    printf("membership %s on %d: %s, %d sources\n", text(group), link, membership->link < 0 ? "over" :
        membership->exclude ? "all but" : "only", membership->sources);
    for (int i = 0; i < known_streams; i++) {
        if (same(&streams[i].group, group)) {
            route(&streams[i]);
        }
    }
}

static struct membership *find(const int link, const struct in6_addr *group) {
    struct membership *found = NULL;
    for (int i = 0; i < MEMBERSHIPS; i++) {
        struct membership *one = &memberships[i];
        if (one->link == link && same(&one->group, group)) {
            return one;
        }
        found = one->link < 0 ? one : found;
    }
    if (found == NULL) {
        errno = ENOBUFS;
        die("memberships");
    }
    *found = (struct membership){.link = -1, .group = *group};
    return found;
}

static void add(struct membership *membership, const struct in6_addr *source) {
    if (position_of(membership, source) >= 0) {
        return;
    }
    if (membership->sources == SOURCES) {
        errno = ENOBUFS;
        die("sources");
    }
    membership->source[membership->sources++] = *source;
}

static void take_away(struct membership *membership, const struct in6_addr *source) {
    const int at = position_of(membership, source);
    if (at >= 0) {
        membership->source[at] = membership->source[--membership->sources];
    }
}

/* RFC 3810, 4.2: what the only listener of a link says is what the link wants. */
static void record(const int link, const int type, const struct in6_addr *group, const struct in6_addr *sources, const int count) {
    if (IN6_IS_ADDR_MC_LINKLOCAL(group) || IN6_IS_ADDR_MC_NODELOCAL(group)) {
        return; /* never forwarded */
    }
    struct membership *membership = find(link, group);
    const struct membership before = *membership;
    membership->missed = 0;
    if (type < ALLOW) {
        membership->exclude = type == IS_EXCLUDE || type == TO_EXCLUDE;
        membership->sources = 0;
    }
    for (int i = 0; i < count; i++) {
        if (type < ALLOW || (type == ALLOW) != membership->exclude) {
            add(membership, &sources[i]);
        } else {
            take_away(membership, &sources[i]);
        }
    }
    membership->link = membership->exclude || membership->sources > 0 ? link : -1;
    if (before.link != membership->link || before.exclude != membership->exclude || before.sources != membership->sources ||
            memcmp(before.source, membership->source, (size_t)before.sources * sizeof before.source[0]) != 0) {
        changed(membership, group, link);
    }
}

/* An ICMPv6 message: a report of version 2 (RFC 3810, 5.2), or a report or leave of version 1 (RFC 2710, 3). */
static void report(const int link, const uint8_t *message, const uint8_t *end) {
    if (message[0] == REPORT_V2) {
        const uint8_t *at = message + 8;
        for (int left = message[6] << 8 | message[7]; left > 0 && end - at >= 20; left--) {
            const int count = at[2] << 8 | at[3];
            if (at[0] < IS_INCLUDE || at[0] > BLOCK || count > SOURCES || end - at < 20 + 16 * count) {
                return;
            }
            struct in6_addr group;
            struct in6_addr sources[SOURCES];
            memcpy(&group, at + 4, sizeof group);
            memcpy(sources, at + 20, sizeof sources[0] * (size_t)count);
            record(link, at[0], &group, sources, count);
            at += 20 + 16 * count + 4 * at[1];
        }
    } else if (end - message >= 24) {
        struct in6_addr group;
        memcpy(&group, message + 8, sizeof group);
        record(link, message[0] == MLD_LISTENER_REPORT ? IS_EXCLUDE : TO_INCLUDE, &group, NULL, 0);
    }
}

/* The kernel has a datagram and no entry for it. */
static void unknown_stream(const struct mrt6msg *message) {
    if (message->im6_msgtype != MRT6MSG_NOCACHE) {
        return;
    }
    if (known_streams == STREAMS) {
        errno = ENOBUFS;
        die("streams");
    }
    streams[known_streams] = (struct stream){.source = message->im6_src, .group = message->im6_dst, .from = message->im6_mif};
    route(&streams[known_streams++]);
}

static int link_of(struct msghdr *header) {
    for (struct cmsghdr *cmsg = CMSG_FIRSTHDR(header); cmsg != NULL; cmsg = CMSG_NXTHDR(header, cmsg)) {
        if (cmsg->cmsg_level == IPPROTO_IPV6 && cmsg->cmsg_type == IPV6_PKTINFO) {
            struct in6_pktinfo info;
            memcpy(&info, CMSG_DATA(cmsg), sizeof info);
            for (int i = 0; i < links; i++) {
                if (interface_of[i] == info.ipi6_ifindex) {
                    return i;
                }
            }
        }
    }
    return -1;
}

static void receive(void) {
    uint8_t message[9000];
    union {
        struct cmsghdr align;
        uint8_t bytes[256];
    } control;
    struct iovec into = {message, sizeof message};
    struct msghdr header = {.msg_iov = &into, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    const ssize_t length = recvmsg(router, &header, 0);
    if (length >= (ssize_t)sizeof(struct mrt6msg) && message[0] == 0) { /* no ICMPv6 type: from the kernel's multicast routing */
        struct mrt6msg from_kernel;
        memcpy(&from_kernel, message, sizeof from_kernel);
        unknown_stream(&from_kernel);
    } else if (length >= 8 && link_of(&header) >= 0) {
        report(link_of(&header), message, message + length);
    }
}

/* A general query of version 2 on each link (RFC 3810, 5.1), to be answered within a quarter of the time till the next. */
static void query(void) {
    static int queries;
    uint8_t message[28] = {MLD_LISTENER_QUERY};
    message[5] = QUERY_MS / 4;
    for (int i = 0; i < links; i++) {
        const struct sockaddr_in6 to = {.sin6_family = AF_INET6, .sin6_scope_id = interface_of[i],
            .sin6_addr = {{{0xff, 2, [15] = 1}}}};
        if (sendto(router, message, sizeof message, 0, (const struct sockaddr *)&to, sizeof to) < 0) {
            die("sending a query");
        }
    }
    for (int i = 0; i < MEMBERSHIPS; i++) {
        struct membership *one = &memberships[i];
        if (one->link >= 0 && ++one->missed > MISSES) {
            const int link = one->link;
            one->link = -1;
            changed(one, &one->group, link);
        }
    }
    printf("query %d\n", ++queries);
}

static void set(const int level, const int option, const void *value, const size_t length, const char *name) {
    if (setsockopt(router, level, option, value, (socklen_t)length) != 0) {
        die(name);
    }
}

static void begin(char **names) {
    const int on = 1;
    const uint8_t router_alert[8] = {0, 0, 5, 2, 0, 0, 1, 0}; /* RFC 2711: MLD; a host hears no query without */
    struct icmp6_filter filter;
    router = socket(AF_INET6, SOCK_RAW, IPPROTO_ICMPV6);
    if (router < 0) {
        die("socket");
    }
    ICMP6_FILTER_SETBLOCKALL(&filter);
    ICMP6_FILTER_SETPASS(REPORT_V2, &filter);
    ICMP6_FILTER_SETPASS(MLD_LISTENER_REPORT, &filter);
    ICMP6_FILTER_SETPASS(MLD_LISTENER_REDUCTION, &filter);
    set(IPPROTO_ICMPV6, ICMP6_FILTER, &filter, sizeof filter, "ICMP6_FILTER");
    set(IPPROTO_IPV6, IPV6_RECVPKTINFO, &on, sizeof on, "IPV6_RECVPKTINFO");
    set(IPPROTO_IPV6, IPV6_MULTICAST_HOPS, &on, sizeof on, "IPV6_MULTICAST_HOPS");
    set(IPPROTO_IPV6, IPV6_HOPOPTS, router_alert, sizeof router_alert, "IPV6_HOPOPTS");
    set(IPPROTO_IPV6, MRT6_INIT, &on, sizeof on, "MRT6_INIT");
    for (; *names != NULL && links < LINKS; names++, links++) {
        interface_of[links] = if_nametoindex(*names);
        struct mif6ctl link = {.mif6c_mifi = (mifi_t)links, .vifc_threshold = 1, .mif6c_pifi = (uint16_t)interface_of[links]};
        struct ipv6_mreq reports = {.ipv6mr_multiaddr = {{{0xff, 2, [15] = 0x16}}}, .ipv6mr_interface = interface_of[links]};
        set(IPPROTO_IPV6, MRT6_ADD_MIF, &link, sizeof link, *names);
        set(IPPROTO_IPV6, IPV6_JOIN_GROUP, &reports, sizeof reports, *names);
    }
}

static int64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

int main(const int count, char **arguments) {
    (void)count;
    setvbuf(stdout, NULL, _IOLBF, 0);
    for (int i = 0; i < MEMBERSHIPS; i++) {
        memberships[i].link = -1;
    }
    begin(arguments + 1);
    printf("ready\n");
    for (int64_t due = now_ms();;) {
        const int64_t wait = due - now_ms();
        struct pollfd poller = {.fd = router, .events = POLLIN};
        if (wait <= 0) {
            while (poll(&poller, 1, 0) > 0) { /* before a membership is said to have missed one */
                receive();
            }
            query();
            due = now_ms() + QUERY_MS;
        } else if (poll(&poller, 1, (int)wait) > 0) {
            receive();
        }
    }
}
