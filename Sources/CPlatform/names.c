#define _GNU_SOURCE
#include "CPlatform.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/// A lookup that outlives a caller who stopped waiting: it owns everything the resolver's thread still touches.
struct lookup {
    struct gaicb request;
    struct addrinfo hints;
    char host[256];
};

int qd_canonical_name(const char *host, int timeout_ms, char *out, size_t capacity) {
    if (strlen(host) >= sizeof(((struct lookup *)0)->host) || capacity == 0) return -1;
    struct lookup *lookup = calloc(1, sizeof *lookup);
    if (lookup == NULL) return -1;
    strcpy(lookup->host, host);
    lookup->hints.ai_flags = AI_CANONNAME;
    lookup->hints.ai_socktype = SOCK_STREAM;
    lookup->request.ar_name = lookup->host;
    lookup->request.ar_request = &lookup->hints;

    struct gaicb *list[1] = {&lookup->request};
    if (getaddrinfo_a(GAI_NOWAIT, list, 1, NULL) != 0) {
        free(lookup);
        return -1;
    }
    const struct timespec limit = {timeout_ms / 1000, (long)(timeout_ms % 1000) * 1000000};
    const struct gaicb *waiting[1] = {&lookup->request};
    gai_suspend(waiting, 1, &limit);

    int status = gai_error(&lookup->request);
    // Still being worked on and not to be cancelled: the memory must stay, a few hundred bytes once.
    if (status == EAI_INPROGRESS && gai_cancel(&lookup->request) != EAI_CANCELED) return -1;
    int found = -1;
    struct addrinfo *result = lookup->request.ar_result;
    if (status == 0 && result != NULL) {
        if (result->ai_canonname != NULL && strlen(result->ai_canonname) < capacity) {
            strcpy(out, result->ai_canonname);
            found = 0;
        }
        freeaddrinfo(result);
    }
    free(lookup);
    return found;
}
