#define _GNU_SOURCE
#include "CPlatform.h"

#include <netdb.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/// A look-up may outlive a caller that stopped waiting. The last user of the structure frees it. getaddrinfo_a(3) is
/// not used because the thread sanitizer does not know its threads.
struct lookup {
    pthread_mutex_t mutex;
    pthread_cond_t done;
    bool is_done, is_abandoned;
    char host[256];
    char name[256];
};

static void *look_up(void *argument) {
    struct lookup *lookup = argument;
    const struct addrinfo hints = {.ai_flags = AI_CANONNAME, .ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    char name[sizeof lookup->name] = "";
    if (getaddrinfo(lookup->host, NULL, &hints, &found) == 0) {
        if (found->ai_canonname != NULL && strlen(found->ai_canonname) < sizeof name) strcpy(name, found->ai_canonname);
        freeaddrinfo(found);
    }
    pthread_mutex_lock(&lookup->mutex);
    strcpy(lookup->name, name);
    lookup->is_done = true;
    const bool is_abandoned = lookup->is_abandoned;
    pthread_cond_signal(&lookup->done);
    pthread_mutex_unlock(&lookup->mutex);
    if (is_abandoned) free(lookup);
    return NULL;
}

static struct timespec moment_after(int milliseconds) {
    struct timespec moment;
    clock_gettime(CLOCK_REALTIME, &moment);
    const long nanoseconds = moment.tv_nsec + (long)(milliseconds % 1000) * 1000000;
    moment.tv_sec += milliseconds / 1000 + nanoseconds / 1000000000;
    moment.tv_nsec = nanoseconds % 1000000000;
    return moment;
}

int qd_canonical_name(const char *host, int timeout_ms, char *out, size_t capacity) {
    struct lookup *lookup = calloc(1, sizeof *lookup);
    if (lookup == NULL || strlen(host) >= sizeof lookup->host) {
        free(lookup);
        return -1;
    }
    strcpy(lookup->host, host);
    pthread_mutex_init(&lookup->mutex, NULL);
    pthread_cond_init(&lookup->done, NULL);
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_t thread;
    const int created = pthread_create(&thread, &attributes, look_up, lookup);
    pthread_attr_destroy(&attributes);
    if (created != 0) {
        free(lookup);
        return -1;
    }
    const struct timespec limit = moment_after(timeout_ms);
    pthread_mutex_lock(&lookup->mutex);
    int waited = 0;
    while (!lookup->is_done && waited == 0) waited = pthread_cond_timedwait(&lookup->done, &lookup->mutex, &limit);
    const bool is_done = lookup->is_done;
    int result = -1;
    if (is_done && lookup->name[0] != '\0' && strlen(lookup->name) < capacity) {
        strcpy(out, lookup->name);
        result = 0;
    }
    lookup->is_abandoned = !is_done;
    pthread_mutex_unlock(&lookup->mutex);
    if (is_done) free(lookup);
    return result;
}
