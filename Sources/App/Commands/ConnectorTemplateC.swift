/// A new connector in C11, with nothing but connector.h and the C library.
enum CConnectorTemplate {
    static let connector = #"""
        /*
         * Orders of a platform that gives them page by page: GET /orders?limit=&after= answers {"orders": [...], "next": "..."}.
         * json.h finds values without copying them, and refuses what is no whole document.
         */
        #include "connector.h"
        #include "json.h"

        #include <stdio.h>
        #include <stdlib.h>

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

        static int32_t stopped(tactics_buffer *result) { return failed(result, "transient", "The sync was stopped.", 0); }

        /* The body of the last answer. It grows with the largest page and is never larger than this. */
        static char *page;
        static size_t page_room;
        #define MOST_BYTES ((size_t)64 << 20)

        /* Reads the whole body: its size, or a negative code of the host; TACTICS_E_TOO_LARGE beyond MOST_BYTES. */
        static int64_t read_all(const tactics_host *host, uint64_t body) {
            size_t used = 0;
            for (;;) {
                if (used == page_room) {
                    if (page_room >= MOST_BYTES) return TACTICS_E_TOO_LARGE;
                    page_room = page_room == 0 ? (size_t)1 << 16 : page_room * 2;
                    page = realloc(page, page_room);
                    if (page == NULL) abort();
                }
                int64_t count = host->read_body(host->context, body, (uint8_t *)page + used, page_room - used);
                if (count <= 0) return count < 0 ? count : (int64_t)used;
                used += (size_t)count;
            }
        }

        /* When a platform that was asked too often may be asked again. Retry-After may also be a date: a minute is long enough then. */
        static int64_t pause_end(const tactics_host *host, tactics_response response) {
            json_value head = {(const char *)response.head.data, (const char *)response.head.data + response.head.size};
            char text[32] = "";
            for (const char *at = json_first(json_member(head, "headers")); at != NULL;) {
                json_value pair = json_element(&at, head.end);
                const char *inner = json_first(pair);
                if (inner == NULL) continue;
                json_value name = json_element(&inner, pair.end);
                if (inner != NULL && json_is(name, "retry-after")) json_copy(json_element(&inner, pair.end), text, sizeof text);
            }
            long long seconds = strtoll(text, NULL, 10);
            return host->now(host->context) + (seconds > 0 && seconds < 31536000 ? seconds : 60) * 1000000;
        }

        /* Asks, and finds the answer's document. TACTICS_OK, or `result` is filled. */
        static int32_t get(const tactics_host *host, const char *path, json_value *document, tactics_buffer *result) {
            char request[512];
            tactics_response response;
            snprintf(request, sizeof request, "{\"method\":\"GET\",\"url\":\"https://api.example.com%s\",\"headers\":[],\"credential\":\"default\",\"idempotent\":true}", path);
            int32_t asked = host->request(host->context, lend(request), lend(""), &response);
            if (asked == TACTICS_E_REFUSED || asked == TACTICS_E_INVALID) return failed(result, "permanent", "The host refused the request.", 0);
            if (asked < 0) return failed(result, "transient", "No answer came.", 0);
            if (response.status == 401) return failed(result, "auth", "The platform refuses the credential: connect again.", 0);
            if (response.status == 403) return failed(result, "permanent", "The platform does not allow this account to read its orders.", 0);
            if (response.status == 429) return failed(result, "rate_limited", "The platform asks to wait.", pause_end(host, response));
            if (response.status >= 500) return failed(result, "transient", "The platform is in trouble.", 0);
            if (response.status != 200) return failed(result, "contract", "The platform refused the request.", 0);
            int64_t size = read_all(host, response.body);
            if (size == TACTICS_E_TOO_LARGE) return failed(result, "contract", "The platform sent a page that is too large.", 0);
            if (size < 0) return failed(result, "transient", "The answer broke off.", 0);
            *document = json_document(page, (size_t)size);
            return document->start != NULL ? TACTICS_OK : failed(result, "transient", "The answer is no JSON.", 0);
        }

        /* "12.34" in millionths, exactly; money never passes through a double. */
        static bool micros(json_value amount, long long *value) {
            char text[32];
            int decimals = -1;
            *value = 0;
            if (!json_copy(amount, text, sizeof text) || text[0] < '0' || text[0] > '9') return false;
            for (const char *at = text; *at != 0; at++) {
                if (*at == '.' && decimals < 0) {
                    decimals = 0;
                } else if (*at >= '0' && *at <= '9' && decimals < 6 && *value < 100000000000LL) {
                    *value = *value * 10 + (*at - '0');
                    if (decimals >= 0) decimals++;
                } else {
                    return false;
                }
            }
            for (int i = decimals < 0 ? 0 : decimals; i < 6; i++) *value *= 10;
            return true;
        }

        static bool is_currency(const char *text) {
            for (int i = 0; i < 3; i++) if (text[i] < 'A' || text[i] > 'Z') return false;
            return text[3] == 0;
        }

        /* "2026-01-02T10:00:00Z": this platform tells all times in UTC. */
        static bool is_time(const char *text) {
            const char *form = "0000-00-00T00:00:00Z";
            if (strlen(text) != strlen(form)) return false;
            for (int i = 0; form[i] != 0; i++) {
                if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i]) return false;
            }
            return true;
        }

        /* Turns an order into a row: one object a line, each line ended by a newline. `last` becomes its id. */
        static int32_t emit_order(const tactics_host *host, json_value order, char *last, size_t room) {
            char id[64], placed[32], currency[8], row[320];
            long long amount;
            bool has_id = json_copy(json_member(order, "id"), id, sizeof id);
            if (has_id) snprintf(last, room, "%s", id);
            if (has_id && micros(json_member(order, "total"), &amount) && json_copy(json_member(order, "currency"), currency, sizeof currency) &&
                is_currency(currency) && json_copy(json_member(order, "placed_at"), placed, sizeof placed) && is_time(placed)) {
                snprintf(row, sizeof row, "{\"id\":\"%s\",\"placed_at\":\"%s\",\"day\":\"%.10s\",\"currency\":\"%s\",\"total_micros\":%lld}\n", id, placed, placed, currency, amount);
                return host->emit(host->context, lend("orders"), lend(row));
            }
            /* One odd order does not stop the sync: it is counted, with a reason for whoever looks. */
            return host->reject(host->context, lend("orders"), lend("{\"field\":\"total\",\"reason\":\"The order has no id, time, amount or currency.\"}"));
        }

        static int32_t check(const tactics_host *host, tactics_bytes config, tactics_buffer *result) {
            char id[64], text[192];
            json_value document;
            (void)config;
            if (get(host, "/me", &document, result) != TACTICS_OK) return TACTICS_FAILED;
            if (!json_copy(json_member(document, "id"), id, sizeof id)) {
                return failed(result, "contract", "The platform does not say whose account it is.", 0);
            }
            snprintf(text, sizeof text, "{\"account\":{\"id\":\"%s\",\"name\":\"%s\"}}", id, id);
            return answer(result, text);
        }

        static int32_t discover(const tactics_host *host, tactics_bytes config, tactics_buffer *result) {
            (void)host;
            (void)config;
            return answer(result, "{\"streams\":[{\"name\":\"orders\",\"available\":true}],\"accounts\":[]}");
        }

        static int32_t read_stream(const tactics_host *host, tactics_bytes request, tactics_buffer *result) {
            json_value wanted = json_document((const char *)request.data, request.size), document;
            char after[64] = "", before[64], path[160], cursor[96];
            if (!json_is(json_member(wanted, "stream"), "orders")) return failed(result, "permanent", "There is no such stream.", 0);
            if (!json_is(json_member(wanted, "mode"), "full")) json_copy(json_member(json_member(wanted, "cursor"), "after"), after, sizeof after);
            json_value size = json_member(json_member(wanted, "config"), "page_size");
            long limit = size.start == NULL ? 100 : strtol(size.start, NULL, 10);
            for (;;) {
                snprintf(path, sizeof path, "/orders?limit=%ld%s%s", limit, after[0] == 0 ? "" : "&after=", after);
                if (get(host, path, &document, result) != TACTICS_OK) return TACTICS_FAILED;
                json_value orders = json_member(document, "orders"), next = json_member(document, "next");
                if (orders.start == NULL || *orders.start != '[') return failed(result, "contract", "The answer has no list of orders.", 0);
                memcpy(before, after, sizeof before);
                for (const char *at = json_first(orders); at != NULL;) {
                    if (emit_order(host, json_element(&at, orders.end), after, sizeof after) < 0) return stopped(result);
                }
                bool more = next.start != NULL && *next.start != 'n';
                if (more && !json_copy(next, after, sizeof after)) return failed(result, "contract", "The next page can not be read.", 0);
                if (more && strcmp(after, before) == 0) return failed(result, "contract", "The pages go in a circle.", 0);
                /* From here the next read goes on: the rows so far and this cursor are stored together. */
                snprintf(cursor, sizeof cursor, "{\"after\":\"%s\"}", after);
                if (after[0] != 0 && host->checkpoint(host->context, lend("orders"), lend(cursor)) < 0) return stopped(result);
                if (!more) return answer(result, "{\"outcome\":\"done\"}");
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

            tactics connector build                       # bundle/: connector.json, the library, the recordings, CHECKSUMS
            Tests/replay.sh                               # the bundle, sealed, over Fixtures/orders
            tactics connector test bundle --write         # the conformance kit over conformance/scenario.json
            tactics connector pack bundle                 # {{id}}-0.1.0.tar.gz

        - `connector.json` says what it may do and what it reads. `build` writes `Sources/manifest.inc` from it.
        - `Sources/connector.c` is the connector, `Sources/json.h` reads JSON, `include/connector.h` is the boundary. No network, no file, no clock: it
          asks the host.
        - `Fixtures/` holds recorded answers and the rows that must come of them. Record without secrets and personal data.
        - `conformance/scenario.json` says which answers the kit plays and what must come of them. `build` puts both folders into the bundle, so that
          whoever installs it can run the kit too.

        \(ConnectorTemplate.seal)
        """
}
