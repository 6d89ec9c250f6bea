#define _GNU_SOURCE
#include "libssl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>

#include "CTLS.h"

static struct qd_ssl_functions functions;
static bool is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    // The very library that libpq and libmariadb use; another version would know nothing of their connections.
    void *library = dlopen("libssl.so.3", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return;
    bool is_complete = true;
#define QD_FIND(name) is_complete &= (functions.name = (__typeof__(functions.name))dlsym(library, #name)) != NULL;
    QD_SSL_FUNCTIONS(QD_FIND)
#undef QD_FIND
    is_loaded = is_complete;
}

int qd_tls_load(void) {
    pthread_once(&once, load);
    return is_loaded ? 0 : -1;
}

const struct qd_ssl_functions *qd_ssl(void) { return is_loaded ? &functions : NULL; }
