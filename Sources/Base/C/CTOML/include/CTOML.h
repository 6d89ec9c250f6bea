// A C interface to toml++ (https://marzer.github.io/tomlplusplus): the parsed document is one flat array of nodes in
// pre-order. Each node has the positions of its key and its value.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    QD_TOML_TABLE,
    QD_TOML_ARRAY,
    QD_TOML_STRING,
    QD_TOML_INTEGER,
    QD_TOML_FLOAT,
    QD_TOML_BOOLEAN,
    QD_TOML_DATE_OR_TIME,
} qd_toml_kind;

typedef struct {
    qd_toml_kind kind;
    uint32_t children;  // direct children of a table or array; they follow in pre-order
    const char *key;    // not terminated; NULL for the root and for array elements
    size_t key_length;
    uint32_t key_line, key_column;  // 1-based, columns in code points
    uint32_t line, column;          // of the value
    const char *text;               // a string's UTF-8, not terminated
    size_t text_length;
    int64_t integer;
    double floating;
    bool boolean;
} qd_toml_node;

typedef struct qd_toml_document qd_toml_document;

/// Parses `length` bytes of TOML 1.0. Returns NULL only when memory is short.
qd_toml_document *qd_toml_parse(const char *bytes, size_t length);
void qd_toml_free(qd_toml_document *document);

/// The reason why the bytes are not TOML, NUL-terminated, or NULL when they are.
const char *qd_toml_error(const qd_toml_document *document, uint32_t *line, uint32_t *column);

/// The nodes in pre-order; the first is the root table.
const qd_toml_node *qd_toml_nodes(const qd_toml_document *document, size_t *count);

#ifdef __cplusplus
}
#endif
