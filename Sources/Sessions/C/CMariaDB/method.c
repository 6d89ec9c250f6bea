#include <CTLS.h>
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "libmariadb.h"

// The client side of `mysql_clear_password`, by which Aurora is told an IAM token. Ours asks who the server is first.
// libmariadb is given no password at all, so no other method has anything to give away.

/// What a method is told about the connection. Source: mysql/plugin_auth.h.
struct method_io {
    int (*read_packet)(struct method_io *io, unsigned char **bytes);
    int (*write_packet)(struct method_io *io, const unsigned char *bytes, int length);
    void (*info)(struct method_io *io, void *info);
};

/// What a method is. Source: mysql/client_plugin.h, interface 0x0100.
struct method {
    int type;
    unsigned interface_version;
    const char *name, *author, *description;
    unsigned version[3];
    const char *license;
    void *api;
    int (*init)(char *, size_t, int, va_list);
    int (*deinit)(void);
    int (*options)(const char *, const void *);
    int (*authenticate)(struct method_io *io, MYSQL *mysql);
};

enum { FAILED = 0, DONE = -1 };  // CR_ERROR, CR_OK

static int give(void *carrier, const void *bytes, size_t length) {
    struct method_io *io = carrier;
    return io->write_packet(io, bytes, (int)length) == 0 ? 0 : -1;
}

static int authenticate(struct method_io *io, MYSQL *mysql) {
    struct qd_mysql_link *link = qd_mysql_current();
    if (link == NULL || link->mysql != mysql) return FAILED;
    const int socket = (int)qd_mysql_functions->mysql_get_socket(mysql);
    if (qd_tls_verify(link->ssl, socket, link->host, link->refusal, sizeof link->refusal) != 0) return FAILED;
    if (link->token(link->context, io, give) != 0) return FAILED;
    link->has_given_token = 1;
    return DONE;
}

static struct method method = {
    .type = 2,
    .interface_version = 0x0100,
    .name = "mysql_clear_password",
    .author = "Quarterdeck",
    .description = "gives an IAM token to a server that has proven its name",
    .version = {1, 0, 0},
    .license = "MIT",
    .authenticate = authenticate,
};

int qd_mysql_register_method(void *library, MYSQL *mysql) {
    void *(*enlist)(MYSQL *, void *) = (void *(*)(MYSQL *, void *))dlsym(library, "mysql_client_register_plugin");
    return enlist != NULL && enlist(mysql, &method) == &method ? 0 : -1;
}
