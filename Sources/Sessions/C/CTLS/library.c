#define _GNU_SOURCE
#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
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

static const char *file_of(const void *function) {
    Dl_info info;
    return dladdr(function, &info) != 0 && info.dli_fname != NULL ? info.dli_fname : "an unknown file";
}

int qd_tls_check_user(void *user, const char *name, char *reason, size_t size) {
    const char *problem;
    const struct qd_tls_library *l = qd_tls_library(&problem);
    if (l == NULL) {
        snprintf(reason, size, "%s", problem);
        return -1;
    }
    // One function of each of OpenSSL's two libraries. A search with the other library's handle covers only that
    // library and its dependencies.
    const struct { const char *name; const void *ours; } functions[] = {
        {"SSL_get_verify_result", (const void *)l->SSL_get_verify_result}, {"X509_free", (const void *)l->X509_free}};
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        const void *theirs = dlsym(user, functions[i].name);
        if (theirs == functions[i].ours) continue;
        if (theirs == NULL)
            snprintf(reason, size, "%s is not built with OpenSSL 3, so it has no TLS that can be verified", name);
        else
            snprintf(
                reason, size, "%s uses another OpenSSL (%s) than this program (%s)", name, file_of(theirs),
                file_of(functions[i].ours));
        return -1;
    }
    return 0;
}

void qd_tls_append(char *out, size_t size, const char *text, size_t length) {
    size_t used = strnlen(out, size);
    for (size_t i = 0; i < length && used + 1 < size; i++)
        out[used++] = text[i] >= 0x20 && text[i] <= 0x7e ? text[i] : '?';
    if (used < size) out[used] = 0;
}
