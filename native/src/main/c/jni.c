/*
 * Copyright 2026 the umcast authors. Licensed under the Apache License, Version 2.0:
 * https://www.apache.org/licenses/LICENSE-2.0
 */
/* The JNI face: primitives and direct buffers in, handles and -errno out. No ids are needed, so there is no JNI_OnLoad. */
#include "abi.h"
#include "echo.h"
#include "error.h"
#include "memory.h"
#include "poller.h"

#include <errno.h>
#include <jni.h>
#include <string.h>

/* The compiler compares what follows with what javac -h wrote, when it did. */
#if defined(__has_include)
#if __has_include("io_umcast_natives_UmcastNative.h")
#include "io_umcast_natives_UmcastNative.h"
#endif
#endif

#define NATIVE(type, name) JNIEXPORT type JNICALL Java_io_umcast_natives_UmcastNative_##name
#define UNUSED __attribute__((unused))

/* Addresses come as PeerAddress holds them: two longs whose bytes lie in network order. */
static struct um_address address_of(const jint kind, const jlong high, const jlong low, const jint port, const jint scope) {
    struct um_address address = {.kind = (uint16_t)kind, .port = (uint32_t)port, .scope = (uint32_t)scope};
    memcpy(address.bytes, &high, sizeof high);
    memcpy(address.bytes + 8, &low, sizeof low);
    return address;
}

NATIVE(jint, abi)(UNUSED JNIEnv *env, UNUSED jclass type, const jint item) {
    switch (item) {
        case 0: return UM_ABI_VERSION;
        case 1: return sizeof(struct um_tx);
        case 2: return UM_RX_RECORD_SIZE;
        case 3: return sizeof(struct um_stats);
        case 4: return sizeof(struct um_address);
        case 5: return sizeof(struct um_open);
        case 6: return sizeof(struct um_info);
        case 7: return sizeof(struct um_membership);
        case 8: return sizeof(struct um_event);
        default: return -1;
    }
}

NATIVE(jint, error)(JNIEnv *env, UNUSED jclass type, jobject into) {
    char *at = (*env)->GetDirectBufferAddress(env, into);
    const jlong size = (*env)->GetDirectBufferCapacity(env, into);
    return at == NULL || size <= 0 ? 0 : um_error_get(at, (size_t)size);
}

NATIVE(jlong, memoryAllocate)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong bytes) {
    return bytes <= 0 ? um_memory_allocate(0) : um_memory_allocate((size_t)bytes);
}

NATIVE(jobject, memoryBuffer)(JNIEnv *env, UNUSED jclass type, const jlong memory) {
    struct um_arena *arena = um_arena_retain(memory);
    if (arena == NULL) {
        return NULL;
    }
    jobject buffer = (*env)->NewDirectByteBuffer(env, um_arena_base(arena), (jlong)um_arena_length(arena));
    um_arena_release(arena);
    return buffer;
}

NATIVE(jint, memoryFree)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong memory) {
    return um_memory_free(memory);
}

/* The memory of a direct buffer that holds so many bytes, or NULL with the error set. */
static void *bytes_of(JNIEnv *env, jobject buffer, const size_t bytes, const char *call) {
    void *at = (*env)->GetDirectBufferAddress(env, buffer);
    if (at == NULL || (*env)->GetDirectBufferCapacity(env, buffer) < (jlong)bytes) {
        um_error(EINVAL, "", "%s {buffer of less than %zu bytes}", call, bytes);
        return NULL;
    }
    return at;
}

NATIVE(jlong, open)(JNIEnv *env, UNUSED jclass type, jobject parameters) {
    struct um_open copy;
    const void *at = bytes_of(env, parameters, sizeof copy, "open");
    if (at == NULL) {
        return -EINVAL;
    }
    memcpy(&copy, at, sizeof copy);
    return um_transport_open(&copy);
}

NATIVE(jint, verbsProbe)(JNIEnv *env, UNUSED jclass type, jobject parameters, jobject into) {
    struct um_open copy;
    struct um_info info;
    const void *from = bytes_of(env, parameters, sizeof copy, "probe");
    void *at = bytes_of(env, into, sizeof info, "probe");
    if (from == NULL || at == NULL) {
        return -EINVAL;
    }
    memcpy(&copy, from, sizeof copy);
    const int result = um_verbs_probe(&copy, &info);
    if (result == 0) {
        memcpy(at, &info, sizeof info);
    }
    return result;
}

NATIVE(jint, close)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong transport) {
    return um_transport_close(transport);
}

static jint change(const jlong transport, const jboolean join, const struct um_address group, const struct um_address source) {
    const struct um_address *from = source.kind == 0 ? NULL : &source;
    return join ? um_transport_join(transport, &group, from) : um_transport_leave(transport, &group, from);
}

NATIVE(jint, join)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong transport, const jint kind, const jlong high,
    const jlong low, const jint port, const jint sourceKind, const jlong sourceHigh, const jlong sourceLow) {
    return change(transport, JNI_TRUE, address_of(kind, high, low, port, 0), address_of(sourceKind, sourceHigh, sourceLow, 0, 0));
}

NATIVE(jint, leave)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong transport, const jint kind, const jlong high,
    const jlong low, const jint port, const jint sourceKind, const jlong sourceHigh, const jlong sourceLow) {
    return change(transport, JNI_FALSE, address_of(kind, high, low, port, 0), address_of(sourceKind, sourceHigh, sourceLow, 0, 0));
}

NATIVE(jint, destinationOpen)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong transport, const jint kind, const jlong high,
    const jlong low, const jint port, const jint scope) {
    const struct um_address address = address_of(kind, high, low, port, scope);
    return um_transport_destination_open(transport, &address);
}

NATIVE(jint, queuePairOpen)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong transport, const jlong high, const jlong low,
    const jint qpn, const jint lid, const jint qkey) {
    struct um_address address = address_of(UM_ADDRESS_IB, high, low, qpn, lid);
    address.qkey = (uint32_t)qkey;
    return um_transport_destination_open(transport, &address);
}

NATIVE(jint, destinationClose)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong transport, const jint destination) {
    return um_transport_destination_close(transport, destination);
}

NATIVE(jint, regionAdd)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong transport, const jlong memory) {
    return um_transport_region_add(transport, memory);
}

NATIVE(jint, regionRemove)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong transport, const jint region) {
    return um_transport_region_remove(transport, region);
}

NATIVE(jint, controlAddress)(JNIEnv *env, UNUSED jclass type, const jlong transport, jobject into) {
    struct um_address address;
    void *at = bytes_of(env, into, sizeof address, "control address");
    if (at == NULL) {
        return -EINVAL;
    }
    const int result = um_transport_control_address(transport, &address);
    if (result == 0) {
        memcpy(at, &address, sizeof address);
    }
    return result;
}

NATIVE(jint, membership)(JNIEnv *env, UNUSED jclass type, const jlong transport, const jint kind, const jlong high,
    const jlong low, const jboolean receiving, jobject into) {
    struct um_membership membership;
    void *at = bytes_of(env, into, sizeof membership, "membership");
    if (at == NULL) {
        return -EINVAL;
    }
    const struct um_address group = address_of(kind, high, low, 0, 0);
    const int result = um_transport_membership(transport, &group, receiving, &membership);
    if (result == 0) {
        memcpy(at, &membership, sizeof membership);
    }
    return result;
}

NATIVE(jint, events)(JNIEnv *env, UNUSED jclass type, const jlong transport, jobject into) {
    void *at = bytes_of(env, into, sizeof(struct um_event), "events");
    if (at == NULL) {
        return -EINVAL;
    }
    const jlong most = (*env)->GetDirectBufferCapacity(env, into) / (jlong)sizeof(struct um_event);
    return um_transport_events(transport, at, most > 1024 ? 1024 : (int)most);
}

NATIVE(jint, info)(JNIEnv *env, UNUSED jclass type, const jlong transport, jobject into) {
    struct um_info info;
    void *at = bytes_of(env, into, sizeof info, "info");
    if (at == NULL) {
        return -EINVAL;
    }
    const int result = um_transport_info(transport, &info);
    if (result == 0) {
        memcpy(at, &info, sizeof info);
    }
    return result;
}

NATIVE(jint, receiveBuffer)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong transport) {
    return um_transport_receive_buffer(transport);
}

NATIVE(jint, poll)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong transport, const jint mask) {
    return um_transport_poll(transport, mask);
}

NATIVE(jint, await)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong transport, const jlong nanos) {
    return um_transport_await(transport, nanos);
}

NATIVE(jint, wake)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong transport) {
    return um_transport_wake(transport);
}

NATIVE(jint, startPoller)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong transport, const jint cpu) {
    return um_transport_start(transport, cpu);
}

NATIVE(jlong, ringEcho)(UNUSED JNIEnv *env, UNUSED jclass type, const jlong from, const jlong to, const jlong records) {
    return um_ring_echo(from, to, records);
}
