/* AWSAuthenticationPlugin for MariaDB 10.11: the server side of Aurora MySQL's IAM authentication.
 * The plugin requests a cleartext password (mysql_clear_password), only within TLS, and Quarterdeck's verifier checks
 * it. The declarations below are the necessary part of the server's plugin ABI; no MariaDB header is needed.
 */
#define _GNU_SOURCE
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>

#include "verifier_client.h"

#define EXPORT __attribute__((visibility("default")))

/* --- server plugin ABI ----------------------------------------------------------------------------------------- */

enum { AUTH_PLUGIN = 7, LICENSE_BSD = 2, MATURITY_STABLE = 5, NAME_LENGTH = 512 };
enum { ABI_DECLARATION = 0x010f, ABI_AUTHENTICATION = 0x0202 };
enum { RESULT_OK = -1, RESULT_REFUSED = 0 };
enum { PASSWORD_NO = 0, PASSWORD_YES = 1 };
enum { TRANSPORT_TCP = 1 };

struct vio_info {
    int protocol;
    int socket;
};
struct plugin_vio {
    int (*read_packet)(struct plugin_vio *vio, unsigned char **packet);
    int (*write_packet)(struct plugin_vio *vio, const unsigned char *packet, int length);
    void (*info)(struct plugin_vio *vio, struct vio_info *info);
};
struct auth_info {
    const char *user_name;
    unsigned int user_name_length;
    const char *auth_string;
    unsigned long auth_string_length;
    char authenticated_as[NAME_LENGTH + 1];
    char external_user[NAME_LENGTH + 1];
    int password_used;
    const char *host_or_ip;
    unsigned int host_or_ip_length;
    void *thd;
};
struct auth_plugin {
    int interface_version;
    const char *client_plugin;
    int (*authenticate)(struct plugin_vio *vio, struct auth_info *info);
    int (*hash_password)(const char *, size_t, char *, size_t *);
    int (*preprocess_hash)(const char *, size_t, unsigned char *, size_t *);
};
struct plugin_declaration {
    int type;
    void *descriptor;
    const char *name, *author, *description;
    int license;
    int (*init)(void *);
    int (*deinit)(void *);
    unsigned int version;
    void *status_variables, *system_variables;
    const char *version_text;
    unsigned int maturity;
};

/* --- is this connection encrypted? ----------------------------------------------------------------------------- */

/* The plugin interface does not report TLS, and the server checks REQUIRE SSL and require_secure_transport only after
 * the plugin has received the password. The kernel's byte counter shows it: at this point the server has sent only its
 * greeting on a plain connection (about 80 bytes; only the version string varies). On an encrypted connection it has
 * also sent its part of the TLS handshake, and the client has acknowledged it. A client cannot change this number.
 */
enum { MORE_THAN_A_GREETING = 160 };

enum transport { PLAIN, ENCRYPTED, UNKNOWN };

static enum transport transport_of(struct plugin_vio *vio)
{
    struct vio_info where = {0, -1};
    vio->info(vio, &where);
    if (where.protocol != TRANSPORT_TCP || where.socket < 0)
        return PLAIN;

    /* glibc's struct tcp_info ends before this field; the layout is the kernel's. */
    struct {
        struct tcp_info known;
        uint64_t pacing_rate, max_pacing_rate, bytes_acked;
    } t;
    memset(&t, 0, sizeof t);
    socklen_t n = sizeof t;
    if (getsockopt(where.socket, IPPROTO_TCP, TCP_INFO, &t, &n) != 0 || n < sizeof t || t.bytes_acked == 0)
        return UNKNOWN;   /* not Linux's own TCP: the server's later check must suffice */
    return t.bytes_acked > MORE_THAN_A_GREETING ? ENCRYPTED : PLAIN;
}

/* --- the login ------------------------------------------------------------------------------------------------- */

static char verifier_path[sizeof((struct sockaddr_un *)0)->sun_path];

static int authenticate(struct plugin_vio *vio, struct auth_info *info)
{
    info->password_used = PASSWORD_NO;
    if (transport_of(vio) == PLAIN)
        return RESULT_REFUSED;

    /* Reading without writing makes the server ask the client for mysql_clear_password with no data. */
    unsigned char *packet = NULL;
    int length = vio->read_packet(vio, &packet);
    if (length < 0 || !packet)
        return RESULT_REFUSED;

    size_t n = (size_t)length;
    if (n > 0 && packet[n - 1] == 0)
        n--;
    bool accepted = false;
    if (n > 0) {
        info->password_used = PASSWORD_YES;
        accepted = info->auth_string && info->auth_string_length == 3 && memcmp(info->auth_string, "RDS", 3) == 0
            && memchr(packet, 0, n) == NULL
            && qd_verify(verifier_path, 'M', info->user_name, info->user_name_length, (const char *)packet, n);
        explicit_bzero(packet, n);
    }
    return accepted ? RESULT_OK : RESULT_REFUSED;
}

static int start(void *unused)
{
    (void)unused;
    const char *path = getenv(QD_VERIFIER_ENV);
    if (path && strlen(path) < sizeof verifier_path)
        memcpy(verifier_path, path, strlen(path) + 1);
    else
        fputs("AWSAuthenticationPlugin: " QD_VERIFIER_ENV " is not set; every login will be refused\n", stderr);
    return 0;
}

static struct auth_plugin plugin = {
    .interface_version = ABI_AUTHENTICATION,
    .client_plugin = "mysql_clear_password",
    .authenticate = authenticate,
};

/* The server looks these three up by name; the list ends with an empty entry. */
extern EXPORT int _maria_plugin_interface_version_;
extern EXPORT int _maria_sizeof_struct_st_plugin_;
extern EXPORT struct plugin_declaration _maria_plugin_declarations_[];

int _maria_plugin_interface_version_ = ABI_DECLARATION;
int _maria_sizeof_struct_st_plugin_ = sizeof(struct plugin_declaration);
struct plugin_declaration _maria_plugin_declarations_[] = {
    {
        .type = AUTH_PLUGIN,
        .descriptor = &plugin,
        .name = "AWSAuthenticationPlugin",
        .author = "Quarterdeck",
        .description = "IAM database authentication, verified locally",
        .license = LICENSE_BSD,
        .init = start,
        .version = 0x0100,
        .version_text = "1.0",
        .maturity = MATURITY_STABLE,
    },
    {0},
};
