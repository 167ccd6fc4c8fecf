/// A new connector in C11, with nothing but connector.h and the C library.
enum CConnectorTemplate {
    static let connector = #"""
        /*
         * Orders of a platform that gives them page by page: GET /orders?limit=&after= answers {"orders": [...], "next": "..."}.
         * Ids are letters and digits here, so that a search for their quotes is enough; a platform with richer JSON wants a JSON library.
         */
        #include "connector.h"

        #include <stdbool.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>

        static const uint8_t manifest_bytes[] = {
        #include "manifest.inc"
        };

        /* What goes out is ours until the host gives it to free_buffer. */
        static tactics_buffer owned(const void *bytes, size_t size) {
            tactics_buffer buffer = {malloc(size + 1), size};
            if (buffer.data == NULL) abort(); /* the host sees a crash and resumes from the last checkpoint */
            memcpy(buffer.data, bytes, size);
            return buffer;
        }

        static void free_buffer(tactics_buffer buffer) { free(buffer.data); }
        static tactics_buffer manifest(void) { return owned(manifest_bytes, sizeof manifest_bytes); }
        static tactics_bytes lend(const char *text) { return (tactics_bytes){(const uint8_t *)text, strlen(text)}; }

        static int32_t answer(tactics_buffer *result, const char *document) {
            *result = owned(document, strlen(document));
            return TACTICS_OK;
        }

        /* The kind says who must act: the tenant (config, auth), time (transient, rate_limited, quota) or we (contract, permanent). */
        static int32_t failed(tactics_buffer *result, const char *kind, const char *message, int64_t until) {
            char text[512];
            if (until > 0) {
                snprintf(text, sizeof text, "{\"error\":{\"kind\":\"%s\",\"message\":\"%s\",\"until\":%lld}}", kind, message, (long long)until);
            } else {
                snprintf(text, sizeof text, "{\"error\":{\"kind\":\"%s\",\"message\":\"%s\"}}", kind, message);
            }
            answer(result, text);
            return TACTICS_FAILED;
        }

        static char page[1 << 20];

        /* Puts the body of an answer into `page`. TACTICS_OK, or `result` is filled. */
        static int32_t get(const tactics_host *host, const char *path, tactics_buffer *result) {
            char request[512];
            tactics_response response;
            snprintf(request, sizeof request, "{\"method\":\"GET\",\"url\":\"https://api.example.com%s\",\"headers\":[],\"credential\":\"default\",\"idempotent\":true}", path);
            if (host->request(host->context, lend(request), lend(""), &response) < 0) return failed(result, "transient", "No answer came.", 0);
            size_t used = 0;
            int64_t count;
            while ((count = host->read_body(host->context, response.body, (uint8_t *)page + used, sizeof page - 1 - used)) > 0) {
                used += (size_t)count;
                if (used == sizeof page - 1) return failed(result, "contract", "The platform sent a page that is too large.", 0);
            }
            if (count < 0) return failed(result, "transient", "The answer broke off.", 0);
            page[used] = 0;
            if (response.status == 200) return TACTICS_OK;
            if (response.status == 401) return failed(result, "auth", "The platform refuses the credential: connect again.", 0);
            if (response.status == 429) return failed(result, "rate_limited", "The platform asks to wait.", host->now(host->context) + 60000000);
            return failed(result, response.status >= 500 ? "transient" : "contract", "The platform refused the request.", 0);
        }

        /* Copies what stands between `before` and the next quote. False where it is not there or has no room. */
        static bool find(const char *document, const char *before, char *value, size_t room) {
            const char *start = strstr(document, before);
            if (start == NULL) return false;
            start += strlen(before);
            size_t length = strcspn(start, "\"");
            if (start[length] != '"' || length >= room) return false;
            memcpy(value, start, length);
            value[length] = 0;
            return true;
        }

        /* "12.34" in millionths, exactly; money never passes through a double. */
        static bool micros(const char *text, long long *value) {
            int decimals = -1;
            *value = 0;
            if (*text < '0' || *text > '9') return false;
            for (; *text != 0; text++) {
                if (*text == '.' && decimals < 0) {
                    decimals = 0;
                } else if (*text >= '0' && *text <= '9' && decimals < 6 && *value < 100000000000LL) {
                    *value = *value * 10 + (*text - '0');
                    if (decimals >= 0) decimals++;
                } else {
                    return false;
                }
            }
            for (int i = decimals < 0 ? 0 : decimals; i < 6; i++) *value *= 10;
            return true;
        }

        /* Turns the page's orders into rows: one object a line, each line ended by a newline. */
        static int32_t emit_page(const tactics_host *host) {
            for (char *order = strstr(page, "{\"id\":"); order != NULL;) {
                char *next = strstr(order + 1, "{\"id\":");
                if (next != NULL) next[-1] = 0;
                char id[64], total[64], currency[8], row[256];
                long long amount;
                int32_t done;
                if (find(order, "\"id\":\"", id, sizeof id) && find(order, "\"total\":\"", total, sizeof total) && micros(total, &amount) &&
                    find(order, "\"currency\":\"", currency, sizeof currency)) {
                    snprintf(row, sizeof row, "{\"id\":\"%s\",\"currency\":\"%s\",\"total_micros\":%lld}\n", id, currency, amount);
                    done = host->emit(host->context, lend("orders"), lend(row));
                } else {
                    /* One odd order does not stop the sync: it is counted, with a reason for whoever looks. */
                    done = host->reject(host->context, lend("orders"), lend("{\"field\":\"total\",\"reason\":\"The order has no id, amount or currency.\"}"));
                }
                if (done < 0) return done;
                order = next;
            }
            return 0;
        }

        static int32_t check(const tactics_host *host, tactics_bytes config, tactics_buffer *result) {
            char id[64], text[128];
            (void)config;
            if (get(host, "/me", result) != TACTICS_OK) return TACTICS_FAILED;
            if (!find(page, "\"id\":\"", id, sizeof id)) return failed(result, "contract", "The platform does not say whose account it is.", 0);
            snprintf(text, sizeof text, "{\"account\":{\"id\":\"%s\",\"name\":\"%s\"}}", id, id);
            return answer(result, text);
        }

        static int32_t discover(const tactics_host *host, tactics_bytes config, tactics_buffer *result) {
            (void)host;
            (void)config;
            return answer(result, "{\"streams\":[{\"name\":\"orders\",\"available\":true}],\"accounts\":[]}");
        }

        static int32_t read_stream(const tactics_host *host, tactics_bytes request, tactics_buffer *result) {
            /* Bytes of the boundary do not end with a zero; a copy does. */
            char document[8192], after[64] = "", path[160], cursor[96];
            if (request.size >= sizeof document) return failed(result, "permanent", "The request is too long.", 0);
            memcpy(document, request.data, request.size);
            document[request.size] = 0;
            if (strstr(document, "\"mode\":\"full\"") == NULL) find(document, "\"cursor\":{\"after\":\"", after, sizeof after);
            const char *size = strstr(document, "\"page_size\":");
            long limit = size == NULL ? 100 : strtol(size + strlen("\"page_size\":"), NULL, 10);
            for (;;) {
                snprintf(path, sizeof path, "/orders?limit=%ld%s%s", limit, after[0] == 0 ? "" : "&after=", after);
                if (get(host, path, result) != TACTICS_OK) return TACTICS_FAILED;
                bool more = find(page, "\"next\":\"", after, sizeof after);
                if (emit_page(host) < 0) return failed(result, "transient", "The sync was stopped.", 0);
                if (!more) return answer(result, "{\"outcome\":\"done\"}");
                /* From here the next read goes on: the rows so far and this cursor are stored together. */
                snprintf(cursor, sizeof cursor, "{\"after\":\"%s\"}", after);
                if (host->checkpoint(host->context, lend("orders"), lend(cursor)) < 0) return failed(result, "transient", "The sync was stopped.", 0);
            }
        }

        /* `write` and `webhook` are left out (NULL): this connector only reads. */
        static const tactics_connector table = {
            .abi_major = TACTICS_ABI_MAJOR, .abi_minor = TACTICS_ABI_MINOR, .size = sizeof table, .manifest = manifest, .check = check,
            .discover = discover, .read = read_stream, .free_buffer = free_buffer,
        };

        /* The one exported function, named in connector.json. A host of another major number gets nothing. */
        const tactics_connector *{{entry}}(const tactics_host *host) {
            return host->abi_major == TACTICS_ABI_MAJOR ? &table : NULL;
        }

        """#

    static let readme = """
        # {{Type}}

        A connector for Tactics, written in C11.

            tactics connector build                       # bundle/: connector.json, the library, CHECKSUMS
            Tests/replay.sh                               # the bundle, sealed, over Fixtures/orders
            tactics connector pack bundle                 # {{id}}-0.1.0.tar.gz

        - `connector.json` says what it may do and what it reads. `build` writes `Sources/manifest.inc` from it.
        - `Sources/connector.c` is the connector, `include/connector.h` the boundary. No network, no file, no clock: it asks the host.
        - `Fixtures/` holds recorded answers and the rows that must come of them. Record without secrets and personal data.

        """
}
