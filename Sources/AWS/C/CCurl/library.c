#define _GNU_SOURCE
#include "library.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

static struct qd_curl functions;
static bool is_loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    void *library = dlopen("libcurl.so.4", RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) library = dlopen("libcurl-gnutls.so.4", RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) return;
    bool is_complete = true;
#define QD_FIND(name) is_complete &= (functions.name = (__typeof__(functions.name))dlsym(library, #name)) != NULL;
    QD_CURL_FUNCTIONS(QD_FIND)
#undef QD_FIND
    if (!is_complete || functions.curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return;
    const curl_version_info_data *version = functions.curl_version_info(CURLVERSION_NOW);
    functions.uses_openssl = version->ssl_version != NULL && strncmp(version->ssl_version, "OpenSSL", 7) == 0;
    is_loaded = true;
}

const struct qd_curl *qd_curl_load(void) {
    pthread_once(&once, load);
    return is_loaded ? &functions : NULL;
}
