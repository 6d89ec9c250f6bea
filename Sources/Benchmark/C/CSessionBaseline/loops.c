#include <CLibpq.h>
#include <CMariaDB.h>
#include <dlfcn.h>
#include <stddef.h>

#include "CSessionBaseline.h"

static volatile unsigned long seen;

long qd_baseline_postgresql(const char *sql) {
    const char *reason;
    const struct qd_pq *pq = qd_pq_load(&reason);
    if (pq == NULL) return -1;
    const char *const keywords[] = {"application_name", NULL};
    const char *const values[] = {"baseline", NULL};
    PGconn *connection = pq->PQconnectStartParams(keywords, values, 0);
    PostgresPollingStatusType state = PGRES_POLLING_WRITING;
    while (state != PGRES_POLLING_OK && state != PGRES_POLLING_FAILED) state = pq->PQconnectPoll(connection);
    long rows = -1;
    if (state == PGRES_POLLING_OK && pq->PQsendQuery(connection, sql) && pq->PQsetSingleRowMode(connection)) {
        rows = 0;
        PGresult *result;
        while ((result = pq->PQgetResult(connection)) != NULL) {
            const int columns = pq->PQnfields(result);
            if (pq->PQresultStatus(result) == PGRES_SINGLE_TUPLE) {
                for (int i = 0; i < columns; i++) seen += (unsigned long)pq->PQgetlength(result, 0, i);
                rows++;
            }
            pq->PQclear(result);
        }
    }
    pq->PQfinish(connection);
    return rows;
}

#define FUNCTIONS(X)                                                                                          \
    X(mysql_init) X(mysql_options) X(mysql_real_connect) X(mysql_real_query) X(mysql_use_result)             \
    X(mysql_num_fields) X(mysql_fetch_row) X(mysql_fetch_lengths) X(mysql_free_result) X(mysql_close)

struct mysql_functions {
#define DECLARE(name) __typeof__(name) *name;
    FUNCTIONS(DECLARE)
};

/// libmariadb without Quarterdeck's authentication method.
static const struct mysql_functions *load_plainly(void) {
    static struct mysql_functions functions;
    void *library = dlopen("libmariadb.so.3", RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) return NULL;
    int is_complete = 1;
#define FIND(name) is_complete &= (functions.name = (__typeof__(functions.name))dlsym(library, #name)) != NULL;
    FUNCTIONS(FIND)
    return is_complete ? &functions : NULL;
}

long qd_baseline_mysql(const char *host, unsigned port, const char *user, const char *token, const char *ca_file,
                       const char *database, const char *sql) {
    const struct mysql_functions *my = load_plainly();
    MYSQL *mysql = my == NULL ? NULL : my->mysql_init(NULL);
    if (mysql == NULL) return -1;
    const my_bool on = 1;
    my->mysql_options(mysql, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &on);
    my->mysql_options(mysql, MYSQL_OPT_SSL_CA, ca_file);
    long rows = -1;
    if (my->mysql_real_connect(mysql, host, user, token, database, port, NULL, 0) != NULL &&
        my->mysql_real_query(mysql, sql, __builtin_strlen(sql)) == 0) {
        MYSQL_RES *result = my->mysql_use_result(mysql);
        if (result != NULL) {
            const unsigned columns = my->mysql_num_fields(result);
            rows = 0;
            while (my->mysql_fetch_row(result) != NULL) {
                const unsigned long *lengths = my->mysql_fetch_lengths(result);
                for (unsigned i = 0; i < columns; i++) seen += lengths[i];
                rows++;
            }
            my->mysql_free_result(result);
        }
    }
    my->mysql_close(mysql);
    return rows;
}
