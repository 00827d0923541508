/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
#include "udp.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

static const uint8_t v4_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool um_udp_name_of(const struct um_udp *udp, const struct um_address *address, union um_udp_name *name, socklen_t *length) {
    memset(name, 0, sizeof *name);
    if (udp->family == AF_INET && address->kind == UM_ADDRESS_IPV4) {
        name->v4.sin_family = AF_INET;
        name->v4.sin_port = htons((uint16_t)address->port);
        memcpy(&name->v4.sin_addr, address->bytes + 12, 4);
        *length = sizeof name->v4;
        return true;
    }
    if (udp->family == AF_INET6 && address->kind == UM_ADDRESS_IPV6) {
        name->v6.sin6_family = AF_INET6;
        name->v6.sin6_port = htons((uint16_t)address->port);
        memcpy(&name->v6.sin6_addr, address->bytes, 16);
        const bool scoped = IN6_IS_ADDR_LINKLOCAL(&name->v6.sin6_addr) || IN6_IS_ADDR_MC_LINKLOCAL(&name->v6.sin6_addr);
        name->v6.sin6_scope_id = address->scope != 0 || !scoped ? address->scope : udp->parameters.interface_index;
        *length = sizeof name->v6;
        return true;
    }
    return false;
}

void um_udp_address_of(const union um_udp_name *name, struct um_address *address) {
    memset(address, 0, sizeof *address);
    if (name->any.sa_family == AF_INET) {
        address->kind = UM_ADDRESS_IPV4;
        address->port = ntohs(name->v4.sin_port);
        memcpy(address->bytes, v4_prefix, sizeof v4_prefix);
        memcpy(address->bytes + 12, &name->v4.sin_addr, 4);
    } else {
        address->kind = UM_ADDRESS_IPV6;
        address->port = ntohs(name->v6.sin6_port);
        address->scope = name->v6.sin6_scope_id;
        memcpy(address->bytes, &name->v6.sin6_addr, 16);
    }
}

const char *um_udp_text(const struct um_address *address) {
    static _Thread_local char texts[4][INET6_ADDRSTRLEN + 8];
    static _Thread_local unsigned next;
    char *text = texts[next++ % 4];
    char host[INET6_ADDRSTRLEN] = "?";
    const bool v4 = address->kind == UM_ADDRESS_IPV4;
    inet_ntop(v4 ? AF_INET : AF_INET6, v4 ? address->bytes + 12 : address->bytes, host, sizeof host);
    if (address->port == 0) {
        snprintf(text, sizeof texts[0], "%s", host);
    } else {
        snprintf(text, sizeof texts[0], v4 ? "%s:%u" : "[%s]:%u", host, address->port & 0xFFFF);
    }
    return text;
}
