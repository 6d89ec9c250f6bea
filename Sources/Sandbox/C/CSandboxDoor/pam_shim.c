/* Replaces libpam inside PostgreSQL, so that a pg_hba.conf line `hostssl ... pam pamservice=rds` calls Quarterdeck's
 * verifier instead of the modules of /etc/pam.d. LD_PRELOAD loads it into the postmaster only.
 *
 * It also keeps POSIX shared memory within the sandbox, and provides a name for a user ID without a passwd entry
 * (usual in containers). Without that name, initdb and `postgres --single` fail.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>

#include "verifier_client.h"

#define EXPORT __attribute__((visibility("default")))

/* The part of the PAM ABI (Linux-PAM 1.0) that PostgreSQL uses. */
enum {
    PAM_SUCCESS = 0,
    PAM_SYSTEM_ERR = 4,
    PAM_BUF_ERR = 5,
    PAM_AUTH_ERR = 7,
    PAM_CONV_ERR = 19,
    PAM_BAD_ITEM = 29,
};
enum { ITEM_SERVICE = 1, ITEM_USER = 2, ITEM_TTY = 3, ITEM_RHOST = 4, ITEM_CONV = 5 };
enum { PROMPT_ECHO_OFF = 1 };

struct pam_message {
    int msg_style;
    const char *msg;
};
struct pam_response {
    char *resp;
    int resp_retcode;
};
struct pam_conv {
    int (*conv)(int n, const struct pam_message **msg, struct pam_response **resp, void *appdata);
    void *appdata;
};

typedef struct pam_handle {
    struct pam_conv conv;
    char user[QD_USER_MAX + 1];
    bool right_service;
    bool authenticated;
} pam_handle_t;

static char verifier_path[sizeof((struct sockaddr_un *)0)->sun_path];

/* Runs before main. The postmaster does not need the two variables any more, so its later children (archive commands,
 * COPY ... PROGRAM, extensions) do not inherit them. initdb keeps them for its children. */
__attribute__((constructor)) static void qd_pam_shim_loaded(void)
{
    const char *path = getenv(QD_VERIFIER_ENV);
    if (path && strlen(path) < sizeof verifier_path)
        memcpy(verifier_path, path, strlen(path) + 1);
    if (strcmp(program_invocation_short_name, "postgres") == 0) {
        unsetenv("LD_PRELOAD");
        unsetenv(QD_VERIFIER_ENV);
    }
}

EXPORT int pam_start(const char *service, const char *user, const struct pam_conv *conv, pam_handle_t **out)
{
    if (!out)
        return PAM_SYSTEM_ERR;
    *out = NULL;
    if (!service || !conv || !conv->conv)
        return PAM_SYSTEM_ERR;
    pam_handle_t *h = calloc(1, sizeof *h);
    if (!h)
        return PAM_BUF_ERR;
    h->conv = *conv;
    h->right_service = strcmp(service, "rds") == 0;
    if (user && strlen(user) <= QD_USER_MAX)
        memcpy(h->user, user, strlen(user) + 1);
    *out = h;
    return PAM_SUCCESS;
}

EXPORT int pam_set_item(pam_handle_t *h, int item, const void *value)
{
    if (!h)
        return PAM_SYSTEM_ERR;
    switch (item) {
    case ITEM_USER: {
        size_t n = value ? strlen(value) : 0;
        h->authenticated = false;
        h->user[0] = 0;
        if (n > QD_USER_MAX)
            return PAM_BUF_ERR;
        if (n > 0)
            memcpy(h->user, value, n + 1);
        return PAM_SUCCESS;
    }
    case ITEM_CONV:
        if (!value || !((const struct pam_conv *)value)->conv)
            return PAM_SYSTEM_ERR;
        h->conv = *(const struct pam_conv *)value;
        return PAM_SUCCESS;
    case ITEM_SERVICE:
    case ITEM_TTY:
    case ITEM_RHOST:
        return PAM_SUCCESS;
    default:
        return PAM_BAD_ITEM;
    }
}

EXPORT int pam_authenticate(pam_handle_t *h, int flags)
{
    (void)flags;
    if (!h)
        return PAM_SYSTEM_ERR;
    h->authenticated = false;
    if (!h->right_service || h->user[0] == 0)
        return PAM_SYSTEM_ERR;

    const struct pam_message prompt = {.msg_style = PROMPT_ECHO_OFF, .msg = ""};
    const struct pam_message *prompts[1] = {&prompt};
    struct pam_response *reply = NULL;
    int rc = h->conv.conv(1, prompts, &reply, h->conv.appdata);
    if (rc != PAM_SUCCESS || !reply)
        return rc == PAM_SUCCESS ? PAM_CONV_ERR : rc;

    if (reply->resp) {
        size_t n = strlen(reply->resp);
        h->authenticated = qd_verify(verifier_path, 'P', h->user, strlen(h->user), reply->resp, n);
        explicit_bzero(reply->resp, n);
        free(reply->resp);
    }
    free(reply);
    return h->authenticated ? PAM_SUCCESS : PAM_AUTH_ERR;
}

EXPORT int pam_acct_mgmt(pam_handle_t *h, int flags)
{
    (void)flags;
    return h && h->authenticated ? PAM_SUCCESS : PAM_AUTH_ERR;
}

EXPORT int pam_end(pam_handle_t *h, int status)
{
    (void)status;
    if (!h)
        return PAM_SYSTEM_ERR;
    explicit_bzero(h, sizeof *h);
    free(h);
    return PAM_SUCCESS;
}

EXPORT const char *pam_strerror(pam_handle_t *h, int code)
{
    (void)h;
    switch (code) {
    case PAM_SUCCESS: return "Success";
    case PAM_BUF_ERR: return "Memory buffer error";
    case PAM_AUTH_ERR: return "Authentication failure";
    case PAM_CONV_ERR: return "Conversation error";
    case PAM_BAD_ITEM: return "Bad item passed to pam_*_item()";
    default: return "System error";
    }
}

/* --- shared memory within the sandbox -------------------------------------------------------------------------- */

/* initdb's own servers use POSIX shared memory; when they are killed, it stays in /dev/shm. Therefore it is a file in
 * the sandbox's directory, which is removed with the sandbox. */
static bool shared_memory_path(const char *name, char *path, size_t size)
{
    const char *directory = getenv("QD_SHM_DIR");
    if (!directory || !name || name[0] != '/' || strchr(name + 1, '/')) {
        errno = EINVAL;
        return false;
    }
    int n = snprintf(path, size, "%s%s", directory, name);
    if (n < 0 || (size_t)n >= size) {
        errno = ENAMETOOLONG;
        return false;
    }
    return true;
}

EXPORT int shm_open(const char *name, int flags, mode_t mode)
{
    char path[4096];
    return shared_memory_path(name, path, sizeof path) ? open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode) : -1;
}

EXPORT int shm_unlink(const char *name)
{
    char path[4096];
    return shared_memory_path(name, path, sizeof path) ? unlink(path) : -1;
}

/* --- the name of a user ID without one ------------------------------------------------------------------------- */

static const char *own_name(void)
{
    const char *name = getenv("QD_OS_USER");
    return name && *name && strlen(name) < 64 ? name : "quarterdeck";
}

static void fill_passwd(struct passwd *p, const char *name)
{
    *p = (struct passwd){
        .pw_name = (char *)(uintptr_t)name,
        .pw_passwd = (char *)(uintptr_t)"*",
        .pw_uid = geteuid(),
        .pw_gid = getegid(),
        .pw_gecos = (char *)(uintptr_t)"",
        .pw_dir = (char *)(uintptr_t)"/nonexistent",
        .pw_shell = (char *)(uintptr_t)"/bin/false",
    };
}

EXPORT struct passwd *getpwuid(uid_t uid)
{
    static struct passwd own;
    struct passwd *(*real)(uid_t) = NULL;
    *(void **)&real = dlsym(RTLD_NEXT, "getpwuid");
    struct passwd *found = real ? real(uid) : NULL;
    if (found || uid != geteuid())
        return found;
    fill_passwd(&own, own_name());
    return &own;
}

EXPORT int getpwuid_r(uid_t uid, struct passwd *p, char *buf, size_t size, struct passwd **out)
{
    int (*real)(uid_t, struct passwd *, char *, size_t, struct passwd **) = NULL;
    *(void **)&real = dlsym(RTLD_NEXT, "getpwuid_r");
    int rc = real ? real(uid, p, buf, size, out) : ENOENT;
    if ((rc == 0 && *out) || rc == ERANGE || uid != geteuid())
        return rc;
    const char *name = own_name();
    size_t n = strlen(name) + 1;
    *out = NULL;
    if (n > size)
        return ERANGE;
    memcpy(buf, name, n);
    fill_passwd(p, buf);
    *out = p;
    return 0;
}
