#include "library.h"

#include <arpa/inet.h>
#include <string.h>
#include <time.h>

static void add(char *out, size_t size, const char *text) { qd_tls_append(out, size, text, strlen(text)); }

static void add_name(const struct qd_tls_library *l, const X509_NAME *name, char *out, size_t size) {
    char text[160];
    add(out, size, l->X509_NAME_oneline(name, text, sizeof text) != NULL ? text : "?");
}

static void add_time(const struct qd_tls_library *l, const ASN1_TIME *time, char *out, size_t size) {
    struct tm parts;
    char text[32];
    memset(&parts, 0, sizeof parts);
    if (l->ASN1_TIME_to_tm(time, &parts) == 1 && strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &parts) > 0)
        add(out, size, text);
    else
        add(out, size, "?");
}

static void add_alternative_names(const struct qd_tls_library *l, X509 *certificate, char *out, size_t size) {
    enum { SHOWN = 8 };
    GENERAL_NAMES *names = l->X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
    const int count = names != NULL ? l->OPENSSL_sk_num((const OPENSSL_STACK *)names) : 0;
    add(out, size, count > 0 ? "; its names: " : "; it has no alternative names");
    for (int i = 0; i < count && i < SHOWN; i++) {
        const GENERAL_NAME *name = l->OPENSSL_sk_value((const OPENSSL_STACK *)names, i);
        if (i > 0) add(out, size, ", ");
        if (name->type == GEN_DNS) {
            const int length = l->ASN1_STRING_length(name->d.dNSName);
            qd_tls_append(
                out, size, (const char *)l->ASN1_STRING_get0_data(name->d.dNSName), length > 0 ? (size_t)length : 0);
        } else if (name->type == GEN_IPADD) {
            const int length = l->ASN1_STRING_length(name->d.iPAddress);
            char text[INET6_ADDRSTRLEN] = "?";
            if (length == 4 || length == 16)
                inet_ntop(
                    length == 4 ? AF_INET : AF_INET6, l->ASN1_STRING_get0_data(name->d.iPAddress), text, sizeof text);
            add(out, size, text);
        } else {
            add(out, size, "(another kind)");
        }
    }
    if (count > SHOWN) add(out, size, ", ...");
    if (names != NULL) l->GENERAL_NAMES_free(names);
}

void qd_tls_describe(const struct qd_tls_library *l, X509 *certificate, char *out, size_t size) {
    add(out, size, "certificate of ");
    add_name(l, l->X509_get_subject_name(certificate), out, size);
    add(out, size, " by ");
    add_name(l, l->X509_get_issuer_name(certificate), out, size);
    add(out, size, ", valid from ");
    add_time(l, l->X509_get0_notBefore(certificate), out, size);
    add(out, size, " to ");
    add_time(l, l->X509_get0_notAfter(certificate), out, size);
    add_alternative_names(l, certificate, out, size);
}

int qd_tls_is_for(const struct qd_tls_library *l, X509 *certificate, const char *host) {
    const unsigned flags = X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT;
    return l->X509_check_host(certificate, host, strlen(host), flags, NULL) == 1;
}

int qd_tls_is_plain_name(const char *host) {
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    const size_t length = host != NULL ? strlen(host) : 0;
    unsigned char address[16];
    if (length == 0 || inet_pton(AF_INET, host, address) == 1) return 0;
    return length <= 253 && host[0] != '.' && strspn(host, allowed) == length;
}
