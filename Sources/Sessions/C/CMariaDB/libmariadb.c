#define _GNU_SOURCE
#include "libmariadb.h"

#include <CTLS.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

const struct qd_mysql *qd_mysql_functions;
static struct qd_mysql functions;
static char problem[512];
static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Thread_local struct qd_mysql_link *current;

void qd_mysql_enter(struct qd_mysql_link *link) { current = link; }

struct qd_mysql_link *qd_mysql_current(void) { return current; }

/// libmariadb has just created a TLS object on this thread, before the handshake: remember it, and make its socket
/// non-blocking, so that `qd_mysql_wait` does the waiting.
static void note_tls_object(void *ssl) {
    if (current == NULL || current->mysql == NULL) return;
    current->ssl = ssl;
    const int socket = (int)functions.mysql_get_socket(current->mysql);
    const int flags = fcntl(socket, F_GETFL);
    if (flags >= 0) fcntl(socket, F_SETFL, flags | O_NONBLOCK);
}

/// The server's chain is verified next: from here on its name is a condition, too. libmariadb sends the user's name
/// right after the handshake.
static void require_name(void) {
    if (current == NULL || current->ssl == NULL || current->has_named_host) return;
    current->has_named_host = 1;
    if (qd_tls_require(current->ssl, current->host) == 0) return;
    strcpy(current->refusal, "its name cannot be verified");
    shutdown((int)functions.mysql_get_socket(current->mysql), SHUT_RDWR);
}

static void load(void) {
    void *library = dlopen("libmariadb.so.3", RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) {
        const char *reason = dlerror();
        snprintf(problem, sizeof problem, "%s", reason != NULL ? reason : "it is not installed");
        return;
    }
    bool is_complete = true;
#define QD_FIND(name) is_complete &= (functions.name = (__typeof__(functions.name))dlsym(library, #name)) != NULL;
    QD_MYSQL_FUNCTIONS(QD_FIND)
#undef QD_FIND
    if (!is_complete) {
        strcpy(problem, "libmariadb.so.3 lacks functions that are needed");
        return;
    }
    if (qd_tls_check_user(library, "libmariadb.so.3", problem, sizeof problem) != 0) return;
    if (qd_tls_watch(note_tls_object, require_name) != 0) {
        strcpy(problem, "libssl.so.3 cannot be used");
        return;
    }
    if (functions.mysql_server_init(0, NULL, NULL) != 0) {
        strcpy(problem, "libmariadb does not start");
        return;
    }
    MYSQL *mysql = functions.mysql_init(NULL);
    const int registered = mysql == NULL ? -1 : qd_mysql_register_method(library, mysql);
    if (mysql != NULL) functions.mysql_close(mysql);
    if (registered != 0) {
        strcpy(problem, "libmariadb does not take an authentication method of our own");
        return;
    }
    functions.ma_pvio_register_callback(1, qd_mysql_check_greeting);
    qd_mysql_functions = &functions;
}

const struct qd_mysql *qd_mysql_load(const char **reason) {
    pthread_once(&once, load);
    *reason = problem;
    return qd_mysql_functions;
}
