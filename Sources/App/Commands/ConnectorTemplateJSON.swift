extension CConnectorTemplate {
    /// The reader of JSON of a new connector in C: values are found where they stand, nothing is copied or built.
    static let json = #"""
        /* Finds values in a JSON document without copying it. */
        #ifndef JSON_H
        #define JSON_H

        #include <stdbool.h>
        #include <stddef.h>
        #include <stdint.h>
        #include <string.h>

        /* Where a value stands; `start` is NULL where there is none. */
        typedef struct {
            const char *start, *end;
        } json_value;

        #define JSON_DEEPEST 60

        static inline const char *json_blanks(const char *at, const char *end) {
            while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) at++;
            return at;
        }

        static inline const char *json_after(const char *at, const char *end, int depth);

        static inline const char *json_after_text(const char *at, const char *end) {
            if (at >= end || *at != '"') return NULL;
            for (at++; at < end; at++) {
                if (*at == '\\') at++;
                else if (*at == '"') return at + 1;
            }
            return NULL;
        }

        static inline const char *json_after_list(const char *at, const char *end, int depth, char close) {
            at = json_blanks(at + 1, end);
            if (at < end && *at == close) return at + 1;
            while (at < end) {
                if (close == '}') {
                    at = json_after_text(json_blanks(at, end), end);
                    if (at == NULL) return NULL;
                    at = json_blanks(at, end);
                    if (at >= end || *at != ':') return NULL;
                    at++;
                }
                at = json_after(at, end, depth + 1);
                if (at == NULL) return NULL;
                at = json_blanks(at, end);
                if (at < end && *at == close) return at + 1;
                if (at >= end || *at != ',') return NULL;
                at++;
            }
            return NULL;
        }

        /* Where a value ends; NULL where it is none. */
        static inline const char *json_after(const char *at, const char *end, int depth) {
            at = json_blanks(at, end);
            if (at >= end || depth > JSON_DEEPEST) return NULL;
            if (*at == '"') return json_after_text(at, end);
            if (*at == '{') return json_after_list(at, end, depth, '}');
            if (*at == '[') return json_after_list(at, end, depth, ']');
            const char *start = at;
            while (at < end && strchr(",]} \n\r\t", *at) == NULL) at++;
            size_t size = (size_t)(at - start);
            bool is_word = (size == 4 && (memcmp(start, "true", 4) == 0 || memcmp(start, "null", 4) == 0)) || (size == 5 && memcmp(start, "false", 5) == 0);
            return size > 0 && (is_word || *start == '-' || (*start >= '0' && *start <= '9')) ? at : NULL;
        }

        /* The object of a whole document; no value where it is broken, or no object. */
        static inline json_value json_document(const char *text, size_t size) {
            const char *end = text + size, *start = json_blanks(text, end), *after = json_after(start, end, 0);
            if (after == NULL || *start != '{' || json_blanks(after, end) != end) return (json_value){NULL, NULL};
            return (json_value){start, after};
        }

        /* The member of that name. */
        static inline json_value json_member(json_value object, const char *name) {
            json_value none = {NULL, NULL};
            if (object.start == NULL || *object.start != '{') return none;
            for (const char *at = object.start + 1;; at++) {
                at = json_blanks(at, object.end);
                const char *after = json_after_text(at, object.end);
                if (after == NULL) return none;
                bool is_it = (size_t)(after - at) == strlen(name) + 2 && memcmp(at + 1, name, strlen(name)) == 0;
                const char *value = json_blanks(json_blanks(after, object.end) + 1, object.end);
                at = json_after(value, object.end, 0);
                if (at == NULL) return none;
                if (is_it) return (json_value){value, at};
                at = json_blanks(at, object.end);
                if (at >= object.end || *at != ',') return none;
            }
        }

        /* Where the first element of an array stands; NULL for an empty one and for anything else. */
        static inline const char *json_first(json_value array) {
            if (array.start == NULL || *array.start != '[') return NULL;
            const char *at = json_blanks(array.start + 1, array.end);
            return at < array.end && *at != ']' ? at : NULL;
        }

        /* The element at `at`, which moves to the next one, or becomes NULL behind the last. */
        static inline json_value json_element(const char **at, const char *end) {
            const char *start = json_blanks(*at, end), *after = json_after(start, end, 0);
            *at = NULL;
            if (after == NULL) return (json_value){NULL, NULL};
            const char *next = json_blanks(after, end);
            if (next < end && *next == ',') *at = next + 1;
            return (json_value){start, after};
        }

        /* Whether it is that text. */
        static inline bool json_is(json_value value, const char *text) {
            size_t length = strlen(text);
            return value.start != NULL && *value.start == '"' && (size_t)(value.end - value.start) == length + 2 && memcmp(value.start + 1, text, length) == 0;
        }

        /* Copies a text of letters, digits and ._:-, which may stand in a row and an address as it is. False for anything else, and without room. */
        static inline bool json_copy(json_value value, char *text, size_t room) {
            if (value.start == NULL || *value.start != '"') return false;
            size_t length = (size_t)(value.end - value.start) - 2;
            if (length == 0 || length >= room) return false;
            for (size_t i = 0; i < length; i++) {
                char c = value.start[1 + i];
                bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || strchr("._:-", c) != NULL;
                if (!is_plain || c == 0) return false;
            }
            memcpy(text, value.start + 1, length);
            text[length] = 0;
            return true;
        }

        #endif

        """#
}
