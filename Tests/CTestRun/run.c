// Prepares the environment of every test run before its first test.

#include "CTestRun.h"

#include <stdlib.h>

static const char width[] = "SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH";

__attribute__((constructor)) static void prepare(void) {
    // All tests in parallel would open more sessions than the servers allow, and delay each other for minutes.
    setenv(width, "8", 0);
    // No test queries a real metadata service.
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
}

int qd_tests_at_once(void) {
    const char *text = getenv(width);
    return text ? atoi(text) : 0;
}
