#define _GNU_SOURCE
#include "host_calls.h"

#include "memory.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST_NAME 128
#define HEAD_SIZE (6 * LONGEST_NAME + 64)

static uint32_t last_call;
static bool is_cancelled;
static char error_text[2048];
static char response_head[TACTICS_FRAME_MAX + 32];

void host_calls_reset(void) {
    is_cancelled = false;
    memory_forget();
}

static int32_t fail(int32_t code, const char *sentence) {
    snprintf(error_text, sizeof error_text, "%s", sentence);
    return code;
}

/* Waits for the answer to a call. Its `result` is returned; a negative one has its sentence kept for last_error. */
static int64_t await_reply(uint32_t call, frame *reply) {
    frames_flush();
    for (;;) {
        frames_read(reply);
        if (reply->kind == TACTICS_FRAME_CANCEL) {
            is_cancelled = true;
            continue;
        }
        memory_forget();
        if (reply->kind != TACTICS_FRAME_REPLY || reply->call != call) frames_fault("protocol", "the host answered another call");
        int64_t result;
        if (!json_integer(json_member(reply->head, "result"), &result)) frames_fault("protocol", "an answer of the host has no result");
        error_text[0] = 0;
        if (result < 0 && !json_string(json_member(reply->head, "error"), error_text, sizeof error_text)) {
            snprintf(error_text, sizeof error_text, "the host gave no reason");
        }
        return result;
    }
}

static int32_t narrow(int64_t result) { return result < INT32_MIN || result > INT32_MAX ? TACTICS_E_FAILED : (int32_t)result; }

/* {"stream": "..."} and, for `estimate`, what follows. 0 where the name is no name. */
static size_t stream_head(char *head, tactics_bytes stream) {
    if (stream.size == 0 || stream.size > LONGEST_NAME) return 0;
    memcpy(head, "{\"stream\":", 10);
    size_t used = json_quote(head, 10, HEAD_SIZE - 32, (const char *)stream.data, stream.size);
    if (used == 0) return 0;
    head[used] = '}';
    return used + 1;
}

static int32_t call_request(void *context, tactics_bytes request, tactics_bytes body, tactics_response *response) {
    (void)context;
    uint32_t call = ++last_call;
    if (response == NULL) return fail(TACTICS_E_INVALID, "request needs a place for the response");
    memset(response, 0, sizeof *response);
    if (!frames_write(TACTICS_FRAME_REQUEST, call, (const char *)request.data, request.size, body.data, body.size)) {
        return fail(TACTICS_E_TOO_LARGE, "the request is larger than a frame");
    }
    frame reply;
    int64_t result = await_reply(call, &reply);
    if (result < 0) return narrow(result);
    int64_t status = 0;
    int64_t handle = 0;
    json_integer(json_member(reply.head, "status"), &status);
    json_integer(json_member(reply.head, "body"), &handle);
    json_span headers = json_member(reply.head, "headers");
    if (headers.data == NULL) headers = (json_span){"[]", 2};
    memcpy(response_head, "{\"headers\":", 11);
    memcpy(response_head + 11, headers.data, headers.size);
    response_head[11 + headers.size] = '}';
    response->status = narrow(status);
    response->body = (uint64_t)handle;
    response->head = (tactics_bytes){(const uint8_t *)response_head, headers.size + 12};
    return 0;
}

static int64_t call_read_body(void *context, uint64_t body, uint8_t *buffer, size_t capacity) {
    (void)context;
    /* A reply's own head needs some room in its frame. */
    const size_t most = FRAME_ROOM - 256;
    if (capacity > most) capacity = most;
    if (buffer == NULL || capacity == 0) return fail(TACTICS_E_INVALID, "read_body needs a buffer");
    char head[96];
    int size = snprintf(head, sizeof head, "{\"body\":%llu,\"capacity\":%zu}", (unsigned long long)body, capacity);
    uint32_t call = ++last_call;
    frames_write(TACTICS_FRAME_READ_BODY, call, head, (size_t)size, NULL, 0);
    frame reply;
    int64_t result = await_reply(call, &reply);
    if (result < 0) return result;
    if (reply.body.size > capacity) frames_fault("protocol", "the host answered with more of a body than was asked for");
    memcpy(buffer, reply.body.data, reply.body.size);
    return (int64_t)reply.body.size;
}

/* The end of the last row within `most` bytes, 0 where one row is longer than that. */
static size_t last_row_end(const uint8_t *rows, size_t size, size_t most) {
    if (size <= most) return size;
    const uint8_t *newline = memrchr(rows, '\n', most);
    return newline == NULL ? 0 : (size_t)(newline - rows) + 1;
}

static bool every_row_fits(const uint8_t *rows, size_t size, size_t most) {
    while (size > 0) {
        size_t part = last_row_end(rows, size, most);
        if (part == 0) return false;
        rows += part;
        size -= part;
    }
    return true;
}

static int32_t call_emit(void *context, tactics_bytes stream, tactics_bytes rows) {
    (void)context;
    char head[HEAD_SIZE];
    size_t head_size = stream_head(head, stream);
    if (head_size == 0) return fail(TACTICS_E_INVALID, "the stream has no name, or one longer than 128 bytes");
    if (is_cancelled) return fail(TACTICS_E_CANCELLED, "the sync was cancelled");
    if (rows.size == 0) return 0;
    if (rows.data[rows.size - 1] != '\n') return fail(TACTICS_E_INVALID, "each row must end with a newline");
    const size_t most = FRAME_ROOM - head_size;
    /* All or nothing: a row that is too large must not leave the rows before it behind. */
    if (rows.size > most && !every_row_fits(rows.data, rows.size, most)) return fail(TACTICS_E_TOO_LARGE, "a row is larger than 1 MiB");
    for (size_t done = 0; done < rows.size;) {
        size_t part = last_row_end(rows.data + done, rows.size - done, most);
        frames_write_rows(head, head_size, rows.data + done, part);
        done += part;
    }
    return 0;
}

static int32_t call_reject(void *context, tactics_bytes stream, tactics_bytes reject) {
    (void)context;
    char head[HEAD_SIZE];
    size_t head_size = stream_head(head, stream);
    if (head_size == 0) return fail(TACTICS_E_INVALID, "the stream has no name, or one longer than 128 bytes");
    if (!frames_write(TACTICS_FRAME_REJECT, 0, head, head_size, reject.data, reject.size)) return fail(TACTICS_E_TOO_LARGE, "the reject is larger than a frame");
    return 0;
}

static int32_t call_checkpoint(void *context, tactics_bytes stream, tactics_bytes cursor) {
    (void)context;
    char head[HEAD_SIZE];
    size_t head_size = stream_head(head, stream);
    if (head_size == 0) return fail(TACTICS_E_INVALID, "the stream has no name, or one longer than 128 bytes");
    uint32_t call = ++last_call;
    if (!frames_write(TACTICS_FRAME_CHECKPOINT, call, head, head_size, cursor.data, cursor.size)) {
        return fail(TACTICS_E_TOO_LARGE, "the cursor is larger than a frame");
    }
    frame reply;
    return narrow(await_reply(call, &reply));
}

static int32_t call_estimate(void *context, tactics_bytes stream, uint64_t rows) {
    (void)context;
    char head[HEAD_SIZE];
    size_t used = stream_head(head, stream);
    if (used == 0) return fail(TACTICS_E_INVALID, "the stream has no name, or one longer than 128 bytes");
    if (rows > INT64_MAX) rows = INT64_MAX;
    used -= 1;
    used += (size_t)snprintf(head + used, sizeof head - used, ",\"rows\":%llu}", (unsigned long long)rows);
    frames_write(TACTICS_FRAME_ESTIMATE, 0, head, used, NULL, 0);
    return 0;
}

static int32_t call_wait(void *context, int64_t until) {
    (void)context;
    char head[64];
    int size = snprintf(head, sizeof head, "{\"until\":%lld}", (long long)until);
    uint32_t call = ++last_call;
    frames_write(TACTICS_FRAME_WAIT, call, head, (size_t)size, NULL, 0);
    frame reply;
    return narrow(await_reply(call, &reply));
}

static void call_log(void *context, int32_t level, tactics_bytes text) {
    (void)context;
    const size_t most = 8192; /* a line of a log, not a dump */
    char head[32];
    int size = snprintf(head, sizeof head, "{\"level\":%d}", level < 0 ? 0 : level > 3 ? 3 : level);
    frames_write(TACTICS_FRAME_LOG, 0, head, (size_t)size, text.data, text.size < most ? text.size : most);
}

static int32_t call_cancelled(void *context) {
    (void)context;
    while (!is_cancelled && frames_waiting()) {
        frame next;
        frames_read(&next);
        if (next.kind != TACTICS_FRAME_CANCEL) frames_fault("protocol", "the host spoke without being asked");
        is_cancelled = true;
    }
    return is_cancelled;
}

static int64_t call_now(void *context) {
    (void)context;
    uint32_t call = ++last_call;
    frames_write(TACTICS_FRAME_NOW, call, "{}", 2, NULL, 0);
    frame reply;
    return await_reply(call, &reply);
}

static tactics_bytes call_last_error(void *context) {
    (void)context;
    return (tactics_bytes){(const uint8_t *)error_text, strlen(error_text)};
}

const tactics_host *host_table(uint32_t abi_minor) {
    static tactics_host table;
    table = (tactics_host){
        .abi_major = TACTICS_ABI_MAJOR, .abi_minor = abi_minor, .size = sizeof table, .context = &table,
        .request = call_request, .read_body = call_read_body, .emit = call_emit, .reject = call_reject, .checkpoint = call_checkpoint,
        .estimate = call_estimate, .wait = call_wait, .log = call_log, .cancelled = call_cancelled, .now = call_now, .last_error = call_last_error,
    };
    return &table;
}
