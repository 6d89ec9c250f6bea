#pragma once
#include <curl/curl.h>

#define QD_CURL_FUNCTIONS(X)                                                                                       \
    X(curl_global_init) X(curl_version_info) X(curl_easy_init) X(curl_easy_setopt) X(curl_easy_getinfo)            \
    X(curl_easy_strerror) X(curl_easy_cleanup) X(curl_slist_append) X(curl_slist_free_all) X(curl_multi_init)      \
    X(curl_multi_add_handle) X(curl_multi_remove_handle) X(curl_multi_perform) X(curl_multi_wait)                  \
    X(curl_multi_info_read) X(curl_multi_cleanup)

// The header defines these as macros that check argument types.
#undef curl_easy_setopt
#undef curl_easy_getinfo

struct qd_curl {
#define QD_DECLARE(name) __typeof__(name) *name;
    QD_CURL_FUNCTIONS(QD_DECLARE)
#undef QD_DECLARE
    int uses_openssl;  // then it loads authorities of a directory on demand, not all at once
};

/// The functions of libcurl; NULL when it is not installed.
const struct qd_curl *qd_curl_load(void);
