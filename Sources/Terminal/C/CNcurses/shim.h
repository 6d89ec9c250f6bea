// The wide API of ncurses, and its macros and variables that Swift cannot import.
#pragma once
#define NCURSES_WIDECHAR 1
#include <ncurses.h>
#include <stdio.h>

// Swift treats these variables as shared state; only the drawing thread uses them.
static inline WINDOW *qd_screen(void) { return stdscr; }
static inline int qd_colors(void) { return COLORS; }
static inline FILE *qd_stream(int descriptor, const char *mode) { return fdopen(descriptor, mode); }

// Macros with casts.
static const attr_t qd_bold = A_BOLD, qd_dim = A_DIM, qd_italic = A_ITALIC, qd_underline = A_UNDERLINE,
                    qd_reverse = A_REVERSE;
static const mmask_t qd_mouse_mask = BUTTON1_PRESSED | BUTTON1_CLICKED | BUTTON1_DOUBLE_CLICKED | BUTTON4_PRESSED |
                                     BUTTON5_PRESSED;

// A complex character with a colour pair of any number, which ncurses takes in the last parameter.
static inline int qd_set_cell(cchar_t *cell, const wchar_t *text, attr_t attributes, int pair) {
    return setcchar(cell, text, attributes, 0, &pair);
}

// A string of the terminal's description, or NULL. The result does not distinguish absent from cancelled entries.
static inline const char *qd_capability(const char *name) {
    char *text = tigetstr(name);
    return text == (char *)-1 ? NULL : text;
}
