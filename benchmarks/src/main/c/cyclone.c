/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 *
 * Cyclone DDS, reliable, keep-all, over UDP multicast on loopback: a well-known reference.
 *
 *   cyclone ping|pong|source|sink [domain=N] [idle=spin|backoff]
 */
#include "agent.h"
#include "message.h"

#include <dds/dds.h>
#include <stdlib.h>
#include <string.h>

#define TAKE 64
#define MAX_SIZE (1 << 20)

static const char configuration[] =
    "<Domain id='any'><General><Interfaces><NetworkInterface name='lo' multicast='true'/></Interfaces><AllowMulticast>true</AllowMulticast>"
    "<MaxMessageSize>65000B</MaxMessageSize><FragmentSize>8000B</FragmentSize></General>"
    "<Discovery><ParticipantIndex>auto</ParticipantIndex><SPDPInterval>100ms</SPDPInterval></Discovery>"
    "<Internal><Watermarks><WhcHigh>500kB</WhcHigh></Watermarks><SocketReceiveBufferSize min='default' max='4MB'/></Internal></Domain>";

static dds_entity_t participant, reader, writer;
static bench_Message outgoing;

static int take(void) {
    static void *samples[TAKE];
    static dds_sample_info_t infos[TAKE];
    if (!reader) {
        return 0;
    }
    int n = dds_take(reader, samples, infos, TAKE, TAKE);
    for (int i = 0; i < n; i++) {
        if (infos[i].valid_data) {
            const bench_Message *message = samples[i];
            on_message(message->bytes._buffer, message->bytes._length);
        }
    }
    if (n > 0) {
        dds_return_loan(reader, samples, n);
    }
    return n > 0 ? n : 0;
}

static int poll_source(void) {
    dds_write_flush(writer);
    return 0;
}

static bool connected(int receivers) {
    dds_publication_matched_status_t matched = {0};
    return !writer || (dds_get_publication_matched_status(writer, &matched) == 0 && matched.current_count >= (uint32_t)receivers);
}

static bool write_message(void) {
    return dds_write(writer, &outgoing) == DDS_RETCODE_OK;
}

static bool send_stamped(size_t size, struct stamp stamp) {
    memcpy(outgoing.bytes._buffer, &stamp, sizeof stamp);
    outgoing.bytes._length = (uint32_t)size;
    return write_message();
}

static bool forward(const void *message, size_t size) {
    memcpy(outgoing.bytes._buffer, message, size);
    outgoing.bytes._length = (uint32_t)size;
    return write_message();
}

static void close_all(void) {
    dds_delete(participant);
}

static struct network open_cyclone(enum role role, int argc, char **argv) {
    dds_domainid_t domain = (dds_domainid_t)atoi(setting(argc, argv, "domain", "77"));
    check(dds_create_domain(domain, configuration), "dds_create_domain");
    participant = dds_create_participant(domain, NULL, NULL);
    check(participant, "dds_create_participant");
    dds_qos_t *qos = dds_create_qos();
    dds_qset_reliability(qos, DDS_RELIABILITY_RELIABLE, DDS_SECS(10));
    dds_qset_history(qos, DDS_HISTORY_KEEP_ALL, 0);
    dds_entity_t there = dds_create_topic(participant, &bench_Message_desc, "there", NULL, NULL);
    dds_entity_t back = dds_create_topic(participant, &bench_Message_desc, "back", NULL, NULL);
    dds_write_set_batch(role == SOURCE);
    if (role != SOURCE) {
        reader = dds_create_reader(participant, role == PING ? back : there, qos, NULL);
        check(reader, "dds_create_reader");
    }
    if (role != SINK) {
        writer = dds_create_writer(participant, role == PONG ? back : there, qos, NULL);
        check(writer, "dds_create_writer");
        outgoing.bytes._buffer = calloc(1, MAX_SIZE);
        outgoing.bytes._maximum = MAX_SIZE;
    }
    dds_delete_qos(qos);
    return (struct network){.poll = role == SOURCE ? poll_source : take, .connected = connected, .send = send_stamped, .forward = forward,
        .close = close_all, .burst = 256};
}

int main(int argc, char **argv) {
    return agent_main(argc, argv, open_cyclone);
}
