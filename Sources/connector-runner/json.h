/* The little JSON that frame heads need: looking up a member, decoding a string, reading an integer. Nothing is allocated. */
#ifndef RUNNER_JSON_H
#define RUNNER_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A piece of JSON text: one whole value, or nothing when `data` is NULL. */
typedef struct json_span {
    const char *data;
    size_t size;
} json_span;

/* The value of a member of the object `text`, or nothing. */
json_span json_member(json_span text, const char *name);

/* Decodes a string value into `buffer` with an ending NUL. False: no string, malformed, holds a NUL, or longer than `capacity` - 1. */
bool json_string(json_span value, char *buffer, size_t capacity);

/* Reads a whole number. False: none, or it does not fit. */
bool json_integer(json_span value, int64_t *number);

bool json_true(json_span value);

/* Walks an array: `*cursor` starts as 0. Nothing at its end, and for anything that is no array. */
json_span json_next(json_span array, size_t *cursor);

/* Appends `size` bytes of text as a JSON string, quotes included. The new length, or 0 when it does not fit. */
size_t json_quote(char *buffer, size_t used, size_t capacity, const char *text, size_t size);

#endif
