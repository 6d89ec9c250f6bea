#include "CManual.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// The compiler records these files as dependencies: a change rebuilds this file.
static const unsigned char deck[] = {
#embed "topics/deck.md"
};
static const unsigned char workspace[] = {
#embed "topics/workspace.md"
};
static const unsigned char tokens[] = {
#embed "topics/tokens.md"
};
static const unsigned char passwords[] = {
#embed "topics/passwords.md"
};
static const unsigned char sql[] = {
#embed "topics/sql.md"
};
static const unsigned char top[] = {
#embed "topics/top.md"
};
static const unsigned char exec[] = {
#embed "topics/exec.md"
};
static const unsigned char proxy[] = {
#embed "topics/proxy.md"
};
static const unsigned char tunnels[] = {
#embed "topics/tunnels.md"
};
static const unsigned char configuration[] = {
#embed "topics/configuration.md"
};
static const unsigned char credentials[] = {
#embed "topics/credentials.md"
};
static const unsigned char security[] = {
#embed "topics/security.md"
};
static const unsigned char themes[] = {
#embed "topics/themes.md"
};
static const unsigned char sandbox[] = {
#embed "topics/sandbox.md"
};
static const unsigned char discover[] = {
#embed "topics/discover.md"
};
static const unsigned char policy[] = {
#embed "topics/policy.md"
};
static const unsigned char doctor[] = {
#embed "topics/doctor.md"
};
static const unsigned char audit[] = {
#embed "topics/audit.md"
};
static const unsigned char errors[] = {
#embed "topics/errors.md"
};

static const struct qd_manual_topic topics[] = {
    {"deck", deck, sizeof deck},
    {"workspace", workspace, sizeof workspace},
    {"tokens", tokens, sizeof tokens},
    {"passwords", passwords, sizeof passwords},
    {"sql", sql, sizeof sql},
    {"top", top, sizeof top},
    {"exec", exec, sizeof exec},
    {"proxy", proxy, sizeof proxy},
    {"tunnels", tunnels, sizeof tunnels},
    {"configuration", configuration, sizeof configuration},
    {"credentials", credentials, sizeof credentials},
    {"security", security, sizeof security},
    {"themes", themes, sizeof themes},
    {"sandbox", sandbox, sizeof sandbox},
    {"discover", discover, sizeof discover},
    {"policy", policy, sizeof policy},
    {"doctor", doctor, sizeof doctor},
    {"audit", audit, sizeof audit},
    {"errors", errors, sizeof errors},
};

const struct qd_manual_topic *qd_manual_topics(size_t *count) {
    *count = sizeof topics / sizeof topics[0];
    return topics;
}
