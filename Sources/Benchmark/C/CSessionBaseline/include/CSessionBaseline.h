// The simplest loop that reads a result with each library, for comparison with sessions.
#pragma once

/// Logs in with libpq's own environment variables, runs `sql` in single-row mode and reads every value's length.
/// Returns the number of rows, or -1.
long qd_baseline_postgresql(const char *sql);

/// Logs in at `host`:`port` with a token and verified TLS, runs `sql` with mysql_use_result and reads every value's
/// length. Returns the number of rows, or -1.
long qd_baseline_mysql(const char *host, unsigned port, const char *user, const char *token, const char *ca_file,
                       const char *database, const char *sql);
