#define _GNU_SOURCE
#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <string.h>

static struct qd_tls_library library;
static char problem_text[256];
static int is_usable;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void note(const char *text) { qd_tls_append(problem_text, sizeof problem_text, text, strlen(text)); }

static void open_library(void) {
    void *handle = dlopen("libssl.so.3", RTLD_LAZY | RTLD_LOCAL);
    if (handle == NULL) {
        const char *reason = dlerror();
        note(reason != NULL ? reason : "libssl.so.3 cannot be opened");
        return;
    }
#define F(name)                                              \
    library.name = (__typeof__(name) *)dlsym(handle, #name); \
    if (library.name == NULL) {                              \
        note("libssl.so.3 has no " #name);                   \
        return;                                              \
    }
    QD_TLS_FUNCTIONS(F)
#undef F
    library.socket_method = qd_tls_socket_method(&library);
    if (library.socket_method == NULL) {
        note("out of memory");
        return;
    }
    is_usable = 1;
}

const struct qd_tls_library *qd_tls_library(const char **problem) {
    pthread_once(&once, open_library);
    *problem = problem_text;
    return is_usable ? &library : NULL;
}

void qd_tls_append(char *out, size_t size, const char *text, size_t length) {
    size_t used = strnlen(out, size);
    for (size_t i = 0; i < length && used + 1 < size; i++)
        out[used++] = text[i] >= 0x20 && text[i] <= 0x7e ? text[i] : '?';
    if (used < size) out[used] = 0;
}
