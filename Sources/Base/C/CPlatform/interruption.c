#include "CPlatform.h"

#include <signal.h>
#include <string.h>

static volatile sig_atomic_t interruption;

static void note(int number) { interruption = number; }

void qd_catch_interruptions(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = note;
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++) sigaction(signals[i], &action, NULL);
}

int qd_interruption(void) { return interruption; }
