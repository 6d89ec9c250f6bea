#ifndef C_TEST_RUN_H
#define C_TEST_RUN_H

/// The maximum number of parallel tests, from the environment that the run has prepared.
int qd_tests_at_once(void);

#endif
