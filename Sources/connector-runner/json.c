#include "json.h"

#include <string.h>

#define DEEPEST 64

static size_t skip_space(json_span text, size_t at) {
    while (at < text.size && (text.data[at] == ' ' || text.data[at] == '\n' || text.data[at] == '\r' || text.data[at] == '\t')) at++;
    return at;
}

/* The offset behind the string that starts at `at`, or 0 when it does not end. */
static size_t skip_string(json_span text, size_t at) {
    for (at++; at < text.size; at++) {
        if (text.data[at] == '\\') at++;
        else if (text.data[at] == '"') return at + 1;
    }
    return 0;
}

/* The offset behind the value that starts at `at`, or 0 when it is malformed. */
static size_t skip_value(json_span text, size_t at) {
    int depth = 0;
    size_t start = at;
    while (at < text.size) {
        char c = text.data[at];
        if (c == '"') {
            at = skip_string(text, at);
            if (at == 0) return 0;
            if (depth == 0) return at;
            continue;
        }
        if (c == '{' || c == '[') {
            if (++depth > DEEPEST) return 0;
        } else if (c == '}' || c == ']') {
            if (depth == 0) return at > start ? at : 0;
            if (--depth == 0) return at + 1;
        } else if (depth == 0 && (c == ',' || c == ' ' || c == '\n' || c == '\r' || c == '\t')) {
            return at > start ? at : 0;
        }
        at++;
    }
    return depth == 0 && at > start ? at : 0;
}

json_span json_member(json_span text, const char *name) {
    const json_span nothing = {NULL, 0};
    size_t length = strlen(name);
    size_t at = text.data == NULL ? 0 : skip_space(text, 0);
    if (text.data == NULL || at >= text.size || text.data[at] != '{') return nothing;
    at = skip_space(text, at + 1);
    while (at < text.size && text.data[at] == '"') {
        size_t name_start = at + 1;
        size_t name_end = skip_string(text, at);
        if (name_end == 0) return nothing;
        at = skip_space(text, name_end);
        if (at >= text.size || text.data[at] != ':') return nothing;
        size_t start = skip_space(text, at + 1);
        size_t end = skip_value(text, start);
        if (end == 0) return nothing;
        if (name_end - 1 - name_start == length && memcmp(text.data + name_start, name, length) == 0) {
            return (json_span){text.data + start, end - start};
        }
        at = skip_space(text, end);
        if (at >= text.size || text.data[at] != ',') return nothing;
        at = skip_space(text, at + 1);
    }
    return nothing;
}

static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

static bool four_digits(json_span value, size_t at, uint32_t *number) {
    *number = 0;
    if (at + 4 > value.size) return false;
    for (size_t i = 0; i < 4; i++) {
        int digit = hex(value.data[at + i]);
        if (digit < 0) return false;
        *number = *number << 4 | (uint32_t)digit;
    }
    return true;
}

static size_t put_utf8(char *out, uint32_t scalar) {
    if (scalar < 0x80) {
        out[0] = (char)scalar;
        return 1;
    }
    if (scalar < 0x800) {
        out[0] = (char)(0xC0 | scalar >> 6);
        out[1] = (char)(0x80 | (scalar & 0x3F));
        return 2;
    }
    if (scalar < 0x10000) {
        out[0] = (char)(0xE0 | scalar >> 12);
        out[1] = (char)(0x80 | (scalar >> 6 & 0x3F));
        out[2] = (char)(0x80 | (scalar & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | scalar >> 18);
    out[1] = (char)(0x80 | (scalar >> 12 & 0x3F));
    out[2] = (char)(0x80 | (scalar >> 6 & 0x3F));
    out[3] = (char)(0x80 | (scalar & 0x3F));
    return 4;
}

/* Reads the digits behind \u, and the second half of a surrogate pair. `*at` moves behind them. */
static bool unicode_escape(json_span value, size_t *at, uint32_t *scalar) {
    if (!four_digits(value, *at, scalar) || *scalar == 0) return false;
    *at += 4;
    if (*scalar < 0xD800 || *scalar > 0xDFFF) return true;
    uint32_t second;
    if (*scalar > 0xDBFF || *at + 6 > value.size || value.data[*at] != '\\' || value.data[*at + 1] != 'u') return false;
    if (!four_digits(value, *at + 2, &second) || second < 0xDC00 || second > 0xDFFF) return false;
    *at += 6;
    *scalar = 0x10000 + ((*scalar - 0xD800) << 10) + (second - 0xDC00);
    return true;
}

bool json_string(json_span value, char *buffer, size_t capacity) {
    if (value.data == NULL || value.size < 2 || value.data[0] != '"' || value.data[value.size - 1] != '"') return false;
    size_t used = 0;
    size_t at = 1;
    while (at < value.size - 1) {
        if (used + 5 > capacity) return false;
        char c = value.data[at++];
        if (c == 0) return false;
        if (c != '\\') {
            buffer[used++] = c;
            continue;
        }
        if (at >= value.size - 1) return false;
        switch (value.data[at++]) {
            case 'b': buffer[used++] = '\b'; break;
            case 'f': buffer[used++] = '\f'; break;
            case 'n': buffer[used++] = '\n'; break;
            case 'r': buffer[used++] = '\r'; break;
            case 't': buffer[used++] = '\t'; break;
            case '"': buffer[used++] = '"'; break;
            case '\\': buffer[used++] = '\\'; break;
            case '/': buffer[used++] = '/'; break;
            case 'u': {
                uint32_t scalar;
                if (!unicode_escape(value, &at, &scalar)) return false;
                used += put_utf8(buffer + used, scalar);
                break;
            }
            default: return false;
        }
    }
    buffer[used] = 0;
    return true;
}

bool json_integer(json_span value, int64_t *number) {
    if (value.data == NULL || value.size == 0 || value.size > 20) return false;
    bool negative = value.data[0] == '-';
    size_t at = negative ? 1 : 0;
    if (at == value.size) return false;
    int64_t sum = 0;
    for (; at < value.size; at++) {
        char c = value.data[at];
        if (c < '0' || c > '9') return false;
        int digit = c - '0';
        /* Summed below zero, so that the smallest number fits as well. */
        if (__builtin_mul_overflow(sum, 10, &sum) || __builtin_sub_overflow(sum, digit, &sum)) return false;
    }
    if (!negative && sum == INT64_MIN) return false;
    *number = negative ? sum : -sum;
    return true;
}

bool json_true(json_span value) { return value.data != NULL && value.size == 4 && memcmp(value.data, "true", 4) == 0; }

json_span json_next(json_span array, size_t *cursor) {
    const json_span nothing = {NULL, 0};
    if (array.data == NULL || array.size < 2 || array.data[0] != '[') return nothing;
    size_t at = skip_space(array, *cursor == 0 ? 1 : *cursor);
    if (*cursor != 0) {
        if (at >= array.size || array.data[at] != ',') return nothing;
        at = skip_space(array, at + 1);
    }
    if (at >= array.size || array.data[at] == ']') return nothing;
    size_t end = skip_value(array, at);
    if (end == 0) return nothing;
    *cursor = end;
    return (json_span){array.data + at, end - at};
}

size_t json_quote(char *buffer, size_t used, size_t capacity, const char *text, size_t size) {
    static const char digits[] = "0123456789abcdef";
    if (used + 2 > capacity) return 0;
    buffer[used++] = '"';
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (used + 7 > capacity) return 0;
        if (c == '"' || c == '\\') {
            buffer[used++] = '\\';
            buffer[used++] = (char)c;
        } else if (c < 0x20) {
            memcpy(buffer + used, "\\u00", 4);
            buffer[used + 4] = digits[c >> 4];
            buffer[used + 5] = digits[c & 15];
            used += 6;
        } else {
            buffer[used++] = (char)c;
        }
    }
    buffer[used++] = '"';
    return used;
}
