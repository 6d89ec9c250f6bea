#ifndef C_TEST_RUN_H
#define C_TEST_RUN_H

/// How many tests run at once at most, by the environment that the run has prepared for itself.
int qd_tests_at_once(void);

#endif
