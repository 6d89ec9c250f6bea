#define _GNU_SOURCE
#include "CPlatform.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MOST_ADDRESSES = 16, ADDRESS_SIZE = 64 };

/// A look-up may outlive a caller that stopped waiting. The last user of the structure frees it.
struct addresses {
    atomic_int owners;
    int done;  // an eventfd that wakes the caller
    atomic_int is_found;  // 1: the thread writes no more, and the fields below may be read
    char host[256];
    int count;
    int error;  // the error of getaddrinfo
    char text[MOST_ADDRESSES][ADDRESS_SIZE];
};

static void release(struct addresses *lookup) {
    if (atomic_fetch_sub(&lookup->owners, 1) != 1) return;
    close(lookup->done);
    free(lookup);
}

static void find(struct addresses *lookup, int flags) {
    const struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = flags};
    struct addrinfo *found = NULL;
    lookup->error = getaddrinfo(lookup->host, NULL, &hints, &found);
    if (lookup->error != 0) return;
    for (const struct addrinfo *one = found; one != NULL && lookup->count < MOST_ADDRESSES; one = one->ai_next) {
        if (getnameinfo(one->ai_addr, one->ai_addrlen, lookup->text[lookup->count], ADDRESS_SIZE, NULL, 0,
                        NI_NUMERICHOST) == 0)
            lookup->count++;
    }
    freeaddrinfo(found);
}

static void *find_on_thread(void *argument) {
    struct addresses *lookup = argument;
    find(lookup, AI_ADDRCONFIG);
    // C's memory model knows nothing of the eventfd, so this store hands the result over.
    atomic_store_explicit(&lookup->is_found, 1, memory_order_release);
    qd_event_signal(lookup->done);
    release(lookup);
    return NULL;
}

/// The result for a host without an address.
static int absence(const struct addresses *lookup) {
    switch (lookup->error) {
    case EAI_AGAIN: return -3;
    case EAI_MEMORY: case EAI_SYSTEM: return -4;
    default: return 0;
    }
}

static int copy_out(const struct addresses *lookup, char *out, size_t capacity) {
    size_t used = 0;
    int copied = 0;
    for (int i = 0; i < lookup->count; i++) {
        const size_t length = strlen(lookup->text[i]) + 1;
        if (used + length + 1 > capacity) break;
        memcpy(out + used, lookup->text[i], length);
        used += length;
        copied++;
    }
    out[used] = '\0';
    return copied;
}

int qd_addresses(const char *host, int timeout_ms, int event, char *out, size_t capacity) {
    struct addresses *lookup = calloc(1, sizeof *lookup);
    if (lookup == NULL) return -4;
    if (strlen(host) >= sizeof lookup->host || capacity < 2) {
        free(lookup);
        return 0;
    }
    strcpy(lookup->host, host);
    find(lookup, AI_NUMERICHOST);
    lookup->done = lookup->count > 0 ? -1 : qd_event_open();
    if (lookup->count > 0 || lookup->done < 0) {
        const int count = copy_out(lookup, out, capacity);
        free(lookup);
        return count > 0 ? count : -4;
    }
    atomic_init(&lookup->owners, 2);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_t thread;
    const int created = pthread_create(&thread, &attributes, find_on_thread, lookup);
    pthread_attr_destroy(&attributes);
    if (created != 0) {
        release(lookup);
        release(lookup);
        return -4;
    }
    const int waited = qd_wait(lookup->done, POLLIN, event, timeout_ms);
    const int is_found = atomic_load_explicit(&lookup->is_found, memory_order_acquire);
    int result = waited == 2 ? -2 : -1;
    if (waited == 1 && is_found) {
        result = copy_out(lookup, out, capacity);
        if (result == 0) result = absence(lookup);
    }
    release(lookup);
    return result;
}
