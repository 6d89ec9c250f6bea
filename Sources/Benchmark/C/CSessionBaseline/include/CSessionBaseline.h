// The plainest way to read a result with each library: what sessions are measured against.
#pragma once

/// Logs in by libpq's own environment variables, runs `sql` in single-row mode and looks at every value's length.
/// Returns how many rows there were, or -1.
long qd_baseline_postgresql(const char *sql);

/// Logs in at `host`:`port` with a token and verified TLS, runs `sql` with mysql_use_result and looks at every value's
/// length. Returns how many rows there were, or -1.
long qd_baseline_mysql(const char *host, unsigned port, const char *user, const char *token, const char *ca_file,
                       const char *database, const char *sql);
