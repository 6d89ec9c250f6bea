#include "CSandboxData.h"

#include <string.h>

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char harbor_postgres[] = {
#embed "harbor_postgres.sql"
};
static const unsigned char harbor_mysql[] = {
#embed "harbor_mysql.sql"
};
static const unsigned char postgresql_conf[] = {
#embed "postgresql.conf"
};
static const unsigned char pg_hba_conf[] = {
#embed "pg_hba.conf"
};
static const unsigned char pg_ident_conf[] = {
#embed "pg_ident.conf"
};
static const unsigned char my_cnf[] = {
#embed "my.cnf"
};

static const struct qd_embedded_file files[] = {
    {"harbor_postgres.sql", harbor_postgres, sizeof harbor_postgres},
    {"harbor_mysql.sql", harbor_mysql, sizeof harbor_mysql},
    {"postgresql.conf", postgresql_conf, sizeof postgresql_conf},
    {"pg_hba.conf", pg_hba_conf, sizeof pg_hba_conf},
    {"pg_ident.conf", pg_ident_conf, sizeof pg_ident_conf},
    {"my.cnf", my_cnf, sizeof my_cnf},
};

struct qd_embedded_file qd_embedded_file(const char *name) {
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        if (strcmp(files[i].name, name) == 0) return files[i];
    return (struct qd_embedded_file){name, NULL, 0};
}
