// libpq, loaded only for a PostgreSQL session: loading it takes longer than signing a token.
#pragma once
#if __has_include(<libpq-fe.h>)
#include <libpq-fe.h>
#else
#include <postgresql/libpq-fe.h>
#endif

#define QD_PQ_FUNCTIONS(X)                                                                              \
    X(PQconnectStartParams)                                                                             \
    X(PQconnectPoll)                                                                                    \
    X(PQstatus) X(PQsocket) X(PQfinish) X(PQerrorMessage) X(PQbackendPID) X(PQserverVersion)            \
    X(PQparameterStatus) X(PQtransactionStatus) X(PQsslInUse) X(PQsslStruct) X(PQsetnonblocking)        \
    X(PQsetNoticeReceiver) X(PQnotifies) X(PQsendQuery) X(PQsetSingleRowMode) X(PQisBusy) X(PQconsumeInput) X(PQflush) \
    X(PQgetResult) X(PQclear) X(PQresultStatus) X(PQresultErrorField) X(PQresultErrorMessage)           \
    X(PQnfields) X(PQntuples) X(PQfname) X(PQftype) X(PQftable) X(PQftablecol) X(PQgetvalue) X(PQgetlength) X(PQgetisnull) \
    X(PQcmdStatus) X(PQgetCopyData) X(PQfreemem) X(PQputCopyData) X(PQputCopyEnd)                       \
    X(PQgetCancel) X(PQfreeCancel) X(PQcancel) X(PQlibVersion) X(PQconnectionUsedPassword) X(PQprepare) X(PQdescribePrepared)

/// A connection of libpq 17 and later that sends a cancel request.
struct pg_cancel_conn;

// Functions that older libraries and headers lack. Source: libpq documentation, "Canceling Queries in Progress".
#define QD_PQ_CANCEL_FUNCTIONS(X)          \
    X(cancel_create, "PQcancelCreate")     \
    X(cancel_start, "PQcancelStart")       \
    X(cancel_poll, "PQcancelPoll")         \
    X(cancel_socket, "PQcancelSocket")     \
    X(cancel_error, "PQcancelErrorMessage") \
    X(cancel_reset, "PQcancelReset")       \
    X(cancel_finish, "PQcancelFinish")

struct qd_pq {
#define QD_DECLARE(name) __typeof__(name) *_Nonnull name;
    QD_PQ_FUNCTIONS(QD_DECLARE)
#undef QD_DECLARE
    // NULL before libpq 17.
    struct pg_cancel_conn *_Nullable (*_Nullable cancel_create)(PGconn *_Nonnull connection);
    int (*_Nullable cancel_start)(struct pg_cancel_conn *_Nonnull request);
    PostgresPollingStatusType (*_Nullable cancel_poll)(struct pg_cancel_conn *_Nonnull request);
    int (*_Nullable cancel_socket)(const struct pg_cancel_conn *_Nonnull request);
    char *_Nullable (*_Nullable cancel_error)(const struct pg_cancel_conn *_Nonnull request);
    void (*_Nullable cancel_reset)(struct pg_cancel_conn *_Nonnull request);
    void (*_Nullable cancel_finish)(struct pg_cancel_conn *_Nonnull request);
};

/// The functions of libpq; NULL, with the reason in `reason`, when it is not installed, too old, or not built with the
/// OpenSSL of this program. Thread-safe.
const struct qd_pq *_Nullable qd_pq_load(const char *_Nullable *_Nonnull reason);

// Codes of error fields, which are macros.
enum {
    QD_PG_SEVERITY = PG_DIAG_SEVERITY_NONLOCALIZED,
    QD_PG_SQLSTATE = PG_DIAG_SQLSTATE,
    QD_PG_MESSAGE = PG_DIAG_MESSAGE_PRIMARY,
    QD_PG_DETAIL = PG_DIAG_MESSAGE_DETAIL,
    QD_PG_HINT = PG_DIAG_MESSAGE_HINT,
    QD_PG_POSITION = PG_DIAG_STATEMENT_POSITION,
    QD_PG_CONTEXT = PG_DIAG_CONTEXT,
    QD_PG_SCHEMA = PG_DIAG_SCHEMA_NAME,
    QD_PG_TABLE = PG_DIAG_TABLE_NAME,
    QD_PG_COLUMN = PG_DIAG_COLUMN_NAME,
    QD_PG_TYPE = PG_DIAG_DATATYPE_NAME,
    QD_PG_CONSTRAINT = PG_DIAG_CONSTRAINT_NAME,
    QD_PG_SOURCE_FUNCTION = PG_DIAG_SOURCE_FUNCTION,
    QD_PG_SOURCE_FILE = PG_DIAG_SOURCE_FILE,
    QD_PG_SOURCE_LINE = PG_DIAG_SOURCE_LINE,
};
