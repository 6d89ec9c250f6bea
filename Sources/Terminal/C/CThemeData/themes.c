#include "CThemeData.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// The compiler records these files as dependencies: a change rebuilds this file.
static const unsigned char default_[] = {
#embed "../../../../themes/default.toml"
};
static const unsigned char dark_[] = {
#embed "../../../../themes/dark.toml"
};
static const unsigned char light_[] = {
#embed "../../../../themes/light.toml"
};
static const unsigned char high_contrast_[] = {
#embed "../../../../themes/high-contrast.toml"
};
static const unsigned char colorblind_[] = {
#embed "../../../../themes/colorblind.toml"
};
static const unsigned char mono_[] = {
#embed "../../../../themes/mono.toml"
};
static const unsigned char nord_[] = {
#embed "../../../../themes/nord.toml"
};
static const unsigned char gruvbox_[] = {
#embed "../../../../themes/gruvbox.toml"
};
static const unsigned char catppuccin_mocha_[] = {
#embed "../../../../themes/catppuccin-mocha.toml"
};
static const unsigned char dracula_[] = {
#embed "../../../../themes/dracula.toml"
};
static const unsigned char solarized_dark_[] = {
#embed "../../../../themes/solarized-dark.toml"
};
static const unsigned char solarized_light_[] = {
#embed "../../../../themes/solarized-light.toml"
};

static const struct qd_shipped_theme themes[] = {
    {"default", default_, sizeof default_},
    {"dark", dark_, sizeof dark_},
    {"light", light_, sizeof light_},
    {"high-contrast", high_contrast_, sizeof high_contrast_},
    {"colorblind", colorblind_, sizeof colorblind_},
    {"mono", mono_, sizeof mono_},
    {"nord", nord_, sizeof nord_},
    {"gruvbox", gruvbox_, sizeof gruvbox_},
    {"catppuccin-mocha", catppuccin_mocha_, sizeof catppuccin_mocha_},
    {"dracula", dracula_, sizeof dracula_},
    {"solarized-dark", solarized_dark_, sizeof solarized_dark_},
    {"solarized-light", solarized_light_, sizeof solarized_light_},
};

const struct qd_shipped_theme *qd_shipped_themes(size_t *count) {
    *count = sizeof themes / sizeof themes[0];
    return themes;
}
