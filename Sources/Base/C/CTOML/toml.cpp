#include "CTOML.h"

#define TOML_HEADER_ONLY 1
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
// The limit for nested arrays and inline tables. A profile file needs two; a hostile file must not exhaust the stack.
#define TOML_MAX_NESTED_VALUES 16
// Some assertions of toml++ fail on hostile text that its later code rejects properly. They must not end the program,
// and NDEBUG would turn them into assumptions of the optimiser.
#undef NDEBUG
#define TOML_ASSERT(expr) static_cast<void>(0)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#include <toml++/toml.h>
#pragma GCC diagnostic pop

#include <new>
#include <string>
#include <string_view>
#include <vector>

struct qd_toml_document {
    toml::table root;
    std::vector<qd_toml_node> nodes;
    std::string error;
    toml::source_position error_at;
    bool failed = false;
};

namespace {

constexpr uint32_t most_dots_in_a_line = 32;

bool may_end_or_begin_a_key(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '"' || c == '\'';
}

/// toml++ limits the nesting of values but not the length of a dotted key, and it frees nested tables recursively: five
/// million dots in a row would end the program. Counts, line by line, the dots that may belong to a key. Returns the
/// line with too many of them, or 0.
uint32_t line_with_too_many_dots(std::string_view text) {
    uint32_t line = 1, dots = 0;
    for (size_t i = 0; i < text.size(); i++) {
        if (text[i] == '\n') {
            line++;
            dots = 0;
        } else if (text[i] == '.') {
            size_t before = i, after = i + 1;
            while (before > 0 && (text[before - 1] == ' ' || text[before - 1] == '\t')) before--;
            while (after < text.size() && (text[after] == ' ' || text[after] == '\t')) after++;
            const bool within = before > 0 && after < text.size() && may_end_or_begin_a_key(text[before - 1]) &&
                                may_end_or_begin_a_key(text[after]);
            if (within && ++dots > most_dots_in_a_line) return line;
            i = after - 1;
        }
    }
    return 0;
}

void append(std::vector<qd_toml_node> &nodes, const toml::key *key, const toml::node &node) {
    qd_toml_node flat = {};
    flat.line = node.source().begin.line;
    flat.column = node.source().begin.column;
    if (key != nullptr) {
        flat.key = key->data();
        flat.key_length = key->length();
        flat.key_line = key->source().begin.line;
        flat.key_column = key->source().begin.column;
    }
    const size_t index = nodes.size();
    if (const auto *table = node.as_table()) {
        flat.kind = QD_TOML_TABLE;
        flat.children = static_cast<uint32_t>(table->size());
        nodes.push_back(flat);
        for (const auto &[name, child] : *table) append(nodes, &name, child);
        return;
    }
    if (const auto *array = node.as_array()) {
        flat.kind = QD_TOML_ARRAY;
        flat.children = static_cast<uint32_t>(array->size());
        nodes.push_back(flat);
        for (const auto &child : *array) append(nodes, nullptr, child);
        return;
    }
    nodes.push_back(flat);
    qd_toml_node &value = nodes[index];
    if (const auto *string = node.as_string()) {
        value.kind = QD_TOML_STRING;
        value.text = (*string)->data();
        value.text_length = (*string)->size();
    } else if (const auto *integer = node.as_integer()) {
        value.kind = QD_TOML_INTEGER;
        value.integer = integer->get();
    } else if (const auto *floating = node.as_floating_point()) {
        value.kind = QD_TOML_FLOAT;
        value.floating = floating->get();
    } else if (const auto *boolean = node.as_boolean()) {
        value.kind = QD_TOML_BOOLEAN;
        value.boolean = boolean->get();
    } else {
        value.kind = QD_TOML_DATE_OR_TIME;
    }
}

void parse_into(qd_toml_document &document, std::string_view text) {
    toml::parse_result result = toml::parse(text);
    if (!result) {
        document.failed = true;
        document.error = std::string(result.error().description());
        document.error_at = result.error().source().begin;
        return;
    }
    document.root = std::move(result).table();
    append(document.nodes, nullptr, document.root);
}

}  // namespace

qd_toml_document *qd_toml_parse(const char *bytes, size_t length) {
    auto *document = new (std::nothrow) qd_toml_document;
    if (document == nullptr) return nullptr;
    if (const uint32_t line = line_with_too_many_dots(std::string_view(bytes, length)); line != 0) {
        document->failed = true;
        document->error = "a key may have at most 32 parts";
        document->error_at = {line, 1};
        return document;
    }
    parse_into(*document, std::string_view(bytes, length));
    return document;
}

void qd_toml_free(qd_toml_document *document) { delete document; }

const char *qd_toml_error(const qd_toml_document *document, uint32_t *line, uint32_t *column) {
    if (!document->failed) return nullptr;
    *line = document->error_at.line;
    *column = document->error_at.column;
    return document->error.c_str();
}

const qd_toml_node *qd_toml_nodes(const qd_toml_document *document, size_t *count) {
    *count = document->nodes.size();
    return document->nodes.data();
}
