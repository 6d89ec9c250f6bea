// What every test run has to have, before its first test starts.

#include "CTestRun.h"

#include <stdlib.h>

static const char width[] = "SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH";

__attribute__((constructor)) static void prepare(void) {
    // All tests at once would open more sessions than the servers admit, and keep each other waiting for minutes.
    setenv(width, "8", 0);
    // No test asks a real metadata service.
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
}

int qd_tests_at_once(void) {
    const char *text = getenv(width);
    return text ? atoi(text) : 0;
}
