#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include <stdio.h>
#include <string.h>

#include <CTLS.h>

#include "CLibpq.h"

static struct qd_pq functions;
static char problem[512];
static bool is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    void *library = dlopen("libpq.so.5", RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) {
        const char *reason = dlerror();
        snprintf(problem, sizeof problem, "%s", reason != NULL ? reason : "it is not installed");
        return;
    }
    if (qd_tls_check_user(library, "libpq.so.5", problem, sizeof problem) != 0) return;
    bool is_complete = true;
#define QD_FIND(name) is_complete &= (functions.name = (__typeof__(functions.name))dlsym(library, #name)) != NULL;
    QD_PQ_FUNCTIONS(QD_FIND)
#undef QD_FIND
#define QD_FIND(field, name) functions.field = (__typeof__(functions.field))dlsym(library, name);
    QD_PQ_CANCEL_FUNCTIONS(QD_FIND)
#undef QD_FIND
    if (!is_complete) strcpy(problem, "libpq.so.5 lacks functions that are needed");
    is_loaded = is_complete;
}

const struct qd_pq *qd_pq_load(const char **reason) {
    pthread_once(&once, load);
    *reason = problem;
    return is_loaded ? &functions : NULL;
}
