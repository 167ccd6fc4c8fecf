/*
 * The boundary between Tactics and a connector: abi 1.
 *
 * A connector is one dynamic library that exports one function, named in its manifest, of the type tactics_connector_entry.
 * Host and plugin exchange function tables once, through that function. Nothing but C crosses: bytes in and bytes out, text is UTF-8.
 *
 * Rules that hold for every call
 *  - Calls block. The host calls one connector function at a time, on one thread; the host's functions may be called from that thread only.
 *  - `tactics_bytes` are borrowed: they live until the call returns. `tactics_buffer` are owned: what the plugin returns, the host hands back
 *    to the plugin's `free_buffer`; what the host returns (a response's head), lives until the next host call.
 *  - A host function returns 0 or more for success and a negative TACTICS_E_* otherwise. After TACTICS_E_CANCELLED the plugin returns as soon as it can.
 *  - The plugin has no network, no files and no clock of its own: it runs sealed. Time comes from `now`.
 *
 * Versions: `abi_major` never changes within this header. New functions are appended to the tables and `abi_minor` rises; `size` says how many
 * bytes of the table the other side knows, so that a function beyond it counts as absent. Existing members never move or change.
 */
#ifndef TACTICS_CONNECTOR_H
#define TACTICS_CONNECTOR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define TACTICS_ABI_MAJOR 1
#define TACTICS_ABI_MINOR 0

/* What a host function returns when it did not do what was asked. */
#define TACTICS_E_CANCELLED (-1) /* the sync was cancelled: stop and return */
#define TACTICS_E_REFUSED (-2)   /* the host does not allow it (a host that the manifest does not name, an unknown stream) */
#define TACTICS_E_INVALID (-3)   /* the arguments are malformed */
#define TACTICS_E_TOO_LARGE (-4) /* one row, head or document is larger than a frame (1 MiB) */
#define TACTICS_E_FAILED (-5)    /* the host could not do it now (the network, the database); `last_error` says why */
#define TACTICS_E_PARK (-6)      /* `wait` is too long to sit out: return the outcome "parked" */

/* What a connector function returns. */
#define TACTICS_OK 0
#define TACTICS_FAILED 1 /* the result is an error document */

/* Borrowed bytes: valid until the call returns. */
typedef struct tactics_bytes {
    const uint8_t *data;
    size_t size;
} tactics_bytes;

/* Owned bytes: made by the plugin, given back to its `free_buffer`. */
typedef struct tactics_buffer {
    uint8_t *data;
    size_t size;
} tactics_buffer;

/* The head of an HTTP response. `head` is JSON: {"headers": [["name", "value"], ...]}, names in lower case; it lives until the next host call. */
typedef struct tactics_response {
    int32_t status;
    uint64_t body; /* a handle for read_body; released when read to its end or when the next request is made */
    tactics_bytes head;
} tactics_response;

/* The levels of `log`. */
#define TACTICS_LOG_DEBUG 0
#define TACTICS_LOG_INFO 1
#define TACTICS_LOG_WARNING 2
#define TACTICS_LOG_ERROR 3

/* What the host lends to the plugin. `context` is the first argument of every function. */
typedef struct tactics_host {
    uint32_t abi_major;
    uint32_t abi_minor;
    size_t size;
    void *context;

    /*
     * Performs an HTTP request. `request` is JSON:
     *   {"method": "GET", "url": "https://...", "headers": [["name", "value"], ...], "credential": "default", "idempotent": true}
     * The host checks the URL against the manifest's hosts, adds the credential, keeps to the platform's limits and retries what may be retried.
     * Any answer of the platform is a success here, whatever its status; TACTICS_E_FAILED means that no answer came.
     * Redirects are answers too. Within a read of a stream whose manifest says "follow_redirects": true the host follows them: at most five, GET and
     * HEAD only, each address checked like the first one, and without the credential elsewhere; TACTICS_E_REFUSED and last_error say why one is not followed.
     */
    int32_t (*request)(void *context, tactics_bytes request, tactics_bytes body, tactics_response *response);

    /* Reads up to `capacity` bytes of a response's body: the count, 0 at the end, or an error. Memory stays bounded whatever the body's size. */
    int64_t (*read_body)(void *context, uint64_t body, uint8_t *buffer, size_t capacity);

    /* Hands over rows of a stream as NDJSON: one object a line, each line ended by a newline. One row is less than 1 MiB; rows together may be more. */
    int32_t (*emit)(void *context, tactics_bytes stream, tactics_bytes rows);

    /* Counts a row that could not be read. `reject` is JSON: {"line": 12, "field": "total", "reason": "...", "sample": "..."}; all but `reason` are optional. */
    int32_t (*reject)(void *context, tactics_bytes stream, tactics_bytes reject);

    /* Stores all rows emitted so far together with this cursor (any JSON). When it returns 0 the next read of the stream starts from here. */
    int32_t (*checkpoint)(void *context, tactics_bytes stream, tactics_bytes cursor);

    /* How many rows the stream will have, as far as is known: for progress only. */
    int32_t (*estimate)(void *context, tactics_bytes stream, uint64_t rows);

    /* Waits until an instant (microseconds since 1970 UTC). More than a minute ahead: TACTICS_E_PARK, and read returns the outcome "parked" at once. */
    int32_t (*wait)(void *context, int64_t until);

    /* A line of the sync's log. Never a secret, never personal data. */
    void (*log)(void *context, int32_t level, tactics_bytes text);

    /* Whether the sync was cancelled: 1 or 0. */
    int32_t (*cancelled)(void *context);

    /* The time in microseconds since 1970 UTC. */
    int64_t (*now)(void *context);

    /* Why the last host call failed, in a sentence; lives until the next host call. */
    tactics_bytes (*last_error)(void *context);
} tactics_host;

/*
 * What the plugin offers. Every `result` is a JSON document; with TACTICS_FAILED it is an error document:
 *   {"error": {"kind": "config|auth|transient|rate_limited|quota|contract|permanent", "message": "...", "until": microseconds, "stream": "...", "detail": "..."}}
 * A function that a connector does not offer is NULL, but for manifest, check, discover, read and free_buffer.
 */
typedef struct tactics_connector {
    uint32_t abi_major;
    uint32_t abi_minor;
    size_t size;

    /* The very bytes of connector.json. */
    tactics_buffer (*manifest)(void);

    /* Whether the configuration works. `config` is the connection's settings; result: {"account": {"id": "...", "name": "..."}} or an error. */
    int32_t (*check)(const tactics_host *host, tactics_bytes config, tactics_buffer *result);

    /* What can be read with this configuration. Result: {"streams": [{"name": "...", "available": true, "reason": "..."}], "accounts": [...]}. */
    int32_t (*discover)(const tactics_host *host, tactics_bytes config, tactics_buffer *result);

    /*
     * Reads one stream. `request` is JSON:
     *   {"stream": "orders", "mode": "incremental|full|backfill", "cursor": null or what checkpoint was given, "since": "YYYY-MM-DD", "until": "YYYY-MM-DD",
     *    "config": {...}, "time_zone": "Europe/Berlin", "currency": "EUR"}
     * Result: {"outcome": "done"} or {"outcome": "parked", "until": microseconds}.
     */
    int32_t (*read)(const tactics_host *host, tactics_bytes request, tactics_buffer *result);

    /*
     * Carries out one operation of the manifest's `operations`; with "dry_run" it changes nothing and says what it would do. `operation` is JSON:
     *   {"name": "set_budget", "dry_run": false, "target": {"account_id": "...", "level": "campaign", "id": "..."}, "parameters": {...},
     *    "idempotency_key": "...", "config": {...}}
     * Result: {"applied": true, "before": {...}, "after": {...}, "inverse": an operation without config, or absent,
     *          "results": [{"id": "...", "state": "accepted|rejected|unknown", "reason": "..."}], "notes": ["..."]}
     * No rows and no checkpoints. NULL: the connector only reads.
     */
    int32_t (*write)(const tactics_host *host, tactics_bytes operation, tactics_buffer *result);

    /*
     * Turns a delivery of a platform's webhook, whose signature the host has verified, into rows (`emit`; there is no checkpoint). `delivery` is JSON:
     *   {"topic": "orders/updated", "headers": {"name in lower case": "value", ...}, "received_at": "2026-01-02T03:04:05Z", "config": {...},
     *    "time_zone": "Europe/Berlin", "currency": "EUR", "body": a handle for read_body}
     * The body is released by the first `request`. Result: {"streams": ["orders"], "ignored": false}. NULL: the connector takes no deliveries.
     */
    int32_t (*webhook)(const tactics_host *host, tactics_bytes delivery, tactics_buffer *result);

    void (*free_buffer)(tactics_buffer buffer);
} tactics_connector;

/* The one exported function. It returns a table that lives as long as the process, or NULL when it can not serve this host. */
typedef const tactics_connector *(*tactics_connector_entry)(const tactics_host *host);

/*
 * The runner's pipe. The host writes to the runner's descriptor 3 and reads from its descriptor 4. Both directions carry frames:
 *   u32 length | u8 kind | u32 call | u32 head_length | head (JSON) | body (raw)          all numbers little-endian
 * `length` counts everything behind itself and is at most TACTICS_FRAME_MAX. A reply carries the call number of its call. Calls that need no
 * answer (emit, reject, estimate, log) get none: the pipe's own back-pressure bounds them.
 */
#define TACTICS_FRAME_MAX (1u << 20)
#define TACTICS_FRAME_HEADER 13u

enum tactics_frame {
    /* host to runner */
    TACTICS_FRAME_LOAD = 1,     /* head {"library", "entry", "abi_minor"}: first frame; the runner seals itself before it loads */
    TACTICS_FRAME_CALL = 2,     /* head {"function": "manifest|check|discover|read|write|webhook"}, body: its JSON argument */
    TACTICS_FRAME_REPLY = 3,    /* head {"result": n, "error": "...", ...}, body: bytes of the answer */
    TACTICS_FRAME_CANCEL = 4,   /* sets what `cancelled` answers; no reply */

    /* runner to host */
    TACTICS_FRAME_READY = 16,   /* head {"abi_major", "abi_minor", "offers": ["write", "webhook"], "seal": {...}}: sealed and loaded */
    TACTICS_FRAME_RESULT = 17,  /* head {"status": 0 or 1}, body: the result document of a CALL (same call number) */
    TACTICS_FRAME_FAULT = 18,   /* head {"reason": "...", "detail": "..."}: could not seal, load or speak; the runner ends */
    TACTICS_FRAME_REQUEST = 32, /* head: the request's JSON, body: the request's body; reply head {"result", "status", "body", "headers"} */
    TACTICS_FRAME_READ_BODY = 33, /* head {"body", "capacity"}; reply head {"result": count}, body: the bytes */
    TACTICS_FRAME_EMIT = 34,    /* head {"stream"}, body NDJSON */
    TACTICS_FRAME_REJECT = 35,  /* head {"stream"}, body JSON */
    TACTICS_FRAME_CHECKPOINT = 36, /* head {"stream"}, body: the cursor; reply head {"result"} */
    TACTICS_FRAME_ESTIMATE = 37, /* head {"stream", "rows"} */
    TACTICS_FRAME_WAIT = 38,    /* head {"until"}; reply head {"result"} */
    TACTICS_FRAME_LOG = 39,     /* head {"level"}, body: text */
    TACTICS_FRAME_NOW = 40      /* reply head {"result": microseconds} */
};

#ifdef __cplusplus
}
#endif

#endif
