#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "CCurl.h"
#include "library.h"

/// A reply while it arrives.
struct arrival {
    struct qd_http_reply *reply;
    size_t capacity, largest_body, head_size, largest_head;
    int is_too_large;
};

/// Grows the buffer and wipes the old copy, which may be secret.
static int make_room(struct arrival *arrival, size_t more) {
    struct qd_http_reply *reply = arrival->reply;
    if (reply->size + more <= arrival->capacity) return 1;
    size_t capacity = arrival->capacity * 2 + more + 4096;
    uint8_t *larger = malloc(capacity);
    if (larger == NULL) return 0;
    if (reply->body != NULL) {
        memcpy(larger, reply->body, reply->size);
        explicit_bzero(reply->body, reply->size);
        free(reply->body);
    }
    reply->body = larger;
    arrival->capacity = capacity;
    return 1;
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    struct arrival *arrival = context;
    const size_t more = size * count;
    if (more > arrival->largest_body - arrival->reply->size) {
        arrival->is_too_large = 1;
        return 0;
    }
    if (!make_room(arrival, more)) return 0;
    memcpy(arrival->reply->body + arrival->reply->size, bytes, more);
    arrival->reply->size += more;
    return more;
}

/// Stores the value of a `Date` header.
static void take_date(struct qd_http_reply *reply, const char *line, size_t size) {
    static const char name[] = "date:";
    if (size < sizeof name || strncasecmp(line, name, sizeof name - 1) != 0) return;
    size_t start = sizeof name - 1;
    while (start < size && line[start] == ' ') start++;
    size_t length = 0;
    while (start + length < size && line[start + length] >= 0x20 && line[start + length] < 0x7f) length++;
    if (length >= sizeof reply->date) return;
    memcpy(reply->date, line + start, length);
    reply->date[length] = 0;
}

static size_t take_head(char *bytes, size_t size, size_t count, void *context) {
    struct arrival *arrival = context;
    const size_t more = size * count;
    if (more > arrival->largest_head - arrival->head_size) {
        arrival->is_too_large = 1;
        return 0;
    }
    arrival->head_size += more;
    take_date(arrival->reply, bytes, more);
    return more;
}

static void set_options(const struct qd_curl *c, CURL *easy, const struct qd_http_request *request,
                        struct curl_slist *headers, struct arrival *arrival, char *problem) {
    c->curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, problem);
    c->curl_easy_setopt(easy, CURLOPT_URL, request->url);
    c->curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
    if (request->body != NULL) {
        c->curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->body_size);
        c->curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request->body);
    }
    c->curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request->method);
    if (c->curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") != CURLE_OK)
        c->curl_easy_setopt(easy, 181 /* CURLOPT_PROTOCOLS, before 7.85 */, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
    c->curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    c->curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    c->curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    c->curl_easy_setopt(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    // Without this, a time-out during name resolution would raise a signal.
    c->curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
#ifdef CURLOPT_QUICK_EXIT
    c->curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#else
    c->curl_easy_setopt(easy, (CURLoption)318 /* CURLOPT_QUICK_EXIT; unknown before 7.87 */, 1L);
#endif
    c->curl_easy_setopt(easy, CURLOPT_PROXY, request->proxy);
    if (request->proxy_user != NULL) c->curl_easy_setopt(easy, CURLOPT_PROXYUSERNAME, request->proxy_user);
    if (request->proxy_password != NULL) c->curl_easy_setopt(easy, CURLOPT_PROXYPASSWORD, request->proxy_password);
    c->curl_easy_setopt(easy, CURLOPT_NOPROXY, request->no_proxy);
    c->curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
    c->curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
    c->curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (request->ca_file != NULL) {
        c->curl_easy_setopt(easy, CURLOPT_CAINFO, request->ca_file);
        c->curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    } else if (request->ca_directory != NULL && c->uses_openssl) {
        // Loads only the certificate authorities that are needed instead of all 140.
        c->curl_easy_setopt(easy, CURLOPT_CAINFO, NULL);
        c->curl_easy_setopt(easy, CURLOPT_CAPATH, request->ca_directory);
    }
    c->curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)request->connect_timeout_ms);
    c->curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)request->timeout_ms);
    c->curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
    c->curl_easy_setopt(easy, CURLOPT_WRITEDATA, arrival);
    c->curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_head);
    c->curl_easy_setopt(easy, CURLOPT_HEADERDATA, arrival);
}

static int64_t milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/// Runs the transfer to its end. Returns libcurl's code; -1 when it was cancelled.
static int run(const struct qd_curl *c, CURLM *multi, const struct qd_http_request *request) {
    // libcurl enforces the time-out; this is a second limit in case it does not.
    const int64_t end = milliseconds() + request->timeout_ms + 250;
    for (;;) {
        int running = 0, left = 0;
        if (c->curl_multi_perform(multi, &running) != CURLM_OK) return CURLE_FAILED_INIT;
        const CURLMsg *message = c->curl_multi_info_read(multi, &left);
        if (message != NULL && message->msg == CURLMSG_DONE) return (int)message->data.result;
        if (running == 0) return CURLE_GOT_NOTHING;
        if (milliseconds() > end) return CURLE_OPERATION_TIMEDOUT;
        struct curl_waitfd wake = {.fd = request->cancel, .events = CURL_WAIT_POLLIN};
        if (c->curl_multi_wait(multi, &wake, request->cancel < 0 ? 0 : 1, 50, NULL) != CURLM_OK)
            return CURLE_FAILED_INIT;
        if (wake.revents != 0) return -1;
    }
}

static enum qd_http_end meaning(int code, const struct arrival *arrival) {
    if (arrival->is_too_large) return QD_HTTP_TOO_LARGE;
    switch (code) {
    case -1: return QD_HTTP_CANCELLED;
    case CURLE_OK: return QD_HTTP_ANSWERED;
    case CURLE_OPERATION_TIMEDOUT: return QD_HTTP_TIMED_OUT;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_CONNECT: return QD_HTTP_UNREACHABLE;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CONNECT_ERROR: return QD_HTTP_UNTRUSTED;
    case CURLE_GOT_NOTHING:
    case CURLE_PARTIAL_FILE:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR: return QD_HTTP_CUT_OFF;
    default: return QD_HTTP_BROKEN;
    }
}

static void describe(const struct qd_curl *c, int code, char *problem, size_t size) {
    if (problem[0] == 0 && code > 0) strncpy(problem, c->curl_easy_strerror((CURLcode)code), size - 1);
    for (char *p = problem; *p != 0; p++)
        if (*p < 0x20 || *p > 0x7e) *p = '?';
}

static enum qd_http_end transfer(const struct qd_curl *c, CURLM *multi, CURL *easy,
                                 const struct qd_http_request *request, struct curl_slist *headers,
                                 struct qd_http_reply *reply) {
    char problem[CURL_ERROR_SIZE] = "";
    struct arrival arrival = {
        .reply = reply, .largest_body = request->largest_body, .largest_head = request->largest_head};
    set_options(c, easy, request, headers, &arrival, problem);
    if (c->curl_multi_add_handle(multi, easy) != CURLM_OK) return QD_HTTP_BROKEN;
    const int code = run(c, multi, request);
    long status = 0;
    long proxy_status = 0;
    double connected = 0;
    c->curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    c->curl_easy_getinfo(easy, CURLINFO_CONNECT_TIME, &connected);
    c->curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &proxy_status);
    c->curl_multi_remove_handle(multi, easy);
    reply->proxy_status = (int)proxy_status;
    reply->status = (int)status;
    reply->was_connected = connected > 0;
    describe(c, code, problem, sizeof problem);
    memcpy(reply->problem, problem, sizeof reply->problem - 1);
    return meaning(code, &arrival);
}

int qd_http_is_available(void) { return qd_curl_load() != NULL; }

enum qd_http_end qd_http_perform(const struct qd_http_request *request, struct qd_http_reply *reply) {
    memset(reply, 0, sizeof *reply);
    const struct qd_curl *c = qd_curl_load();
    if (c == NULL) return QD_HTTP_BROKEN;
    struct curl_slist *headers = NULL;
    int is_complete = 1;
    for (const char *const *header = request->headers; *header != NULL && is_complete; header++) {
        struct curl_slist *longer = c->curl_slist_append(headers, *header);
        is_complete = longer != NULL;
        if (longer != NULL) headers = longer;
    }
    CURLM *multi = c->curl_multi_init();
    CURL *easy = c->curl_easy_init();
    enum qd_http_end end = QD_HTTP_BROKEN;
    if (is_complete && multi != NULL && easy != NULL) end = transfer(c, multi, easy, request, headers, reply);
    if (easy != NULL) c->curl_easy_cleanup(easy);
    if (multi != NULL) c->curl_multi_cleanup(multi);
    for (struct curl_slist *header = headers; header != NULL; header = header->next)
        explicit_bzero(header->data, strlen(header->data));
    c->curl_slist_free_all(headers);
    if (end != QD_HTTP_ANSWERED) qd_http_release(reply);
    return end;
}

void qd_http_release(struct qd_http_reply *reply) {
    if (reply->body == NULL) return;
    explicit_bzero(reply->body, reply->size);
    free(reply->body);
    reply->body = NULL;
    reply->size = 0;
}
