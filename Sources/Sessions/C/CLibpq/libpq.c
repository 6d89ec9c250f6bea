#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "CLibpq.h"

static struct qd_pq functions;
static bool is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    void *library = dlopen("libpq.so.5", RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) return;
    bool is_complete = true;
#define QD_FIND(name) is_complete &= (functions.name = (__typeof__(functions.name))dlsym(library, #name)) != NULL;
    QD_PQ_FUNCTIONS(QD_FIND)
#undef QD_FIND
    is_loaded = is_complete;
}

const struct qd_pq *qd_pq_load(void) {
    pthread_once(&once, load);
    return is_loaded ? &functions : NULL;
}
